/** Laws of nearness to a record, and of round numbers. */
import { fraction } from "@tapefold/core";
import { nearnessOf } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import { everyTape, instrumentsAfter, unitsOf } from "./tapes.ts";

test("the nearer the level the stronger the word", () => {
  const words = ["far", "approaching", "near", "striking-distance", "touching", "at-record"];
  const levels = fc.tuple(
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.nat({ max: 1_100_000 }),
    fc.nat({ max: 1_100_000 }),
    fc.nat({ max: 1_000_000 }),
  );
  fc.assert(
    fc.property(levels, ([record, a, b, reference]) => {
      const [lower, upper] = a <= b ? [a, b] : [b, a];
      const rank = (level: number): number =>
        words.indexOf(nearnessOf(level, fraction(record), fraction(reference + 1)));
      expect(rank(lower)).toBeLessThanOrEqual(rank(upper));
    }),
    { numRuns: 1000 },
  );
});

test("gap and level add to the record exactly", () => {
  everyTape({ basisChanges: false }, (log) => {
    let checked = 0;
    for (const { record, close, last } of Object.values(instrumentsAfter(log))) {
      for (const one of [record.close, record.high]) {
        if (one?.gap === undefined || one.gap === null) continue;
        expect(unitsOf(one.gap) + unitsOf(close ?? last ?? "0")).toBe(unitsOf(one.level));
        checked += 1;
      }
    }
    return checked > 0;
  });
});

test("a round number given back is one that was reached and is above now", () => {
  everyTape({}, (log) => {
    let checked = 0;
    for (const { milestone, close, last, high } of Object.values(instrumentsAfter(log))) {
      if (milestone === null) continue;
      const current = unitsOf(close ?? last ?? "0");
      expect(milestone.gaveBack).toEqual(milestone.reached.filter((level) => unitsOf(level) > current));
      for (const level of milestone.reached) expect(unitsOf(level) <= unitsOf(high ?? "0")).toBe(true);
      expect(unitsOf(milestone.level) > current).toBe(true);
      checked += milestone.reached.length;
    }
    return checked > 0;
  });
});
