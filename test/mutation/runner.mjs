/**
 * A test runner for Stryker that loads the tests once and runs them in its own process, so that a mutant costs no
 * more than the tests that reach it. Through vitest's workers each costs seconds, and thousands of them hours.
 */
import { readdirSync } from "node:fs";
import { register } from "node:module";
import { register as registerTypeScript } from "tsx/esm/api";
import { groups } from "./files.mjs";
import { isDrawn, keyOf, LedgerReporter, settled } from "./ledger.mjs";

const test = new URL("../", import.meta.url);

const { tests: TESTS, leftOut: LEFT_OUT } = groups[process.env.MUTATION_GROUP ?? "rules"];

/** Stryker allows a hundred times the hits of its first run, which in a rule that all tests reach takes minutes. */
const HITS_SHARE = 50;

class InProcessRunner {
  static inject = [];

  #tests;
  #known = settled();

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    await this.#load();
    const space = strykersSpace();
    const tests = [];
    for (const one of this.#tests) {
      space.currentTestId = one.id;
      const start = performance.now();
      const failureMessage = await failureOf(one);
      const result = { id: one.id, name: one.id, timeSpentMs: performance.now() - start };
      tests.push({
        ...result,
        ...(failureMessage === null ? { status: PASSED } : { status: FAILED, failureMessage }),
      });
    }
    space.currentTestId = undefined;
    return { status: "complete", tests, mutantCoverage: withoutLoading(space.mutantCoverage) };
  }

  async mutantRun({ testFilter, activeMutant, hitLimit, mutantActivation }) {
    const key = keyOf({ ...activeMutant, location: countedFromOne(activeMutant.location) });
    if (!isDrawn(key) || this.#known.has(key)) return { status: "error", errorMessage: "not to be run" };
    const space = strykersSpace();
    if (mutantActivation === "static") space.activeMutant = activeMutant.id;
    await this.#load();
    space.activeMutant = activeMutant.id;
    space.hitLimit = Math.ceil(hitLimit / HITS_SHARE);
    const chosen = new Set(testFilter ?? this.#tests.map(({ id }) => id));
    let nrOfTests = 0;
    for (const one of this.#tests.filter(({ id }) => chosen.has(id))) {
      nrOfTests += 1;
      space.hitCount = 0;
      const failureMessage = await failureOf(one);
      if (space.hitCount > space.hitLimit) return { status: "timeout", reason: "it goes round and round" };
      if (failureMessage !== null) return { status: "killed", killedBy: [one.id], failureMessage, nrOfTests };
    }
    return { status: "survived", nrOfTests };
  }

  async #load() {
    if (this.#tests !== undefined) return;
    registerTypeScript();
    register(inVitestsPlace());
    await import(new URL("fixed-seed.ts", test).href);
    const { current, tests } = await import("./vitest.mjs");
    this.#tests = [];
    for (const file of testFiles()) {
      try {
        await import(new URL(file, test).href);
      } catch (error) {
        tests.push({ name: "loads", run: () => Promise.reject(error) });
      }
      const url = new URL(file, test).href;
      const found = tests.splice(0).map(({ name, run }) => {
        const runHere = () => {
          current.url = url;
          return run();
        };
        return { id: `${file} > ${name}`, run: runHere };
      });
      this.#tests.push(...found.filter(({ id }) => !LEFT_OUT.test(id)));
    }
  }
}

/** Stryker counts lines and columns from 0 here, and from 1 where it reports. */
function countedFromOne({ start, end }) {
  const next = ({ line, column }) => ({ line: line + 1, column: column + 1 });
  return { start: next(start), end: next(end) };
}

/** As Stryker numbers them. */
const [PASSED, FAILED] = [0, 1];

/** A loader by which a test that imports vitest gets the words of `vitest.mjs`. */
function inVitestsPlace() {
  const url = JSON.stringify(new URL("./vitest.mjs", import.meta.url).href);
  const source = `export const resolve = async (specifier, context, next) =>
    specifier === "vitest" ? { url: ${url}, shortCircuit: true } : next(specifier, context);`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function testFiles() {
  const found = TESTS.flatMap((place) => {
    if (!place.endsWith("/")) return [place];
    const within = readdirSync(new URL(place, test), { recursive: true, encoding: "utf8" });
    const files = within.filter((file) => file.endsWith(".test.ts"));
    return files.toSorted((a, b) => (a < b ? -1 : 1)).map((file) => `${place}${file}`);
  });
  return found.filter((file) => !LEFT_OUT.test(file));
}

/** Where Stryker's changed code looks which of the changes is on. */
function strykersSpace() {
  return (globalThis.__stryker__ ??= {});
}

/** Code that tests reach counts by them alone: else what a test file also uses while it loads costs a new process each. */
function withoutLoading({ static: loading, perTest }) {
  const reached = new Set(Object.values(perTest).flatMap((hits) => Object.keys(hits)));
  const onlyLoading = Object.entries(loading).filter(([id]) => !reached.has(id));
  return { static: Object.fromEntries(onlyLoading), perTest };
}

async function failureOf({ run }) {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [
  { kind: "TestRunner", name: "in-process", injectableClass: InProcessRunner },
  { kind: "Reporter", name: "ledger", injectableClass: LedgerReporter },
];
