// Calendars: when markets trade.
export { builtInCalendars } from "./calendar/built-in.ts";
export {
  type CalendarData,
  calendarSchema,
  type CancelledDay,
  type DatedHours,
  type Hours,
  type SpecialDays,
} from "./calendar/calendar-data.ts";
export { calendarOf, findCalendar, readCalendarFile } from "./calendar/calendar-file.ts";
export { type Calendar, type CalendarSession, type Interval, makeCalendar } from "./calendar/calendar.ts";
export { type ClockGap, ZoneClock } from "./calendar/zone-clock.ts";
