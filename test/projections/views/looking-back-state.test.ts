/** A session beside those before it: its path, since when, its periods, the course of its streak. */
import { runs } from "../../runs.ts";
import { fold } from "@tapefold/core";
import { instrumentState, marketRules } from "@tapefold/projections";
import { historyOracle, instrumentOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { longTape } from "../../laws/long-tapes.ts";

test("every field is as the oracles say, over many sessions of one share", () => {
  let [ended, since, best] = [0, 0, 0];
  fc.assert(
    fc.property(longTape(), (log) => {
      const shown = instrumentState(fold(marketRules, log), "A");
      expect(shown).toEqual(instrumentOracle(historyOracle(log), "A"));
      ended += shown.streak.ended === null ? 0 : 1;
      since += typeof shown.since?.bestDay === "string" ? 1 : 0;
      best += typeof shown.periods?.week.bestSince === "string" ? 1 : 0;
    }),
    { numRuns: runs(200) },
  );
  expect(Math.min(ended, since, best)).toBeGreaterThan(runs(15));
});
