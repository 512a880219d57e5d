import fc from "fast-check";
import type { StatisticName } from "../../tape/published-event.ts";
import { dateOf, pick, type Step } from "./tape-writer.ts";

const NAMES: readonly StatisticName[] = ["advancers", "netForeign", "turnover", "volume"];

/** An exchange publishes a figure of a market or an instrument, for its day or an earlier one. */
export function statistics(): fc.Arbitrary<Step> {
  return fc
    .record({
      target: fc.nat({ max: 9 }),
      isMarket: fc.boolean(),
      daysBefore: fc.nat({ max: 2 }),
      name: fc.constantFrom(...NAMES),
      value: fc.constantFrom(-412.5, 0, 1e21, "11.20", "9007199254740993", "-0.0"),
      unit: fc.constantFrom(undefined, "JPY", "shares"),
    })
    .map(({ target, isMarket, daysBefore, name, value, unit }) => (tape) => {
      const market = pick(tape.markets, target);
      const instrument = pick(tape.instruments, target)?.instrument;
      if (market === undefined) return;
      const date = dateOf(Math.max(0, market.day - daysBefore));
      const figure = { date, name, value, ...(unit === undefined ? {} : { unit }) };
      if (isMarket) tape.write({ type: "StatisticPublished", mic: market.mic, ...figure });
      else if (instrument !== undefined) tape.write({ type: "StatisticPublished", instrument, ...figure });
    });
}
