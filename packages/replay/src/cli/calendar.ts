import { formatInstant } from "@tapefold/core";
import { calendarOf } from "../calendar/calendar-file.ts";
import type { Calendar, CalendarSession, Interval } from "../calendar/calendar.ts";
import { wallClock } from "../report/wall-clock.ts";
import { usageError } from "../show/error-line.ts";
import { aligned } from "../show/text-table.ts";
import type { CliCommand } from "./command.ts";

interface Options {
  readonly year?: string;
  readonly calendar?: string;
  readonly json?: true;
}

/** `tapefold calendar MIC`: the sessions of a market, as local times for people and as instants in UTC for programs. */
export const command: CliCommand = {
  example: "tapefold calendar XTKS --year 2024",
  define: (command) =>
    void command
      .argument("<mic>", "market identifier code, such as XTKS, XNYS or XHKG")
      .option("--year <year>", "only that year's sessions")
      .option("--calendar <file>", "a calendar of your own: a JSON file, whole or extending a built-in one")
      .option("--json", "one JSON document, instants in UTC"),
  run: async (command, io) => {
    const [mic] = command.processedArgs as [string];
    const options = command.opts<Options>();
    const calendar = await calendarOf(mic, options.calendar);
    const sessions = sessionsOf(calendar, options.year);
    await io.write(options.json ? `${toJson(mic, sessions)}\n` : toTable(calendar, sessions));
    return 0;
  },
};

function sessionsOf(calendar: Calendar, year: string | undefined): CalendarSession[] {
  if (year === undefined) return calendar.sessions(calendar.from, calendar.to);
  const [first, last] = [calendar.from.slice(0, 4), calendar.to.slice(0, 4)];
  if (!/^\d{4}$/.test(year) || year < first || year > last) {
    const message = `the calendar of ${calendar.mic} has the years ${first} to ${last}; --year asked for ${year}`;
    throw usageError(message, "--year");
  }
  return calendar.sessions(`${year}-01-01`, `${year}-12-31`);
}

function toJson(mic: string, sessions: readonly CalendarSession[]): string {
  return JSON.stringify({
    mic,
    sessions: sessions.map(({ date, open, close, breaks }) => ({
      date,
      open: formatInstant(open),
      close: formatInstant(close),
      breaks: breaks.map(({ start, end }) => ({ start: formatInstant(start), end: formatInstant(end) })),
    })),
  });
}

function toTable(calendar: Calendar, sessions: readonly CalendarSession[]): string {
  const { time } = wallClock(calendar.clock.zone);
  const span = ({ start, end }: Interval): string => `${time(start)}-${time(end)}`;
  const rows = sessions.map((session) => [
    session.date,
    time(session.open),
    time(session.close),
    session.breaks.map(span).join(" "),
    session.auction === undefined ? "" : span(session.auction),
    session.reason ?? "",
  ]);
  const head = ["date", "open", "close", "break", "auction", ""];
  const { lines } = aligned(
    head.map(() => ({ align: "left" })),
    [head, ...rows].map((row) => row.map((text) => ({ text }))),
  );
  const last = sessions.at(-1)?.date ?? "";
  const { publishedTo } = calendar;
  const byRule =
    last > publishedTo ? `; after ${publishedTo} by rule, not yet by the exchange's own list` : "";
  const title = `${calendar.mic}  ${calendar.name}, times of ${calendar.clock.zone}, ${sessions.length} sessions${byRule}`;
  return `${[title, "", ...lines].join("\n")}\n`;
}
