/**
 * Oracle of a session's reference. The previous close is the price at which the instrument's latest earlier session
 * ended, or the close of a streak seed that stands later; sessions up to a seed's date are left out. The base price
 * is the one set for exactly this date, else the previous close on the session's basis. A basis is the number of new
 * shares one original share has become by the splits that counted when the session opened; a price moves from one
 * basis to another by their quotient.
 */
import type { Recorded, EventOf, TradingDate } from "@tapefold/core";
import { fromDecimal, ONE, over, ratio, times, type Rational } from "./exact.ts";
import { quoteOracle, settlementOf } from "./quote-oracle.ts";
import {
  acceptedOf,
  FOREVER,
  listingAt,
  sessionAt,
  sessionsOf,
  type History,
  type Session,
} from "../session/history.ts";

/** A text after every date of a calendar. */
export const NEVER: TradingDate = "~";

export interface PreviousClose {
  readonly date: TradingDate;
  /** The close on the given basis. */
  readonly close: Rational;
  /** The session of the close; null if it is a seed's. */
  readonly session: Session | null;
}

/** Number of shares one original share has become by a session's opening. */
export function basisOfSession(history: History, instrument: string, session: Session): Rational {
  return splitProduct(history, instrument, session.date, session.openPosition);
}

/** As `basisOfSession`, after the close of a date, by the splits known at a position. */
export function basisOnDate(
  history: History,
  instrument: string,
  date: TradingDate,
  upTo: number = FOREVER,
): Rational {
  return splitProduct(history, instrument, date, upTo);
}

export function onBasis(price: Rational, from: Rational, to: Rational): Rational {
  return over(times(price, from), to);
}

export function sessionOfInstrument(history: History, instrument: string, position: number): Session | null {
  const listing = listingAt(history, instrument, position);
  return listing === null ? null : sessionAt(history, listing.mic, position);
}

export function allSessions(history: History, instrument: string, upTo: number = FOREVER): Session[] {
  const listing = listingAt(history, instrument, upTo);
  return listing === null ? [] : sessionsOf(history, listing.mic, upTo);
}

/** The streak seed in force: the last on the tape, or the last dated before a session if one is given. */
export function streakSeed(
  history: History,
  instrument: string,
  upTo: number,
  before: TradingDate = NEVER,
): Recorded<EventOf<"StreakSeeded">> | null {
  const seeds = acceptedOf(history, "StreakSeeded", upTo);
  return seeds.filter(({ event }) => event.instrument === instrument && event.date < before).at(-1) ?? null;
}

/** The latest close of a date before `before`, on `basis`. */
export function previousClose(
  history: History,
  instrument: string,
  before: TradingDate,
  basis: Rational,
  upTo: number,
): PreviousClose | null {
  const seed = streakSeed(history, instrument, upTo, before);
  const settled = allSessions(history, instrument, upTo)
    .filter(({ date }) => date < before && date > (seed?.event.date ?? ""))
    .flatMap((session) => {
      const price = settlementOf(history, instrument, session, upTo);
      return price === null ? [] : [{ session, price }];
    })
    .at(-1);
  if (settled !== undefined) {
    const close = onBasis(settled.price, basisOfSession(history, instrument, settled.session), basis);
    return { date: settled.session.date, close, session: settled.session };
  }
  if (seed === null) return null;
  const { date, close } = seed.event;
  return {
    date,
    close: onBasis(fromDecimal(close), basisOnDate(history, instrument, date, upTo), basis),
    session: null,
  };
}

/** The previous close of a session, on the session's basis. */
export function previousOf(
  history: History,
  instrument: string,
  session: Session,
  upTo: number,
): PreviousClose | null {
  return previousClose(history, instrument, session.date, basisOfSession(history, instrument, session), upTo);
}

/** The base price of a session, against which change, streak, limits and contributions are measured. */
export function referenceOracle(
  history: History,
  instrument: string,
  session: Session,
  upTo: number,
): Rational | null {
  return (
    basePriceSet(history, instrument, session, upTo) ??
    previousOf(history, instrument, session, upTo)?.close ??
    null
  );
}

export function basePriceSet(
  history: History,
  instrument: string,
  session: Session,
  upTo: number,
): Rational | null {
  const set = acceptedOf(history, "BasePriceSet", upTo)
    .filter(({ event }) => event.instrument === instrument && event.date === session.date)
    .at(-1);
  return set === undefined ? null : fromDecimal(set.event.price);
}

/** The current price of an instrument in a session: its close once closed, before that its last. */
export function currentOf(
  history: History,
  instrument: string,
  session: Session,
  upTo: number,
): Rational | null {
  const { close, last } = quoteOracle(history, instrument, session, upTo);
  return close ?? last;
}

/** The latest price of an instrument, in whatever session, on `basis`; null if there is none. */
export function lastPriceOf(
  history: History,
  instrument: string,
  basis: Rational,
  upTo: number,
): Rational | null {
  const session = sessionOfInstrument(history, instrument, upTo);
  const seeded = streakSeed(history, instrument, upTo)?.event.date ?? "";
  const current = session === null ? null : currentOf(history, instrument, session, upTo);
  if (session !== null && current !== null && session.date > seeded) {
    return onBasis(current, basisOfSession(history, instrument, session), basis);
  }
  return previousClose(history, instrument, NEVER, basis, upTo)?.close ?? null;
}

function splitProduct(history: History, instrument: string, date: TradingDate, upTo: number): Rational {
  return acceptedOf(history, "InstrumentSplit", upTo)
    .filter(({ event }) => event.instrument === instrument && event.date <= date)
    .reduce((product, { event }) => times(product, ratio(event.numerator, event.denominator)), ONE);
}
