/** Since when a level or a day's move was last seen that was as high, or as low. A view; equal counts as seen. */
import type { TradingDate } from "@tapefold/core";
import { compareGrowth, type LookBack, type PricedSession } from "../price/look-back.ts";

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

/** An earlier session against today, below zero where it is lower; null where they can't be compared. */
type Comparison = (session: PricedSession) => number | null;

function last(back: LookBack, matches: (session: PricedSession) => boolean): TradingDate | null {
  for (const session of back.earlier()) if (matches(session)) return session.date;
  return null;
}
