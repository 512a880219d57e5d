/** A live fold comes to what the tape so far comes to at once, however it is cut: refused openings and used ids too. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { denseTape } from "./dense-tapes.ts";
import { compareLive } from "./live-tapes.ts";

test("after every batch the live state is that of the tape at once", () => {
  let compared = 0;
  fc.assert(
    fc.property(denseTape(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (log, sizes) => {
      const { difference, batches } = compareLive(log, sizes);
      expect(difference).toBeUndefined();
      compared += batches;
    }),
    { numRuns: 120 },
  );
  expect(compared).toBeGreaterThan(300);
});
