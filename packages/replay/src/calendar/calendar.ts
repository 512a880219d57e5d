/**
 * The sessions of a market as instants. Interval ends are exclusive, but for the print of the closing auction.
 */
import { dayNumber, formatDay, type Instant, MarketError, type TradingDate } from "@tapefold/core";
import { type CalendarData, closedDates, type Hours, specialDates, type TimeOfDay } from "./calendar-data.ts";
import { ZoneClock } from "./zone-clock.ts";

/** A span of time; its end is exclusive. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** One session of a market. */
export interface CalendarSession {
  readonly date: TradingDate;
  readonly open: Instant;
  /** End of trading as the exchange states it. */
  readonly close: Instant;
  readonly breaks: readonly Interval[];
  readonly auction?: Interval;
  /**
   * Last instant at which the print of a closing cross may come; absent if there is no cross at the close.
   */
  readonly crossUntil?: Instant;
  /** Instant of the official close: the end of the auction, else the close. */
  readonly officialClose: Instant;
  /** Reason for irregular hours or for a session on a weekend. */
  readonly reason?: string;
}

/** The sessions of one market as instants. */
export interface Calendar {
  readonly mic: string;
  readonly name: string;
  readonly clock: ZoneClock;
  /** First and last date the calendar speaks of. */
  readonly from: TradingDate;
  readonly to: TradingDate;
  /** Last date whose days have been published; later days follow by rule. */
  readonly publishedTo: TradingDate;
  /** The session of a date; undefined if there is none. */
  session(date: TradingDate): CalendarSession | undefined;
  /** The sessions from one date to another, both included. */
  sessions(from: TradingDate, to: TradingDate): CalendarSession[];
  /** Why a scheduled session was called off; undefined if it was not. */
  cancelled(date: TradingDate): string | undefined;
  covers(date: TradingDate): boolean;
}

const MICROS_PER_SECOND = 1_000_000;
/** Auctions end at a random second of half a minute in London and Frankfurt, and prints travel. */
const CROSS_SECONDS = 60;
const MICROS_PER_MINUTE = 60_000_000;
const THURSDAY_1970 = 4;

/**
 * The calendar described by `data`; `file` is where it was read. A session throws `CALENDAR_INVALID` if the
 * local clocks do not show its hours exactly once.
 */
export function makeCalendar(data: CalendarData, file?: string): Calendar {
  const clock = new ZoneClock(data.zone);
  const closed = new Set(closedDates(data));
  const cancelled = new Map(data.cancelled.map(({ date, reason }) => [date, reason]));
  const special = new Map(
    data.special.flatMap((days) => specialDates(days).map((date) => [date, days] as const)),
  );
  const known = new Map<TradingDate, CalendarSession | undefined>();

  function covers(date: TradingDate): boolean {
    return data.from <= date && date <= data.to;
  }

  function build(date: TradingDate): CalendarSession | undefined {
    if (cancelled.has(date)) return undefined;
    const days = special.get(date);
    if (days !== undefined) return { ...sessionOf(clock, date, days.hours, file), reason: days.reason };
    if (closed.has(date) || isWeekend(date)) return undefined;
    const hours = data.hours.findLast(({ from }) => from <= date);
    return hours === undefined ? undefined : sessionOf(clock, date, hours, file);
  }

  function session(date: TradingDate): CalendarSession | undefined {
    if (!covers(date)) return undefined;
    if (!known.has(date)) known.set(date, build(date));
    return known.get(date);
  }

  function sessions(from: TradingDate, to: TradingDate): CalendarSession[] {
    const first = mustDay(from < data.from ? data.from : from);
    const last = mustDay(to > data.to ? data.to : to);
    const dates = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
      formatDay(first + index),
    );
    return dates.map(session).filter((each) => each !== undefined);
  }

  return {
    mic: data.mic,
    name: data.name,
    clock,
    from: data.from,
    to: data.to,
    publishedTo: data.publishedTo ?? data.to,
    session,
    sessions,
    cancelled: (date) => cancelled.get(date),
    covers,
  };
}

function sessionOf(
  clock: ZoneClock,
  date: TradingDate,
  hours: Hours,
  file: string | undefined,
): CalendarSession {
  const at = (time: TimeOfDay): Instant => {
    const instant = clock.instantOf(date, minutesOf(time) * MICROS_PER_MINUTE);
    if (typeof instant === "number") return instant;
    // No market opens or closes in the hour its clocks change.
    const why =
      instant === "skipped" ? "does not exist: the clocks jump over it" : "is shown twice by the clocks";
    const place = file === undefined ? "" : ` (${file})`;
    throw new MarketError(
      "CALENDAR_INVALID",
      `calendar: ${date} ${time} in ${clock.zone} ${why}; give another time${place}`,
      { file: file ?? "", field: "hours" },
    );
  };
  const close = at(hours.close);
  const session = {
    date,
    open: at(hours.open),
    close,
    breaks: (hours.breaks ?? []).map(([start, end]) => ({ start: at(start), end: at(end) })),
  };
  const auction =
    hours.auction === undefined ? undefined : { start: at(hours.auction[0]), end: at(hours.auction[1]) };
  const officialClose = Math.max(close, auction?.end ?? close);
  const { crossSeconds = auction === undefined ? undefined : CROSS_SECONDS } = hours;
  return {
    ...session,
    ...(auction === undefined ? {} : { auction }),
    officialClose,
    ...(crossSeconds === undefined ? {} : { crossUntil: officialClose + crossSeconds * MICROS_PER_SECOND }),
  };
}

function minutesOf(time: TimeOfDay): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** A Saturday or Sunday. */
export function isWeekend(date: TradingDate): boolean {
  const weekday = (mustDay(date) + THURSDAY_1970) % 7;
  // Before 1970 the remainder is negative: Saturdays are -1.
  return weekday === 0 || weekday === 6 || weekday === -1;
}

function mustDay(date: TradingDate): number {
  const day = dayNumber(date);
  if (day === undefined) throw new RangeError(`${date} is no date`);
  return day;
}
