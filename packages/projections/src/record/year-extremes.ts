/**
 * Extremes: the highest and lowest level of the 52 weeks up to the current session, by closes alone or by every
 * price; desks differ, so the basis is stated. The window is a calendar year, its first day left out. A view.
 */
import { compareFractions, type Fraction, type TradingDate, type Readable } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { knownSessions } from "../price/known-sessions.ts";
import { quote } from "../price/quote.ts";
import { seedOf } from "./record.ts";
import { recordOf } from "./record-of-basis.ts";
import { onBasis, split } from "../reference/split.ts";

/** Basis of extremes: closes alone, or all prices of the sessions. */
export type ExtremeBasis = "close" | "intraday";

/** The extremes of the 52 weeks up to the current session. */
export interface Extremes {
  readonly basis: ExtremeBasis;
  /** The window begins after this date. */
  readonly after: TradingDate;
  /** True if the tape reaches back over the whole window; else prose says "since the first session known". */
  readonly isWhole: boolean;
  readonly high: Extreme;
  readonly low: Extreme;
}

/** An extreme level and its session. */
export interface Extreme {
  /** Level in units, on the current session's basis. */
  readonly level: Fraction;
  /** The first session of the window that reached it. */
  readonly date: TradingDate;
}

/**
 * The highest and lowest level of an instrument in 52 weeks; null before the first session, and if no level of the basis
 * lies in the window. A record's seed in the window is the high of its session; earlier sessions then give no high.
 */
export function yearExtremes({ read }: Readable, instrument: string, basis: ExtremeBasis): Extremes | null {
  const { date: today } = read(quote, instrument);
  if (today === null) return null;
  const after = yearBefore(today);
  const now = (level: number, date: TradingDate): Fraction =>
    onBasis(read(split, instrument), level, date, today);
  const sessions = knownSessions(read, instrument, after).filter(({ date }) => date <= today);
  const recordBasis = basis === "close" ? "close" : "high";
  const seed = seedOf(recordOf(read, instrument, recordBasis), recordBasis, instrument, read);
  const highs = sessions.flatMap((session): Extreme[] => {
    const level = levelOf(session, basis, "high");
    const isLeftOut = level === null || (seed !== null && session.date <= seed.date);
    return isLeftOut ? [] : [{ level: now(level, session.date), date: session.date }];
  });
  if (seed !== null && seed.date > after && seed.date <= today)
    highs.unshift({ level: now(seed.level, seed.date), date: seed.date });
  const lows = sessions.flatMap((session): Extreme[] => {
    const level = levelOf(session, basis, "low");
    return level === null ? [] : [{ level: now(level, session.date), date: session.date }];
  });
  const [high, low] = [furthest(highs, 1), furthest(lows, -1)];
  if (high === null || low === null) return null;
  const [first] = knownSessions(read, instrument);
  return { basis, after, isWhole: first !== undefined && first.date <= after, high, low };
}

/** The same day a year before; for 29 February a text that sorts just after the 28th. */
function yearBefore(date: TradingDate): TradingDate {
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, "0")}${date.slice(4)}`;
}

function levelOf(
  { close, high, low, confirmed }: EndedSession,
  basis: ExtremeBasis,
  side: "high" | "low",
): number | null {
  if (basis === "close") return confirmed ? close : null;
  return side === "high" ? high : low;
}

/** The furthest level in a direction, the first of equals; null if there are no levels. */
function furthest(levels: readonly Extreme[], direction: 1 | -1): Extreme | null {
  let found: Extreme | null = null;
  for (const one of levels) {
    if (found === null || direction * compareFractions(one.level, found.level) > 0) found = one;
  }
  return found;
}
