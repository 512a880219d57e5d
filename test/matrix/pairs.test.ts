import { expect, test } from "vitest";
import { coveringPairs } from "./pairs.ts";

test("every pair of values of two dimensions is among the rows, which are far fewer than all", () => {
  const dimensions = { a: ["1", "2", "3", "4"], b: ["x", "y", "z"], c: ["p", "q", "r"], d: ["k", "l"] };
  const rows = coveringPairs(dimensions);
  for (const [one, values] of Object.entries(dimensions))
    for (const [other, others] of Object.entries(dimensions).filter(([name]) => name !== one))
      for (const a of values)
        for (const b of others)
          expect(
            rows.some((row) => row[one as "a"] === a && row[other as "b"] === b),
            `${one} ${a}, ${other} ${b}`,
          ).toBe(true);
  expect(rows.length).toBeLessThan(20);
});
