/** Writes a year of a market's calendar, the same whichever of its days are imported. */
import type { EventOf } from "@tapefold/core";
import type { Calendar } from "../../calendar/calendar.ts";
import { textHash } from "./event-ids.ts";

const MICROS_PER_MS = 1000;

export function calendarOfYear(
  profile: string,
  calendar: Calendar,
  mic: string,
  year: string,
): EventOf<"CalendarLoaded"> {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const from = first < calendar.from ? calendar.from : first;
  const to = last > calendar.to ? calendar.to : last;
  const dates = calendar.sessions(from, to).map(({ date }) => date);
  return {
    // A closure that became known later makes another calendar.
    id: `${profile}-${mic}-calendar-${year}-${textHash([from, to, ...dates])}`,
    type: "CalendarLoaded",
    at: Date.UTC(Number(year), 0, 1) * MICROS_PER_MS,
    mic,
    from,
    to,
    dates,
  };
}
