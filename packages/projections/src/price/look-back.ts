/**
 * Looking back: the current session of an instrument beside those before it, for views that compare the two. An
 * earlier session counts with a confirmed close; seeds are no sessions and neither add nor remove any.
 */
import { type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { listing } from "../reference/listing.ts";
import { onBasis, split } from "../reference/split.ts";
import { missingDates } from "../session/calendar.ts";
import { quote } from "./quote.ts";

export interface PricedSession extends EndedSession {
  readonly close: number;
}

export interface LookBack {
  /** The current session; its close is the last tick until there is an official one. */
  readonly today: PricedSession;
  /** Earlier sessions with a confirmed close, oldest first. */
  readonly earlier: readonly PricedSession[];
  /** Dates before today of sessions left unconfirmed, and of scheduled ones that are not on the tape; in order. */
  readonly gaps: readonly TradingDate[];
  /** A price of a session on the basis of today. */
  readonly restated: (price: number, of: TradingDate) => Fraction;
}

/** Undefined while the current session has no price; `sessions` are the known ones. */
export function lookBack(
  read: Read,
  instrument: string,
  sessions: readonly EndedSession[],
): LookBack | undefined {
  const { date } = read(quote, instrument);
  const today = sessions.at(-1);
  if (today === undefined || today.date !== date || !isPriced(today)) return undefined;
  const before = sessions.slice(0, -1);
  const unconfirmed = before.filter(({ confirmed }) => !confirmed).map((session) => session.date);
  const { mic } = read(listing, instrument);
  const missing = missingDates(read, mic, before[0]?.date ?? date, date);
  const splits = read(split, instrument);
  return {
    today,
    earlier: before.filter(isPriced).filter(({ confirmed }) => confirmed),
    gaps: missing.length === 0 ? unconfirmed : [...unconfirmed, ...missing].sort(),
    restated: (price, of) => onBasis(splits, price, of, date),
  };
}

/** A session's price over what it is measured from; null without a reference. */
export function growth({ close, reference }: PricedSession): Fraction | null {
  return reference === null ? null : quotient(fraction(close), reference);
}

/** `a / b`, neither reduced nor checked: prices are above zero. */
export function quotient(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.denominator, denominator: a.denominator * b.numerator };
}

function isPriced(session: EndedSession): session is PricedSession {
  return session.close !== null;
}
