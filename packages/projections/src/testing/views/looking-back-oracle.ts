/**
 * Oracle of today's session beside the earlier ones: its path, since when a level or a move was last seen, and its
 * week, month, quarter and year. Every earlier session of the market is looked at anew: it counts with a confirmed
 * close of the instrument; it is a gap if it was left unconfirmed, or was scheduled and is not on the tape.
 */
import type { TradingDate } from "@tapefold/core";
import {
  absolute,
  changeOf,
  compare,
  equal,
  minus,
  over,
  percentText,
  ratio,
  type Rational,
} from "../price/exact.ts";
import { isClosed, quoteOracle, type Quote } from "../price/quote-oracle.ts";
import {
  allSessions,
  basisOfSession,
  currentOf,
  onBasis,
  referenceOracle,
} from "../price/reference-oracle.ts";
import { FOREVER, missingBefore, type History, type Session } from "../session/history.ts";
import { periodsOracle, type PeriodsJson } from "./periods-oracle.ts";

export interface SessionJson {
  readonly maxUpPct: string | null;
  readonly maxDownPct: string | null;
  readonly openedUp: boolean | null;
  readonly turn: "erased-gain" | "erased-loss" | "pared-gain" | "pared-loss" | null;
  readonly closedAt: "high" | "low" | null;
}

export interface SinceJson {
  readonly highestClose: TradingDate | null;
  readonly lowestClose: TradingDate | null;
  readonly highestHigh: TradingDate | null;
  readonly lowestLow: TradingDate | null;
  readonly bestDay: TradingDate | null;
  readonly worstDay: TradingDate | null;
  readonly first: TradingDate;
}

export interface LookingBackJson {
  readonly session: SessionJson | null;
  readonly since: SinceJson | null;
  readonly periods: PeriodsJson | null;
}

/** A session's prices on today's basis, and its change over its own reference. */
interface Day {
  readonly date: TradingDate;
  readonly close: Rational;
  readonly high: Rational | null;
  readonly low: Rational | null;
  readonly change: Rational | null;
}

export function lookingBackOracle(history: History, instrument: string, scale: number): LookingBackJson {
  const sessions = allSessions(history, instrument);
  const current = sessions.at(-1);
  const now = current === undefined ? null : currentOf(history, instrument, current, FOREVER);
  if (current === undefined || now === null) return { session: null, since: null, periods: null };
  const basis = basisOfSession(history, instrument, current);
  const dayOf = (session: Session, quote: Quote, close: Rational): Day => {
    const own = basisOfSession(history, instrument, session);
    const here = (price: Rational | null) => (price === null ? null : onBasis(price, own, basis));
    const reference = referenceOracle(history, instrument, session, FOREVER);
    return {
      date: session.date,
      close: onBasis(close, own, basis),
      high: here(quote.high),
      low: here(quote.low),
      change: reference === null ? null : changeOf(close, reference),
    };
  };
  const earlier: Day[] = [];
  const gaps: TradingDate[] = sessions.flatMap((session) => missingBefore(history, session, FOREVER));
  for (const session of sessions.slice(0, -1)) {
    const quote = quoteOracle(history, instrument, session, FOREVER);
    if (isClosed(session, FOREVER) && quote.close !== null) earlier.push(dayOf(session, quote, quote.close));
    else if (!isClosed(session, FOREVER) && (quote.last !== null || quote.high !== null))
      gaps.push(session.date);
  }
  const quote = quoteOracle(history, instrument, current, FOREVER);
  const today = dayOf(current, quote, now);
  const reference = referenceOracle(history, instrument, current, FOREVER);
  return {
    session: { ...pathOf(quote, now, reference), closedAt: closedAt(quote) },
    since: sinceOf(earlier, today),
    periods: periodsOracle(earlier, gaps, today, scale),
  };
}

function pathOf(
  { open, high, low }: Quote,
  now: Rational,
  reference: Rational | null,
): Omit<SessionJson, "closedAt"> {
  if (reference === null) return { maxUpPct: null, maxDownPct: null, openedUp: null, turn: null };
  const text = (price: Rational | null) => (price === null ? null : percentText(changeOf(price, reference)));
  return {
    maxUpPct: text(high),
    maxDownPct: text(low),
    openedUp: open === null || equal(open, reference) ? null : compare(open, reference) > 0,
    turn: turnOf(high ?? reference, low ?? reference, now, reference),
  };
}

/** The turn of a session by prices: a gain begins at 1.001 of the reference, and is halved at the price in the middle. */
function turnOf(high: Rational, low: Rational, now: Rational, reference: Rational): SessionJson["turn"] {
  const isGain = compare(over(high, reference), ratio(1001, 1000)) >= 0;
  const isLoss = compare(over(low, reference), ratio(999, 1000)) <= 0;
  const side = compare(now, reference);
  if (isGain && side < 0) return "erased-gain";
  if (isLoss && side > 0) return "erased-loss";
  const twice = minus(now, minus(reference, now));
  const words = [
    ...(isGain && compare(twice, high) < 0 ? ["pared-gain" as const] : []),
    ...(isLoss && compare(twice, low) > 0 ? ["pared-loss" as const] : []),
  ];
  if (words.length < 2) return words[0] ?? null;
  return compare(minus(high, reference), minus(reference, low)) < 0 ? "pared-loss" : "pared-gain";
}

function closedAt({ close, high, low }: Quote): SessionJson["closedAt"] {
  const near = (extreme: Rational | null) =>
    close !== null && extreme !== null && compare(absolute(changeOf(close, extreme)), ratio(1, 1000)) <= 0;
  if (near(high) && !near(low)) return "high";
  return near(low) && !near(high) ? "low" : null;
}

function sinceOf(earlier: readonly Day[], today: Day): SinceJson {
  const last = (what: "close" | "high" | "low" | "change", side: number): TradingDate | null => {
    const mark = today[what];
    const dates = earlier.filter((day) => {
      const value = day[what];
      return mark !== null && value !== null && compare(value, mark) * side >= 0;
    });
    return dates.at(-1)?.date ?? null;
  };
  return {
    highestClose: last("close", 1),
    lowestClose: last("close", -1),
    highestHigh: last("high", 1),
    lowestLow: last("low", -1),
    bestDay: last("change", 1),
    worstDay: last("change", -1),
    first: [...earlier, today][0]?.date ?? today.date,
  };
}
