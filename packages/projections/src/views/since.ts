/** Since: when a level or a day's move was last as high, or as low. A view; equal counts as seen. */
import type { TradingDate } from "@tapefold/core";
import { compareGrowth, type LookBack, type PricedSession } from "../price/look-back.ts";

/** Dates of the latest earlier session of each kind; null if there is none back to `first`. */
export interface Since {
  /** Session with a close at least as high as the current price. */
  readonly highestClose: TradingDate | null;
  readonly lowestClose: TradingDate | null;
  /** Session with a high at least as high as the current session's. */
  readonly highestHigh: TradingDate | null;
  readonly lowestLow: TradingDate | null;
  /** Session with a change, over its own reference, at least as high as the current session's. */
  readonly bestDay: TradingDate | null;
  readonly worstDay: TradingDate | null;
  /** Date of the first session that counts. */
  readonly first: TradingDate;
}

export function since(back: LookBack): Since {
  const { today } = back;
  const of =
    (name: "close" | "high" | "low"): Comparison =>
    ({ [name]: then, date }) => {
      const { [name]: now } = today;
      return then === null || now === null ? null : back.compare(then, date, now);
    };
  const change: Comparison = (session) => compareGrowth(session, today);
  const highest = (comparison: Comparison): TradingDate | null =>
    last(back, (session) => (comparison(session) ?? -1) >= 0);
  const lowest = (comparison: Comparison): TradingDate | null =>
    last(back, (session) => (comparison(session) ?? 1) <= 0);
  return {
    highestClose: highest(of("close")),
    lowestClose: lowest(of("close")),
    highestHigh: highest(of("high")),
    lowestLow: lowest(of("low")),
    bestDay: highest(change),
    worstDay: lowest(change),
    first: back.first,
  };
}

/** Compares an earlier session with today: below zero if it is lower; null if they can't be compared. */
type Comparison = (session: PricedSession) => number | null;

function last(back: LookBack, matches: (session: PricedSession) => boolean): TradingDate | null {
  for (const session of back.earlier()) if (matches(session)) return session.date;
  return null;
}
