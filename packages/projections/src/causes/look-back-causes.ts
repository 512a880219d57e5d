/** Causes of the fields that look back over earlier sessions: today's prices, and the closes that they are measured by. */
import type { TradingDate } from "@tapefold/core";
import type { Location } from "../fields/field-path.ts";
import type { StateView } from "../fields/state-view.ts";
import { lookBack } from "../price/look-back.ts";
import { quote } from "../price/quote.ts";
import { period, type PeriodKind } from "../views/periods.ts";
import { type Since, since } from "../views/since.ts";
import { type Cause, matchingEvents } from "./cause.ts";
import { eventCauses, extremeCauses, priceCauses, referenceCauses, splitCauses } from "./price-causes.ts";

export function lookBackCauses(view: StateView, id: string, [field, part, name]: Location): readonly Cause[] {
  const { read } = view;
  const back = lookBack(read, id);
  if (back === undefined) return [];
  const { openPosition, closePosition, highPosition, lowPosition } = read(quote, id);
  const now = priceCauses(read, id);
  if (field === "session")
    return [
      ...eventCauses(read, id, "first tick", openPosition || closePosition),
      ...extremeCauses(read, id, "highest", highPosition),
      ...extremeCauses(read, id, "lowest", lowPosition),
      ...now,
      ...referenceCauses(read, id),
    ];
  const closes = (from: TradingDate): readonly Cause[] =>
    [...back.earlier()]
      .filter(({ date }) => date >= from)
      .flatMap(({ date, closePosition }) => eventCauses(read, id, `close of ${date}`, closePosition));
  const shared = [...now, ...referenceCauses(read, id), ...splitCauses(read, id)];
  if (field === "since") {
    const found = part === undefined ? null : since(back)[part as keyof Since];
    const levels =
      part === undefined || part === "highestHigh" || part === "lowestLow"
        ? [matchingEvents("ticks", id, ["PriceTicked"], { instrument: id }, "all")]
        : [];
    const base = matchingEvents("base price", id, ["BasePriceSet"], { instrument: id }, "all");
    return [...shared, base, ...closes(found ?? back.first), ...levels];
  }
  if (part === undefined || name === undefined) return [...shared, ...closes(back.first)];
  const { from } = period(back, part as PeriodKind);
  const isMeasure = name === "from" || name === "change" || name === "changePct";
  return [...shared, ...closes(isMeasure ? (from?.date ?? back.first) : back.first)];
}
