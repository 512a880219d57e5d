import fc from "fast-check";
import { dateOf, movedBy, pick, priceOf, type Step } from "./tape-writer.ts";

/** A record or a streak as of a past day; some come late, some lower than the known one. */
export function seeds(): fc.Arbitrary<Step> {
  return fc
    .record({
      who: fc.nat({ max: 20 }),
      basis: fc.constantFrom("close", "high", "streak"),
      percent: fc.integer({ min: -3, max: 6 }),
      day: fc.integer({ min: -3, max: 0 }),
      streak: fc.integer({ min: -4, max: 4 }),
      complete: fc.constantFrom(undefined, true, false),
    })
    .map(({ who, basis, percent, day, streak, complete }) => (tape) => {
      const known = pick(tape.instruments, who);
      if (known === undefined) return;
      const { instrument } = known;
      const level = priceOf(movedBy(known.close, percent), known);
      const date = dateOf(known.market.day + day);
      if (basis === "streak") tape.write({ type: "StreakSeeded", instrument, streak, close: level, date });
      else
        tape.write({
          type: "RecordSeeded",
          instrument,
          basis,
          level,
          date,
          ...(complete === undefined ? {} : { complete }),
        });
    });
}
