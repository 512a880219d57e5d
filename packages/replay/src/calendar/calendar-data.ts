/**
 * A market's calendar as data, written down in local time. `calendar.ts` turns it into sessions with
 * instants. The built-in ones lie in `data/`; a user's own is a JSON file of the same shape.
 */
import { isDate, type TradingDate } from "@tapefold/core";
import { z } from "zod";

/** Local time of day, `HH:MM`. */
export type TimeOfDay = string;

export type Span = readonly [start: TimeOfDay, end: TimeOfDay];

/** The hours of one day, local time. */
export interface Hours {
  /** Start of continuous trading. */
  readonly open: TimeOfDay;
  /** End of trading as the exchange states it: for Tokyo the closing auction included, for Hong Kong before it. */
  readonly close: TimeOfDay;
  readonly breaks?: readonly Span[];
  /** Closing auction; its end is the official close, which may lie after `close`. */
  readonly auction?: Span;
  /** Seconds after the official close within which the print of a closing cross may come; 60 for an auction. */
  readonly crossSeconds?: number;
}

/** Hours from a date on, until the next entry's. */
export interface DatedHours extends Hours {
  readonly from: TradingDate;
}

/** Days with irregular hours, or sessions on a weekend. */
export interface SpecialDays {
  readonly reason: string;
  /** Dates separated by spaces. */
  readonly dates: string;
  readonly hours: Hours;
}

/** A market's calendar as data, in local time. */
export interface CalendarData {
  /** ISO 10383 market identifier code. */
  readonly mic: string;
  readonly name: string;
  /** IANA time zone. */
  readonly zone: string;
  /** Date of the last change to this data. */
  readonly version: TradingDate;
  /** First and last date that the data covers, both included. */
  readonly from: TradingDate;
  readonly to: TradingDate;
  /** Last date whose days have been published; those behind it follow by rule. Absent means `to`. */
  readonly publishedTo?: TradingDate;
  /** Regular hours, ascending by `from`. */
  readonly hours: readonly DatedHours[];
  /** Weekdays without a session, by year, as `MM-DD` separated by spaces. */
  readonly closed: Readonly<Record<string, string>>;
  /** The last entry counts for a date named twice. */
  readonly special: readonly SpecialDays[];
  /** Scheduled sessions that were called off. */
  readonly cancelled: readonly CancelledDay[];
}

