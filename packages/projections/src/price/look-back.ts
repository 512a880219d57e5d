/**
 * Looking back: the current session of an instrument beside earlier ones, for views that compare them. An earlier
 * session counts if its close is confirmed; seeds neither add nor remove sessions.
 */
import { compareFractions, type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { listing } from "../reference/listing.ts";
import { onBasis, split } from "../reference/split.ts";
import { lastMissing } from "../session/calendar.ts";
import { firstSession, type KeptSession, sessionBefore, sessionsBack } from "./history.ts";
import { endOf, quote } from "./quote.ts";

/** A past session with a price. */
export interface PricedSession extends KeptSession {
  readonly close: number;
}

/** A session's date and close; the close is null if it is unconfirmed or the session is missing. */
export interface SessionEnd {
  readonly date: TradingDate;
  readonly close: number | null;
}

/** The current session, and questions about earlier ones. */
export interface LookBack {
  /** The current session; its close is the last tick until there is an official one. */
  readonly today: EndedSession & { readonly close: number };
  /** Earlier sessions with a confirmed close, newest first. */
  earlier(): Iterable<PricedSession>;
  /** The first session with a confirmed close, else today. */
  readonly first: TradingDate;
  /** The last session before a date, held or missing; undefined if there is none on the tape. */
  endBefore(date: TradingDate): SessionEnd | undefined;
  /** A price of a session, on today's basis. */
  restated(price: number, of: TradingDate): Fraction;
  /** Compares a price of a session with one of today, on today's basis: below zero if it is lower, zero if equal. */
  compare(price: number, of: TradingDate, now: number): number;
}

/** The look back of an instrument; undefined while the current session has no price. */
export function lookBack(read: Read, instrument: string): LookBack | undefined {
  const quoted = read(quote, instrument);
  const today = quoted.date === null ? null : endOf(quoted, quoted.date);
  if (today === null || !isPriced(today)) return undefined;
  const splits = read(split, instrument);
  const { mic } = read(listing, instrument);
  const restated = (price: number, of: TradingDate): Fraction => onBasis(splits, price, of, today.date);
  return {
    today,
    *earlier() {
      for (const session of sessionsBack(read, instrument)) if (isSettled(session)) yield session;
    },
    get first() {
      return firstSession(read, instrument, isSettled)?.date ?? today.date;
    },
    endBefore(date) {
      for (let before = date; ;) {
        const session = sessionBefore(read, instrument, before);
        if (session === undefined) return undefined;
        const missing = lastMissing(read, mic, session.date, before);
        if (missing !== undefined) return { date: missing, close: null };
        if (!session.confirmed) return { date: session.date, close: null };
        if (session.close !== null) return { date: session.date, close: session.close };
        // The session closed without a price of this instrument, except a late report: it is passed over.
        before = session.date;
      }
    },
    restated,
    compare: (price, of, now) =>
      splits.splits.length === 0 ? price - now : compareFractions(restated(price, of), fraction(now)),
  };
}

/** Compares two sessions' prices over their references; null if one has no reference. */
export function compareGrowth(a: PricedSession, b: PricedSession): number | null {
  if (a.reference === null || b.reference === null) return null;
  const [one, other] = [a.close / roughly(a.reference), b.close / roughly(b.reference)];
  // Both floats lie within 1e-15 of the exact ratios, which are computed only if the floats are close.
  if (Math.abs(one - other) > 1e-12 * other) return one - other;
  return compareFractions(growth(a, a.reference), growth(b, b.reference));
}

function growth({ close }: PricedSession, reference: number | Fraction): Fraction {
  if (typeof reference === "number") return fraction(close, reference);
  return { numerator: BigInt(close) * reference.denominator, denominator: reference.numerator };
}

function roughly(reference: number | Fraction): number {
  return typeof reference === "number"
    ? reference
    : Number(reference.numerator) / Number(reference.denominator);
}

function isPriced<T extends KeptSession>(session: T): session is T & { readonly close: number } {
  return session.close !== null;
}

function isSettled(session: KeptSession): session is PricedSession {
  return session.confirmed && isPriced(session);
}
