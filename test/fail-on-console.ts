/** A test that writes to the console fails: the libraries are silent, and so are the tests that pass. */
import { afterEach, beforeEach } from "vitest";

const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;
const originals = methods.map((method) => console[method]);
let calls: string[] = [];

beforeEach(() => {
  calls = [];
  methods.forEach((method, at) => {
    console[method] = (...args: unknown[]) => {
      calls.push(`console.${method}(${args.map(String).join(", ")})`);
      originals[at]?.(...args);
    };
  });
});

afterEach(() => {
  methods.forEach((method, at) => {
    console[method] = originals[at] ?? console[method];
  });
  if (calls.length > 0) throw new Error(`The test wrote to the console: ${calls.join("; ")}`);
});
