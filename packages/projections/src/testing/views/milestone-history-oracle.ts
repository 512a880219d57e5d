/** Oracle of a round number in the sessions of an index, from the lists of its levels and closes. */
import type { Decimal, TradingDate } from "@tapefold/core";
import { compare, equal, fromDecimal, type Rational } from "../price/exact.ts";
import { quoteOracle } from "../price/quote-oracle.ts";
import { allSessions, basisOfSession, onBasis, referenceOracle } from "../price/reference-oracle.ts";
import { FOREVER, type History } from "../session/history.ts";

export interface MilestoneHistoryJson {
  readonly level: Rational;
  readonly firstCrossed: TradingDate | null;
  readonly firstClosedAbove: TradingDate | null;
  readonly toward: boolean;
  readonly touched: boolean;
  readonly crossed: boolean;
  readonly holds: boolean | null;
  readonly gaveBack: boolean | null;
  readonly reclaimed: boolean | null;
}

/** The past of an index against one level. */
export function milestoneHistoryOracle(history: History, index: string, at: Decimal): MilestoneHistoryJson {
  const level = fromDecimal(at);
  const sessions = allSessions(history, index);
  const today = sessions.at(-1);
  const quotes = sessions.map((session) => {
    const from = basisOfSession(history, index, session);
    const to = today === undefined ? from : basisOfSession(history, index, today);
    const now = (price: Rational | null) => (price === null ? null : onBasis(price, from, to));
    const { open, high, low, last, close } = quoteOracle(history, index, session, FOREVER);
    return {
      date: session.date,
      high: now(high),
      close: now(close),
      shown: [open, high, low, last, close],
      current: close ?? last,
    };
  });
  const isAtLeast = (price: Rational | null) => price !== null && compare(price, level) >= 0;
  const current = quotes.at(-1);
  const price = current?.current ?? null;
  const reference = today === undefined ? null : referenceOracle(history, index, today, FOREVER);
  // The sessions as letters: closed at or above the level, or below it; the last is today's once it has closed.
  const closed = quotes.filter(({ close }) => close !== null);
  const sides = closed.map(({ close }) => (isAtLeast(close) ? "A" : "B")).join("");
  const hasClosed = current !== undefined && current.close !== null;
  const crossed = isAtLeast(current?.high ?? null);
  return {
    level,
    firstCrossed: quotes.find(({ high }) => isAtLeast(high))?.date ?? null,
    firstClosedAbove: closed[sides.indexOf("A")]?.date ?? null,
    toward: price !== null && reference !== null && isRising([reference, price, level]),
    touched: current?.shown.some((one) => one !== null && equal(one, level)) ?? false,
    crossed,
    holds: hasClosed ? sides.endsWith("A") : null,
    gaveBack: hasClosed ? crossed && sides.endsWith("B") : null,
    reclaimed: hasClosed ? /A.*BA$/.test(sides) : null,
  };
}

function isRising(numbers: readonly Rational[]): boolean {
  return numbers.every((one, place) => place === 0 || compare(numbers[place - 1] as Rational, one) < 0);
}
