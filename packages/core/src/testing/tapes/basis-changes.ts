import fc from "fast-check";
import { dateOf, movedBy, pick, priceOf, type Step } from "./tape-writer.ts";

/** A split or reverse split from a coming session on, or a base price for it; some come late, or again in other terms. */
export function basisChanges(refusable: boolean): fc.Arbitrary<Step> {
  return fc
    .record({
      who: fc.nat({ max: 20 }),
      isSplit: fc.boolean(),
      ratio: fc.constantFrom([2, 1], [4, 1], [3, 2], [1, 10]) as fc.Arbitrary<[number, number]>,
      ahead: fc.integer({ min: refusable ? 0 : 1, max: 2 }),
      percent: fc.integer({ min: -10, max: 10 }),
      isToldTwice: fc.boolean(),
    })
    .map(({ who, isSplit, ratio: [numerator, denominator], ahead, percent, isToldTwice }) => (tape) => {
      const known = pick(tape.instruments, who);
      if (known === undefined || known.isDerived) return;
      const date = dateOf(Math.max(0, known.market.day + ahead));
      const { instrument } = known;
      if (!isSplit) {
        const price = priceOf(movedBy(known.price, percent), known);
        tape.write({ type: "BasePriceSet", instrument, date, price });
        return;
      }
      if (known.kind === "index") return;
      const told = { type: "InstrumentSplit", instrument, date } as const;
      tape.write({ ...told, numerator, denominator });
      if (refusable && isToldTwice)
        tape.write({ ...told, numerator: 2 * numerator, denominator: 2 * denominator });
      const after = Math.round((known.price / numerator) * denominator);
      if (after >= 1 && Number.isSafeInteger(after)) known.price = after;
    });
}
