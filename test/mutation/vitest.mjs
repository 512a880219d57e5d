/** Vitest's words for tests that another runner runs in its own process: `test` only notes the test down. */
// @ts-nocheck -- plain JavaScript that stands in for a module; its types are those of the module it replaces

import { readFileSync } from "node:fs";

globalThis.__vitest_worker__ = { config: {}, environment: { name: "node" }, providedContext: {} };
export const { expect } = await import("../../node_modules/vitest/dist/index.js");

/** The file whose tests are noted down or run; set by the runner. */
export const current = { url: "" };

expect.extend({
  toMatchFileSnapshot(text, path) {
    const pass = text === readFileSync(new URL(path, current.url), "utf8");
    return { pass, message: () => `is not the text of ${path}` };
  },
});

/** The tests in the order they are written. */
export const tests = [];
const within = [];

export const test = withRows((name, ...rest) => {
  tests.push({
    name: [...within, name].join(" > "),
    run: rest.find((one) => typeof one === "function"),
  });
});
test.runIf = (isRun) => (isRun ? test : withRows(() => {}));

export const it = test;

/** Files that tests make beside them go when the process does. */
export const afterAll = () => {};

export const describe = withRows((name, body) => {
  within.push(name);
  body();
  within.pop();
});

/** `each`: a row is a list of arguments or a single one; its number tells it from the others. */
function withRows(define) {
  define.each =
    (rows) =>
    (name, ...rest) => {
      for (const [at, row] of [...rows].entries()) {
        const values = Array.isArray(row) ? row : [row];
        const bound = rest.map((one) => (typeof one === "function" ? () => one(...values) : one));
        define(`${name} #${at + 1}`, ...bound);
      }
    };
  return define;
}
