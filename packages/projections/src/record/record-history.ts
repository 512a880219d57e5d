/**
 * Record history: the sessions that broke a record of one basis, for sentences such as "third record close this year" or
 * "first since May". A view.
 */
import type { Draft, Read, RecordBasis, TradingDate, Readable } from "@tapefold/core";
import { sessionsAfter } from "../price/history.ts";
import { quote } from "../price/quote.ts";
import { endSession, noRecord, type RecordState, seedOf, viewRecord } from "./record.ts";
import { recordOf } from "./record-of-basis.ts";

/** The sessions that broke an instrument's record. */
export interface RecordHistory {
  readonly basis: RecordBasis;
  /** Dates of sessions that broke the record, oldest first; a seed's session counts, the first session of all doesn't. */
  readonly dates: readonly TradingDate[];
  /** Number of these sessions in the calendar year of the current one. */
  readonly thisYear: number;
  /** Date of the record before, if the current session broke it; null if it did not, or if that date is not known. */
  readonly firstSince: TradingDate | null;
}

/** The sessions that broke an instrument's record, by closes or by all prices. */
export function recordHistory({ read }: Readable, instrument: string, basis: RecordBasis): RecordHistory {
  const state = recordOf(read, instrument, basis);
  const dates = brokenBefore(state, basis, instrument, read);
  const { date } = read(quote, instrument);
  const now = viewRecord(state, basis, instrument, read);
  const isSet = date !== null && now?.setThisSession === true;
  if (isSet && !dates.includes(date)) dates.push(date);
  const year = date?.slice(0, 4) ?? "";
  return {
    basis,
    dates,
    thisYear: dates.filter((one) => date !== null && one.startsWith(year)).length,
    firstSince: isSet ? (now?.previous?.date ?? null) : null,
  };
}

/** Dates of past sessions that broke the record, from the seed on if there is one. */
function brokenBefore(
  { closeSeed, highSeed }: RecordState,
  basis: RecordBasis,
  instrument: string,
  read: Read,
): TradingDate[] {
  const counted: Draft<RecordState> = { ...noRecord, closeSeed, highSeed };
  const seed = seedOf(counted, basis, instrument, read);
  if (seed !== null) counted.standing = { level: seed.level, date: seed.date, position: seed.position };
  const dates = seed === null ? [] : [seed.date];
  for (const session of sessionsAfter({ read }, instrument, seed?.date)) {
    const before = counted.standing;
    endSession(counted, basis, session, instrument, read);
    if (before !== null && counted.standing !== before) dates.push(session.date);
  }
  return dates;
}
