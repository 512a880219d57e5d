/** Session dates: the sessions of a market on the tape, and those called off, by market and year. */
import { defineProjection, type Instant, type Projection, type Read, type TradingDate } from "@tapefold/core";
import { currentSession } from "./session.ts";

/** The sessions of a market in a year; keyed by both. */
export interface SessionDates {
  /** The sessions, in order of opening. */
  readonly sessions: readonly SessionSpan[];
  /** Dates of sessions that were called off. */
  readonly cancelled: readonly TradingDate[];
}

/** A session from its opening to its close. */
export interface SessionSpan {
  readonly date: TradingDate;
  readonly openedAt: Instant;
  /** Instant of the close; null until closed, and for good if the session ended unconfirmed. */
  readonly closedAt: Instant | null;
  readonly openedPosition: number;
  /** Position of the close; 0 if there is none. */
  readonly closedPosition: number;
}

export const sessionDates: Projection<SessionDates> = defineProjection<SessionDates>({
  name: "session-dates",
  version: 2,
  key: {
    SessionOpened: ({ mic, date }) => datesKey(mic, date.slice(0, 4)),
    SessionClosed: ({ mic, date }) => datesKey(mic, date.slice(0, 4)),
    SessionCancelled: ({ mic, date }) => datesKey(mic, date.slice(0, 4)),
  },
  initial: { sessions: [], cancelled: [] },
  inner: "replaced",
  on: {
    SessionOpened: (known, { date, at }, { position }) => {
      const opened = { date, openedAt: at, closedAt: null, openedPosition: position, closedPosition: 0 };
      known.sessions = [...known.sessions, opened];
    },
    SessionClosed: (known, { date, at }, { position }) => {
      const which = known.sessions.findLastIndex((span) => span.date === date);
      const span = known.sessions[which];
      if (span === undefined) return;
      known.sessions = known.sessions.with(which, { ...span, closedAt: at, closedPosition: position });
    },
    SessionCancelled: (known, { date }) => {
      if (!known.cancelled.includes(date)) known.cancelled = [...known.cancelled, date];
    },
  },
});

/** True if a market has opened its session of a date. */
export function hasOpened(read: Read, mic: string, date: TradingDate): boolean {
  return spanOf(read, mic, date) !== undefined;
}

/** A market's session of a date; undefined if it has not opened. */
export function spanOf(read: Read, mic: string, date: TradingDate): SessionSpan | undefined {
  return read(sessionDates, datesKey(mic, date.slice(0, 4))).sessions.findLast((span) => span.date === date);
}

/** Position of the opening of a market's current session, 0 before its first. */
export function openedPosition(read: Read, mic: string): number {
  const { date } = read(currentSession, mic);
  return date === null ? 0 : (spanOf(read, mic, date)?.openedPosition ?? 0);
}

/** True if a market's session of a date was called off. */
export function isCancelled(read: Read, mic: string, date: TradingDate): boolean {
  return read(sessionDates, datesKey(mic, date.slice(0, 4))).cancelled.includes(date);
}

/** A market's sessions of a date's year and the years beside it, in order of opening. */
export function sessionsAround(read: Read, mic: string, date: TradingDate): readonly SessionSpan[] {
  const year = Number(date.slice(0, 4));
  return [year - 1, year, year + 1].flatMap((one) => sessionsOf(read, mic, one));
}

/**
 * A market's sessions by year, the latest first. They begin with the year after that of the date, since the date overseas
 * may be a day later.
 */
export function* sessionYears(read: Read, mic: string, date: TradingDate): Generator<readonly SessionSpan[]> {
  for (let year = Number(date.slice(0, 4)) + 1; year >= Number(FIRST_DATE.slice(0, 4)); year -= 1)
    yield sessionsOf(read, mic, year);
}

function sessionsOf(read: Read, mic: string, year: number): readonly SessionSpan[] {
  return read(sessionDates, datesKey(mic, String(year).padStart(4, "0"))).sessions;
}

/** No session lies before this date, since instants reach back to 1684 only. */
const FIRST_DATE: TradingDate = "1684-01-01";

function datesKey(mic: string, year: string): string {
  return `${mic} ${year}`;
}
