import fc from "fast-check";
import { dateOf, type Step } from "./tape-writer.ts";

/** A table of daily limits and one of tick sizes, in force from a trading day; loose enough that most ticks pass. */
export function priceTables(): fc.Arbitrary<Step> {
  return fc
    .record({
      from: fc.nat({ max: 6 }),
      factor: fc.integer({ min: 1, max: 3 }),
      isOpenEnded: fc.boolean(),
    })
    .map(({ from, factor, isOpenEnded }) => (tape) => {
      const last = isOpenEnded ? {} : { below: 50_000 };
      tape.write({
        type: "PriceTablesLoaded",
        name: "daily",
        kind: "limit",
        from: dateOf(from),
        rows: [
          { below: 100, value: 30 * factor },
          { below: "1000.5", value: 150 * factor },
          { ...last, value: 3000 * factor },
        ],
      });
      tape.write({
        type: "PriceTablesLoaded",
        name: "grid",
        kind: "tickSize",
        from: dateOf(from),
        rows: [{ below: 1000, value: "0.1" }, { value: factor === 3 ? 5 : 1 }],
      });
    });
}
