import { formatInstant } from "@tapefold/core";
import { builtInCalendars, calendarOf, calendarSchema, makeCalendar, type Calendar } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLong } from "../../runs.ts";
import { run } from "../cli/run-command.ts";

type CalendarSession = NonNullable<ReturnType<Calendar["session"]>>;

const calendars = [...builtInCalendars.values()];

/** Every instant of a session, in the order the session passes them. */
function boundaries(session: CalendarSession): number[] {
  const { open, close, breaks, auction } = session;
  return [
    open,
    ...breaks.flatMap(({ start, end }) => [start, end]),
    close,
    ...(auction ? [auction.start, auction.end] : []),
  ];
}

describe.each(calendars)("$mic", (data) => {
  const calendar = makeCalendar(data);
  const sessions = calendar.sessions(data.from, data.to);

  test("has the shape of a calendar", () => {
    expect(calendarSchema.safeParse(data).error).toBeUndefined();
  });

  test("names no day closed or cancelled that has no session anyway", () => {
    for (const [year, days] of Object.entries(data.closed)) {
      const dates = days.split(" ").map((day) => `${year}-${day}`);
      expect(dates).toEqual(dates.toSorted());
      for (const date of dates) expect(new Date(date).getUTCDay() % 6, date).not.toBe(0);
    }
    for (const { date } of data.cancelled) expect(calendar.session(date)).toBeUndefined();
  });
  test("sessions of a market are disjoint and ordered", () => {
    sessions.forEach((session, index) => {
      const next = sessions[index + 1];
      expect(session.open).toBeLessThan(session.close);
      expect(session.officialClose).toBeGreaterThanOrEqual(session.close);
      if (next !== undefined) expect(session.officialClose).toBeLessThan(next.open);
    });
  });

  // Through every clock change of Sydney and New York, which is between two weeks.
  test("UTC to local and back is the identity at every boundary", () => {
    for (const session of isLong ? sessions : sessions.filter((_, index) => index % 5 === 0)) {
      for (const instant of boundaries(session)) {
        expect(calendar.clock.dateOf(instant)).toBe(session.date);
        expect(calendar.clock.instantOf(session.date, calendar.clock.timeOf(instant))).toBe(instant);
      }
    }
  });
});

test.each(["Australia/Sydney", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"])(
  "UTC to local and back is the identity at any instant in %s, but where the clocks show a time twice",
  (zone) => {
    const { clock } = makeCalendar({ ...calendars[0]!, zone });
    const from = Date.UTC(1990, 0, 1) * 1000;
    const to = Date.UTC(2040, 0, 1) * 1000;
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), (instant) => {
        const back = clock.instantOf(clock.dateOf(instant), clock.timeOf(instant));
        expect([instant, "repeated"]).toContain(back);
      }),
    );
  },
);

test("a time the clocks jump over or show twice has no one instant", async () => {
  const { clock } = await calendarOf("XNYS");
  const at = (hour: number, minute: number): number => (hour * 60 + minute) * 60_000_000;
  expect(clock.instantOf("2024-03-10", at(2, 30))).toBe("skipped");
  expect(clock.instantOf("2024-11-03", at(1, 30))).toBe("repeated");
  expect(formatInstant(clock.instantOf("2024-03-10", at(3, 0)) as number)).toBe("2024-03-10T07:00:00Z");
  expect(formatInstant(clock.instantOf("2024-11-03", at(2, 0)) as number)).toBe("2024-11-03T07:00:00Z");
});

test.each([
  ["XTKS", "2024-11-01", "00:00-06:00 break 02:30-03:30"],
  ["XTKS", "2024-11-05", "00:00-06:30 break 02:30-03:30 auction 06:25-06:30"],
  ["XKRX", "2016-07-29", "00:00-06:00 auction 05:50-06:00"],
  ["XKRX", "2016-08-01", "00:00-06:30 auction 06:20-06:30"],
  ["XKRX", "2026-01-02", "01:00-06:30 auction 06:20-06:30"],
  ["XKOS", "2017-11-16", "01:00-07:30 auction 07:20-07:30"],
  ["XHKG", "2026-02-16", "01:30-04:00 auction 04:00-04:10"],
  ["XASX", "2026-02-10", "23:00-05:00 auction 05:00-05:11"],
  ["XASX", "2025-12-24", "23:00-03:10 auction 03:10-03:22"],
  ["XNYS", "2024-07-03", "13:30-17:00"],
  ["XNSE", "2024-11-01", "12:30-13:30"],
  ["XSHG", "2018-08-17", "01:30-07:00 break 03:30-05:00"],
  ["XSHE", "2018-08-17", "01:30-07:00 break 03:30-05:00 auction 06:57-07:00"],
])("%s on %s: %s", async (mic, date, hours) => {
  expect(describeSession((await calendarOf(mic)).session(date))).toBe(hours);
});

