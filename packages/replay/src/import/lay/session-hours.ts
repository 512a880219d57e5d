/**
 * Finds when the sessions of an import are: by the market's calendar, or, for a market without one, each
 * local day from midnight to midnight.
 */
import { dayNumber, formatDay, type Instant, type TradingDate } from "@tapefold/core";
import type { Calendar, CalendarSession } from "../../calendar/calendar.ts";
import { ZoneClock } from "../../calendar/zone-clock.ts";
import type { Taken } from "../read/reading.ts";

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_SECOND = 1_000_000;

/**
 * Gives the session of a date for a row that stands for one; such a row is a session, whatever the calendar
 * says.
 */
export type RowSessions = (date: TradingDate) => CalendarSession;

export function rowSessions(calendar: Calendar | undefined): RowSessions {
  let last: CalendarSession | undefined;
  return (date) => (last?.date === date ? last : (last = calendar?.session(date) ?? bareSession(date)));
}

/** The instant a row is sorted by: a bar's is the opening of its session. */
export function timeOf(reading: Taken, sessionOf: RowSessions): Instant {
  return reading.kind === "bar" ? sessionOf(reading.date).open : reading.at;
}

/** A session with unknown hours: three seconds from midnight UTC. */
function bareSession(date: TradingDate): CalendarSession {
  const open = (dayNumber(date) ?? 0) * MICROS_PER_DAY;
  const close = open + 3 * MICROS_PER_SECOND;
  return { date, open, close, breaks: [], officialClose: close };
}

/** Finds the session of an instant: the one it lies in, or the one that ended before it on the same date. */
export type SessionFinder = (at: Instant) => CalendarSession | undefined;

/** Sessions by the calendar, from the opening to the end of the day: closing prints and official closes come late. */
export function calendarFinder(calendar: Calendar): SessionFinder {
  let last: CalendarSession | undefined;
  return (at) => {
    if (last !== undefined && last.open <= at && at <= last.officialClose) return last;
    const session = calendar.session(calendar.clock.dateOf(at));
    if (session === undefined || at < session.open) return undefined;
    return (last = session);
  };
}

/** Every local day of a zone is a session. */
export function dayFinder(zone: string): SessionFinder {
  const clock = new ZoneClock(zone);
  let last: CalendarSession | undefined;
  return (at) => {
    if (last !== undefined && last.open <= at && at < last.close) return last;
    const date = clock.dateOf(at);
    const open = midnight(clock, date);
    const close = midnight(clock, formatDay((dayNumber(date) ?? 0) + 1));
    return (last = { date, open, close, breaks: [], officialClose: close });
  };
}

/** The beginning of a local day; if the clocks change at midnight, the first hour that has one instant. */
function midnight(clock: ZoneClock, date: TradingDate): Instant {
  for (let hour = 0; hour < 24; hour += 1) {
    const instant = clock.instantOf(date, hour * 3600 * MICROS_PER_SECOND);
    if (typeof instant === "number") return instant;
  }
  throw new RangeError(`${date} has no hour in ${clock.zone}`);
}
