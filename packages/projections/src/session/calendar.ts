/**
 * Calendar: the scheduled sessions of a market, as far as calendars were loaded. A date outside every loaded calendar is
 * neither scheduled nor unscheduled.
 */
import {
  dayNumber,
  defineProjection,
  type Draft,
  formatDay,
  type Projection,
  type Read,
  type TradingDate,
} from "@tapefold/core";
import { hasOpened, isCancelled, sessionDates } from "./session-dates.ts";

/** The loaded calendars of a market; keyed by its MIC. */
export interface ScheduledDates {
  /** Loaded calendars in order of dates, without overlap: if two overlap, the one loaded earlier is cut. */
  readonly loaded: readonly CalendarSpan[];
}

/** A loaded calendar, or the part of one that later calendars have left. */
export interface CalendarSpan {
  readonly from: TradingDate;
  readonly to: TradingDate;
  /** The scheduled dates, rising. */
  readonly dates: readonly TradingDate[];
}

export const calendar: Projection<ScheduledDates> = defineProjection<ScheduledDates>({
  name: "calendar",
  version: 2,
  needs: [sessionDates],
  key: ({ mic }) => mic,
  initial: { loaded: [] },
  on: {
    CalendarLoaded: ({ loaded }, { from, to, dates }) => {
      if (from > to) return;
      const first = firstFrom(loaded, (span) => span.to >= from);
      const end = firstFrom(loaded, (span) => span.from > to);
      const [before, after] = [loaded[first], loaded[end - 1]];
      const spans = [clipped({ from, to, dates }, from, to)];
      if (first < end && before !== undefined && before.from < from)
        spans.unshift(clipped(before, before.from, dayBeside(from, -1)));
      if (first < end && after !== undefined && after.to > to)
        spans.push(clipped(after, dayBeside(to, 1), after.to));
      loaded.splice(first, end - first, ...spans);
    },
  },
});

/** True if a session is scheduled; undefined if no calendar covers the date. */
export function isScheduled({ loaded }: ScheduledDates, date: TradingDate): boolean | undefined {
  const covering = loaded[firstFrom(loaded, (span) => span.to >= date)];
  if (covering === undefined || covering.from > date) return undefined;
  return covering.dates[firstFrom(covering.dates, (scheduled) => scheduled >= date)] === date;
}

/** The next scheduled date after one; undefined if no calendar tells. */
export function nextScheduled({ loaded }: ScheduledDates, date: TradingDate): TradingDate | undefined {
  const covering = loaded[firstFrom(loaded, (span) => span.to > date)];
  if (covering === undefined || covering.from > date) return undefined;
  return covering.dates[firstFrom(covering.dates, (scheduled) => scheduled > date)];
}

/** True if a scheduled session between two dates, neither included, is not on the tape and was not called off. */
export function isMissing(read: Read, mic: string, after: TradingDate, before: TradingDate): boolean {
  return lastMissing(read, mic, after, before) !== undefined;
}

/** The last missing session between two dates, neither included; undefined if there is none. */
export function lastMissing(
  read: Read,
  mic: string,
  after: TradingDate,
  before: TradingDate,
): TradingDate | undefined {
  const { loaded } = read(calendar, mic);
  for (let index = firstFrom(loaded, (span) => span.from >= before) - 1; index >= 0; index -= 1) {
    const { to, dates } = loaded[index] as CalendarSpan;
    if (to <= after) return undefined;
    for (let next = firstFrom(dates, (date) => date >= before) - 1; next >= 0; next -= 1) {
      const date = dates[next] as TradingDate;
      if (date <= after) return undefined;
      if (!isCancelled(read, mic, date) && !hasOpened(read, mic, date)) return date;
    }
  }
  return undefined;
}

function clipped({ dates }: CalendarSpan, from: TradingDate, to: TradingDate): Draft<CalendarSpan> {
  const [first, end] = [firstFrom(dates, (date) => date >= from), firstFrom(dates, (date) => date > to)];
  return { from, to, dates: dates.slice(first, end) };
}

function dayBeside(date: TradingDate, days: number): TradingDate {
  return formatDay((dayNumber(date) ?? 0) + days);
}

/** Index of the first item that `hasPassed` holds for; it must hold for all later items too. */
function firstFrom<T>(list: readonly T[], hasPassed: (item: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hasPassed(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
