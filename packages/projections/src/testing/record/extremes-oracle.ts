/** Highest and lowest level of a year up to a session, from the list of all its levels. */
import type { TradingDate } from "@tapefold/core";
import { compare, type Rational } from "../price/exact.ts";
import { quoteOracle } from "../price/quote-oracle.ts";
import { seedOf } from "./record-oracle.ts";
import { allSessions, basisOfSession, currentOf, onBasis } from "../price/reference-oracle.ts";
import { FOREVER, type History } from "../session/history.ts";

export interface ExtremesJson {
  readonly basis: "close" | "intraday";
  readonly after: TradingDate;
  readonly isWhole: boolean;
  readonly high: ExtremeJson;
  readonly low: ExtremeJson;
}

export interface ExtremeJson {
  readonly level: Rational;
  readonly date: TradingDate;
}

/** The highest and lowest of an instrument in a year; null before its first session. */
export function extremesOracle(
  history: History,
  instrument: string,
  basis: "close" | "intraday",
): ExtremesJson | null {
  const sessions = allSessions(history, instrument);
  const today = sessions.at(-1);
  if (today === undefined) return null;
  const [year = "", month = "", day = ""] = today.date.split("-");
  const after = `${String(Number(year) - 1).padStart(4, "0")}-${month}-${day}`;
  const shown = basisOfSession(history, instrument, today);
  const levels = sessions
    .filter(({ date }) => date > after)
    .map((session) => {
      const { high, low, close } = quoteOracle(history, instrument, session, FOREVER);
      const from = basisOfSession(history, instrument, session);
      const now = (price: Rational | null) => (price === null ? null : onBasis(price, from, shown));
      const [top, bottom] = basis === "close" ? [close, close] : [high, low];
      return { date: session.date, high: now(top), low: now(bottom) };
    });
  const seed = seedOf(history, instrument, basis === "close" ? "close" : "high");
  const seeded =
    seed === null || seed.date <= after || seed.date > today.date
      ? []
      : [{ date: seed.date, level: onBasis(seed.level, seed.basis, shown) }];
  const highs = levels.flatMap(({ date, high }) =>
    high === null || date <= (seed?.date ?? "") ? [] : [{ date, level: high }],
  );
  const lows = levels.flatMap(({ date, low }) => (low === null ? [] : [{ date, level: low }]));
  // Sorting keeps the order of equals: the first of them is the earliest.
  const [high] = [...seeded, ...highs].sort((a, b) => compare(b.level, a.level));
  const [low] = lows.sort((a, b) => compare(a.level, b.level));
  if (high === undefined || low === undefined) return null;
  const known = sessions.find((session) => {
    const { high: top } = quoteOracle(history, instrument, session, FOREVER);
    return top !== null || currentOf(history, instrument, session, FOREVER) !== null;
  });
  return { basis, after, isWhole: known !== undefined && known.date <= after, high, low };
}
