/** Since when a level or a day's move was last seen that was as high, or as low. A view; equal counts as seen. */
import { compareFractions, type Fraction, type TradingDate } from "@tapefold/core";
import { growth, type LookBack, type PricedSession } from "../price/look-back.ts";

/** Dates of the last earlier session; null where there is none back to `first`. */
export interface Since {
  /** With a close at least as high as the current price. */
  readonly highestClose: TradingDate | null;
  readonly lowestClose: TradingDate | null;
  /** With a high at least as high as that of the session. */
  readonly highestHigh: TradingDate | null;
  readonly lowestLow: TradingDate | null;
  /** With a change, over its own reference, at least as high as that of the session. */
  readonly bestDay: TradingDate | null;
  readonly worstDay: TradingDate | null;
  /** The first session that counts. */
  readonly first: TradingDate;
}

export function since({ today, earlier, restated }: LookBack): Since {
  const last = (of: Measure, isHigh: boolean): TradingDate | null => {
    const now = of(today);
    const found = earlier.findLast((session) => {
      const then = now === null ? null : of(session);
      if (now === null || then === null) return false;
      const order = compareFractions(then, now);
      return isHigh ? order >= 0 : order <= 0;
    });
    return found?.date ?? null;
  };
  const price =
    (name: "close" | "high" | "low"): Measure =>
    ({ [name]: units, date }) =>
      units === null ? null : restated(units, date);
  return {
    highestClose: last(price("close"), true),
    lowestClose: last(price("close"), false),
    highestHigh: last(price("high"), true),
    lowestLow: last(price("low"), false),
    bestDay: last(growth, true),
    worstDay: last(growth, false),
    first: earlier[0]?.date ?? today.date,
  };
}

type Measure = (session: PricedSession) => Fraction | null;
