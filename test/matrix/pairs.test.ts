import { expect, test } from "vitest";
import { coveringPairs, type Pair } from "./pairs.ts";

test("every pair of values that may stand together is among the rows, which are far fewer than all", () => {
  const dimensions = { a: ["1", "2", "3", "4"], b: ["x", "y", "z"], c: ["p", "q", "r"], d: ["k", "l"] };
  const isPossible = (...[, a, , b]: Pair): boolean => !["3z", "4z", "zq"].includes(a + b);
  for (const rule of [() => true, isPossible]) {
    const rows = coveringPairs(dimensions, rule);
    for (const [at, [one, values]] of Object.entries(dimensions).entries())
      for (const [other, others] of Object.entries(dimensions).slice(at + 1))
        for (const a of values)
          for (const b of others)
            expect(
              rows.some((row) => row[one as "a"] === a && row[other as "b"] === b),
              `${one} ${a}, ${other} ${b}`,
            ).toBe(rule(one, a, other, b));
    expect(rows.length).toBeLessThan(20);
  }
});
