/**
 * Milestone history: one round number in the sessions of an index. It is crossed by a level at or above it, held by a
 * close there, given back by a close below it after it was crossed, and reclaimed by a close at or above it if the
 * close before lay below and an earlier one did not. A view.
 */
import {
  compareFractions,
  type Decimal,
  type Fraction,
  fraction,
  multiplyFractions,
  powerOfTen,
  type Readable,
  toFraction,
  type TradingDate,
} from "@tapefold/core";
import { knownSessions } from "../price/known-sessions.ts";
import { listing } from "../reference/listing.ts";
import { currentPrice } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";
import { onBasis, split } from "../reference/split.ts";

/** One round number in the sessions of an index. */
export interface MilestoneHistory {
  /** The round number, in units. */
  readonly level: Fraction;
  /** Date of the first session with a level at or above it; null if there is none. */
  readonly firstCrossed: TradingDate | null;
  /** Date of the first session that closed at or above it; null if there is none. */
  readonly firstClosedAbove: TradingDate | null;
  /** True if the current session's price lies below it and above the reference. */
  readonly toward: boolean;
  /** True if open, high, low, last or close of the current session equals it; prices in between are not kept. */
  readonly touched: boolean;
  /** True if the current session has been at or above it. */
  readonly crossed: boolean;
  /** True if the current session's close is at or above it; null before the close. */
  readonly holds: boolean | null;
  readonly gaveBack: boolean | null;
  readonly reclaimed: boolean | null;
}

/** The history of an index against a round number, given as a decimal: `58000`. */
export function milestoneHistory({ read }: Readable, index: string, at: Decimal): MilestoneHistory {
  const level = multiplyFractions(toFraction(at), fraction(powerOfTen(read(listing, index).scale)));
  const quoted = read(quote, index);
  const { date: today, open, high, low, last, close, reference } = quoted;
  const isAtLeast = (price: number, date: TradingDate): boolean =>
    compareFractions(onBasis(read(split, index), price, date, today ?? date), level) >= 0;
  const sessions = knownSessions(read, index);
  const closes = sessions
    .filter(({ confirmed, close }) => confirmed && close !== null)
    .map((session) => ({ date: session.date, isAbove: isAtLeast(session.close ?? 0, session.date) }));
  const price = currentPrice(quoted);
  const compared = price === null ? 1 : compareFractions(fraction(price), level);
  const crossed = high !== null && today !== null && isAtLeast(high, today);
  const holds = close === null ? null : compared >= 0;
  const earlier = closes.filter(({ date }) => date !== today);
  return {
    level,
    firstCrossed: sessions.find((one) => one.high !== null && isAtLeast(one.high, one.date))?.date ?? null,
    firstClosedAbove: closes.find(({ isAbove }) => isAbove)?.date ?? null,
    toward: compared < 0 && reference !== null && compareFractions(fraction(price ?? 0), reference) > 0,
    touched: [open, high, low, last, close].some(
      (one) => one !== null && compareFractions(fraction(one), level) === 0,
    ),
    crossed,
    holds,
    gaveBack: holds === null ? null : crossed && !holds,
    reclaimed:
      holds === null
        ? null
        : holds && earlier.at(-1)?.isAbove === false && earlier.some(({ isAbove }) => isAbove),
  };
}