/** A scheduled session that was called off, and why. */
export interface CancelledDay {
  readonly date: TradingDate;
  readonly reason: string;
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30");
const date = z.string().refine(isDate, "must be a date such as 2024-11-05");
const span = z
  .tuple([time, time], 'must be two times such as ["11:30", "12:30"]')
  .refine(([start, end]) => start < end, "must start before it ends");
const hoursShape = {
  open: time,
  close: time,
  breaks: z.array(span).exactOptional(),
  auction: span.exactOptional(),
  crossSeconds: z.int().min(1).max(3600).exactOptional(),
};
const special = z.strictObject({
  reason: z.string(),
  dates: z
    .string("must be dates with a space between")
    .refine((text) => words(text).every(isDate), "must be dates with a space between"),
  hours: z.strictObject(hoursShape).superRefine(checkHours),
});

const closed = z.record(
  z.string().regex(/^\d{4}$/, "must be a year"),
  z.string().regex(/^(\d\d-\d\d( \d\d-\d\d)*)?$/, "must be days such as 01-01 02-11"),
  'must be days by year such as {"2026": "01-01 02-11"}',
);
const fields = {
  mic: z.string().regex(/^[A-Z0-9]{4}$/, "must be a market identifier code such as XTKS"),
  name: z.string(),
  zone: z.string().refine(isZone, "must be an IANA time zone such as Asia/Tokyo"),
  version: date,
  from: date,
  to: date,
  publishedTo: date.exactOptional(),
  hours: z.array(z.strictObject({ from: date, ...hoursShape }).superRefine(checkHours)).min(1),
  closed,
  special: z.array(special),
  cancelled: z.array(z.strictObject({ date, reason: z.string() }), 'must be a list of { "date", "reason" }'),
};

/** Checks that days exist and lie within the calendar, and that the entries of `hours` ascend. */
export const calendarSchema = z.strictObject(fields).superRefine((calendar, context) => {
  calendar.hours.forEach((entry, index) => {
    const before = calendar.hours[index - 1];
    if (before !== undefined && before.from >= entry.from) {
      context.addIssue({
        code: "custom",
        path: ["hours", index, "from"],
        message: "must be later than the entry before",
      });
    }
  });
  const { from, to } = calendar;
  const named = {
    closed: closedDates(calendar),
    special: calendar.special.flatMap(specialDates),
    cancelled: calendar.cancelled.map(({ date }) => date),
  };
  for (const [field, days] of Object.entries(named))
    for (const day of days) {
      const problem = !isDate(day)
        ? "is no date"
        : day < from || day > to
          ? `lies outside ${from} to ${to}; ${day < from ? "leave it out" : "give a later to"}`
          : undefined;
      if (problem !== undefined)
        context.addIssue({ code: "custom", path: [field], message: `${day} ${problem}` });
    }
});

/**
 * A file that changes a built-in calendar. Closed days are added, a day with hours of its own becomes a
 * session, and hours replace the regular ones; everything else stays.
 */
export const calendarPatchSchema = z.strictObject({
  extends: fields.mic,
  to: date.exactOptional(),
  hours: fields.hours.exactOptional(),
  closed: closed.exactOptional(),
  special: fields.special.exactOptional(),
  cancelled: fields.cancelled.exactOptional(),
});

export type CalendarPatch = z.infer<typeof calendarPatchSchema>;

/** The built-in calendar with the patch laid over it. */
export function patchCalendar(base: CalendarData, patch: CalendarPatch): CalendarData {
  return {
    ...base,
    to: patch.to ?? base.to,
    hours: patch.hours ?? base.hours,
    closed: bothClosed(base.closed, patch.closed ?? {}),
    special: [...withoutDates(base.special, closedDates(patch)), ...(patch.special ?? [])],
    cancelled: [...base.cancelled, ...(patch.cancelled ?? [])],
  };
}

function bothClosed(base: CalendarData["closed"], more: CalendarData["closed"]): CalendarData["closed"] {
  const years = Object.entries(more).map(([year, days]) => {
    const all = new Set([...words(base[year] ?? ""), ...words(days)]);
    return [year, [...all].toSorted().join(" ")] as const;
  });
  return { ...base, ...Object.fromEntries(years) };
}

/** Removes the special hours of days that are closed. */
function withoutDates(special: readonly SpecialDays[], dates: readonly string[]): SpecialDays[] {
  const closed = new Set(dates);
  return special.map((days) => ({
    ...days,
    dates: specialDates(days)
      .filter((date) => !closed.has(date))
      .join(" "),
  }));
}

/** Every closed weekday as a full date. */
export function closedDates({ closed = {} }: { readonly closed?: CalendarData["closed"] }): string[] {
  return Object.entries(closed).flatMap(([year, days]) => words(days).map((day) => `${year}-${day}`));
}

/** The dates of one entry of special days. */
export function specialDates(days: SpecialDays): TradingDate[] {
  return words(days.dates);
}

function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkHours(
  hours: { open: string; close: string; breaks?: Span[]; auction?: Span },
  context: { addIssue(issue: { code: "custom"; path: string[]; message: string }): void },
): void {
  const edges = [hours.open, ...(hours.breaks ?? []).flat(), hours.close];
  if (edges.some((edge, index) => index > 0 && edge <= (edges[index - 1] ?? ""))) {
    context.addIssue({ code: "custom", path: ["close"], message: "open, breaks and close must ascend" });
  }
  const [start, end] = hours.auction ?? [hours.close, hours.close];
  if (start < hours.open || end < hours.close) {
    const message = "must begin after the open and not end before the close";
    context.addIssue({ code: "custom", path: ["auction"], message });
  }
}
