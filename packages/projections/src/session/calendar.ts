/**
 * Calendar: which sessions of a market are scheduled, as far as calendars were loaded, and which were called off.
 * A date outside every loaded calendar is neither scheduled nor unscheduled: nothing is known of it.
 */
import { defineProjection, type Projection, type Read, type TradingDate } from "@tapefold/core";
import { hasOpened, sessionDates } from "./session-dates.ts";

export interface Calendar {
  /** In order of loading; where two overlap, the later one holds. */
  readonly loaded: readonly CalendarSpan[];
  readonly cancelled: readonly TradingDate[];
}

export interface CalendarSpan {
  readonly from: TradingDate;
  readonly to: TradingDate;
  readonly dates: readonly TradingDate[];
}

export const calendar: Projection<Calendar> = defineProjection<Calendar>({
  name: "calendar",
  version: 1,
  needs: [sessionDates],
  key: ({ mic }) => mic,
  initial: { loaded: [], cancelled: [] },
  on: {
    CalendarLoaded: (known, { from, to, dates }) => {
      known.loaded.push({ from, to, dates: [...dates] });
    },
    SessionCancelled: (known, { date }) => {
      if (!known.cancelled.includes(date)) known.cancelled.push(date);
    },
  },
});

/** Whether a session is scheduled; undefined where no calendar covers the date. */
export function isScheduled({ loaded }: Calendar, date: TradingDate): boolean | undefined {
  const covering = loaded.findLast(({ from, to }) => from <= date && date <= to);
  return covering?.dates.includes(date);
}

/** True where a scheduled session between two dates, neither included, is not on the tape and was not called off. */
export function isMissing(read: Read, mic: string, after: TradingDate, before: TradingDate): boolean {
  const known = read(calendar, mic);
  const isGone = (date: TradingDate): boolean =>
    after < date &&
    date < before &&
    isScheduled(known, date) === true &&
    !known.cancelled.includes(date) &&
    !hasOpened(read, mic, date);
  return known.loaded.some(({ dates }) => dates.some(isGone));
}

/** The last scheduled session between two dates, neither included, that is not on the tape and was not called off. */
export function lastMissing(
  read: Read,
  mic: string,
  after: TradingDate,
  before: TradingDate,
): TradingDate | undefined {
  const known = read(calendar, mic);
  let last: TradingDate | undefined;
  for (const { from, to, dates } of known.loaded) {
    if (to <= after || from >= before) continue;
    for (let place = placeOf(dates, before) - 1; (dates[place] ?? "") > (last ?? after); place -= 1) {
      const date = dates[place] ?? "";
      if (isScheduled(known, date) !== true || known.cancelled.includes(date) || hasOpened(read, mic, date))
        continue;
      last = date;
      break;
    }
  }
  return last;
}

/** How many of some rising dates lie before one. */
function placeOf(dates: readonly TradingDate[], date: TradingDate): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dates[middle] ?? "") < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