test.each([
  ["XTKS", "2020-10-01"],
  ["XHKG", "2023-09-01"],
  ["XNYS", "2012-10-29"],
])("%s of %s was called off", async (mic, date) => {
  const calendar = await calendarOf(mic);
  expect(calendar.session(date)).toBeUndefined();
  expect(calendar.cancelled(date)).toBeTypeOf("string");
});

test.each([
  ["XNYS", "2018-12-05"],
  ["XNYS", "2025-01-09"],
  ["XKRX", "2026-07-17"],
  ["XTKS", "2026-02-11"],
  ["XASX", "2022-09-22"],
  ["XLON", "2011-04-29"],
  ["XLON", "2020-05-08"],
  ["XLON", "2022-06-03"],
  ["XLON", "2022-09-19"],
  ["XETR", "2017-10-31"],
  ["XETR", "2021-05-24"],
  ["XFRA", "2024-12-24"],
  ["XTSE", "2021-12-28"],
  ["XTSE", "2022-01-03"],
  ["XTAI", "2018-12-31"],
  ["XTAI", "2022-02-04"],
  ["XTAI", "2025-12-25"],
  ["XTAI", "2024-10-31"],
  ["XSES", "2023-09-01"],
  ["XSES", "2026-06-01"],
  ["XHKG", "2027-02-09"],
  ["XKRX", "2027-02-09"],
])("%s is closed on %s", async (mic, date) => {
  expect((await calendarOf(mic)).session(date)).toBeUndefined();
});

test.each([
  ["XLON", "2020-05-04", "07:00-15:30 auction 15:30-15:35"],
  ["XLON", "2017-12-22", "08:00-12:30 auction 12:30-12:35"],
  ["XETR", "2022-10-03", "07:00-15:30 auction 15:30-15:35"],
  ["XETR", "2022-12-30", "08:00-13:00 auction 13:00-13:05"],
  ["XTSE", "2024-12-24", "14:30-18:00"],
  ["XTAI", "2017-06-03", "01:00-05:30 auction 05:25-05:30"],
  ["XTAI", "2024-09-16", "01:00-05:30 auction 05:25-05:30"],
  ["XSES", "2011-07-29", "01:00-09:00 break 04:30-06:00 auction 09:00-09:06"],
  ["XSES", "2016-08-08", "01:00-09:00 auction 09:00-09:06"],
  ["XSES", "2026-11-10", "01:00-09:00 break 04:00-05:00 auction 09:00-09:06"],
  ["XSES", "2024-02-09", "01:00-04:00 auction 04:00-04:06"],
  ["XTSE", "2022-09-19", "13:30-20:00"],
])("%s on %s: %s", async (mic, date, hours) => {
  expect(describeSession((await calendarOf(mic)).session(date))).toBe(hours);
});

test("a year that follows by rule says so", async () => {
  const published = { XTAI: "2024-12-31", XSES: "2023-12-31" };
  for (const mic of ["XTKS", "XLON", "XSHG", "XTAI", "XSES", "XNSE", "XBOM"]) {
    const calendar = await calendarOf(mic);
    const last = published[mic as keyof typeof published] ?? "2026-12-31";
    expect([calendar.publishedTo, calendar.to]).toEqual([last, "2027-12-31"]);
  }
  const shown = await run(["calendar", "XLON", "--year", "2027"]);
  expect(shown.out).toContain("after 2026-12-31 by rule");
  expect((await run(["calendar", "XLON", "--year", "2026"])).out).not.toContain("by rule");
});

function describeSession(session: CalendarSession | undefined): string {
  if (session === undefined) return "closed";
  const span = (start: number, end: number): string =>
    `${formatInstant(start).slice(11, 16)}-${formatInstant(end).slice(11, 16)}`;
  return [
    span(session.open, session.close),
    ...session.breaks.map(({ start, end }) => `break ${span(start, end)}`),
    ...(session.auction ? [`auction ${span(session.auction.start, session.auction.end)}`] : []),
  ].join(" ");
}
