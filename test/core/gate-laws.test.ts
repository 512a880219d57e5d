/** The laws of rules behind a gate catch the gate, or the rule, that breaks them; and a second process what reads its surroundings. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { defineProjection, type Projection, ruleSet } from "@tapefold/core";
import { laws } from "@tapefold/core/testing";
import { listing, marketRules } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { isLong, runs } from "../runs.ts";
import { surroundedTicks } from "./surrounded-ticks.ts";

interface Ticks {
  readonly count: number;
}

const TWICE = "an event that comes twice is heard once";
const BUSTED = "a busted tick never was";
const APART = "markets apart change nothing in each other, however they are interleaved";
const SECOND = "a second process comes to the same state";

const ticks = defineProjection<Ticks>({
  name: "ticks",
  version: 1,
  needs: [listing],
  key: ({ instrument }) => instrument,
  initial: { count: 0 },
  on: { PriceTicked: (document) => void (document.count += 1) },
});

/** A rule behind a gate that lets everything in. */
function behindOpenGate<S extends object>(rule: Projection<S>): Projection<S> {
  const gate = defineProjection<object>({
    name: "gate",
    version: 1,
    key: () => null,
    initial: {},
    on: {},
    admit: () => null,
  });
  return ruleSet({ gate, rules: { rule } }).rules.rule;
}

const openTicks = behindOpenGate(
  defineProjection<Ticks>({ ...ticks.definition, needs: [], name: "open-ticks" }),
);

/** Counts all markets together as well, and looks at that. */
const neighbours: Projection<Ticks> = defineProjection<Ticks>({
  name: "neighbours",
  version: 1,
  needs: [listing],
  key: ({ instrument }) => (instrument === undefined ? null : [instrument, "all"]),
  initial: { count: 0 },
  on: {
    PriceTicked: (document, _, { key, read }) => {
      document.count = key === "all" ? document.count + 1 : read(neighbours, "all").count;
    },
  },
});

function check(rule: Projection<Ticks>, name: string, options: Parameters<typeof laws>[1] = {}): void {
  laws(rule, options)
    .find((law) => law.name === name)
    ?.check();
}

describe("a sound rule behind the market's gate keeps", () => {
  for (const law of laws(ticks, { runs: runs(40) })) test(law.name, law.check);
});

test("a rule without a gate has no such laws, and among the market's rules it has", () => {
  const alone = defineProjection<Ticks>({ ...ticks.definition, needs: [], name: "alone" });
  const namesOf = (options?: Parameters<typeof laws>[1]): string[] =>
    laws(alone, options).map(({ name }) => name);
  expect(namesOf()).not.toContain(TWICE);
  expect(namesOf({ among: marketRules })).toEqual(expect.arrayContaining([TWICE, BUSTED, APART]));
  expect(namesOf({ among: marketRules, without: [APART] })).not.toContain(APART);
});

test("the guide lists every law", () => {
  const guide = readFileSync(new URL("../../docs/adding-a-rule.md", import.meta.url), "utf8");
  for (const { name } of laws(ticks, { secondProcess: () => [] }))
    expect(guide).toMatch(new RegExp(`^\\| ${name} +\\|`, "m"));
});

// To make the tape small on which markets together part takes seconds.
const caught: readonly (readonly [string, Projection<Ticks>])[] = [
  [TWICE, openTicks],
  [BUSTED, openTicks],
  ...(isLong ? [[APART, neighbours] as const] : []),
];

test.each(caught)("%s: one that breaks it is caught", (name, rule) => {
  expect(() => check(rule, name)).toThrow(new RegExp(`^${name}: .* of \\S+ parts in (count|its document): `));
});

/** Folds in a process of its own, in other surroundings. */
function secondProcess(surroundings: Readonly<Record<string, string>>) {
  return (tapes: readonly string[]): string[] => {
    const program = new URL("surrounded-ticks.ts", import.meta.url).pathname;
    const env = { ...process.env, ...surroundings };
    const options = { input: JSON.stringify(tapes), env, encoding: "utf8", maxBuffer: 1e9 } as const;
    return JSON.parse(
      execFileSync(process.execPath, ["--import", "tsx", program, "fold"], options),
    ) as string[];
  };
}

// Other processes take their time: this is for `npm run test:laws`.
describe.skipIf(!isLong)("a second process", () => {
  test("comes to the same state", () => {
    check(surroundedTicks, SECOND, { runs: 5, secondProcess: secondProcess({ TZ: "Asia/Kathmandu" }) });
  });

  test("catches a rule that reads its surroundings, on a tape that can be saved", () => {
    const found = (): void =>
      check(surroundedTicks, SECOND, { runs: 20, secondProcess: secondProcess({ SURROUNDINGS: "other" }) });
    expect(found).toThrow(
      /in a second process: surrounded-ticks of \S+ parts in count: 2 is not 1, on the tape\n\{/,
    );
  });
});

// So is this.
test.skipIf(!isLong)(
  "the laws run under node:test as they are, and take no arguments, as mocha expects",
  () => {
    const program = new URL("laws-of-node-test.mjs", import.meta.url).pathname;
    const out = execFileSync(
      process.execPath,
      ["--import", "tsx", "--test", "--test-reporter", "tap", program],
      {
        encoding: "utf8",
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      },
    );
    expect(out).toContain("# fail 0");
    expect(Number(/# pass (\d+)/.exec(out)?.[1])).toBeGreaterThan(10);
    expect(laws(ticks).every(({ check: one }) => one.length === 0)).toBe(true);
  },
);
