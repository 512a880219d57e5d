/**
 * The built-in calendars against other people's, session by session from 2010 on: open, close and breaks to the
 * minute. Every difference stands in a table with the reason why ours is right; none may be missing, none unused.
 */
import { formatInstant } from "@tapefold/core";
import { calendarOf } from "@tapefold/replay";
import { expect, test } from "vitest";
import { hasSharedData, sharedDataNote, sharedLines } from "../shared-data.ts";

/** UTC times `open-close` with the breaks after it; empty where there is no session. */
type Day = string;

interface Difference {
  readonly from: string;
  /** Last date of a run of equal differences; absent for one date. */
  readonly to?: string;
  readonly theirs: Day;
  readonly ours: Day;
  readonly why: string;
}

const CLOSED = "";
const TYPHOON_MORNING = "the morning was called off for weather; they give a normal day";

const tokyo: Difference[] = [
  {
    from: "2010-01-04",
    to: "2011-11-18",
    theirs: "00:00-06:00 02:30-03:30",
    ours: "00:00-06:00 02:00-03:30",
    why: "the morning session ended at 11:00 until 2011-11-21; they give today's break throughout",
  },
];

const hongKong: Difference[] = [
  {
    from: "2010-01-04",
    to: "2011-03-04",
    theirs: "02:00-08:00 04:00-05:00",
    ours: "02:00-08:00 04:30-06:30",
    why: "lunch was 12:30 to 14:30 until 2011-03-07; they give today's break throughout",
  },
  {
    from: "2011-02-02",
    theirs: "02:00-08:00 04:00-05:00",
    ours: "02:00-04:30",
    why: "half a day on the eve of Lunar New Year; they know these only from 2013 on",
  },
  {
    from: "2011-03-07",
    to: "2012-03-02",
    theirs: "01:30-08:00 04:00-05:00",
    ours: "01:30-08:00 04:00-05:30",
    why: "lunch was 12:00 to 13:30 until 2012-03-05; they give today's break throughout",
  },
  ...["2012-07-24", "2013-05-22", "2013-09-23", "2014-09-16", "2022-08-25"].map((from) => ({
    from,
    theirs: "01:30-08:00 04:00-05:00",
    ours: "05:00-08:00",
    why: TYPHOON_MORNING,
  })),
  ...["2020-08-19", "2021-06-28"].map((from) => ({
    from,
    theirs: "01:30-08:00 04:00-05:00",
    ours: "05:30-08:00",
    why: TYPHOON_MORNING,
  })),
  { from: "2023-10-09", theirs: "01:30-08:00 04:00-05:00", ours: "06:00-08:00", why: TYPHOON_MORNING },
  ...["2019-07-31", "2022-11-02"].map((from) => ({
    from,
    theirs: "01:30-08:00 04:00-05:00",
    ours: "01:30-05:55 04:00-05:00",
    why: "signal 8 at 13:40 ended trading at 13:55; they give a normal day",
  })),
  ...["2023-09-01", "2023-09-08"].map((from) => ({
    from,
    theirs: "01:30-08:00 04:00-05:00",
    ours: CLOSED,
    why: "closed all day for weather; corrected by them later",
  })),
];

const MUHURAT = "a muhurat session on Diwali, which they leave out or give as a full day";
const india: Difference[] = [
  {
    from: "2010-01-04",
    to: "2010-10-15",
    theirs: "03:45-10:00",
    ours: "03:30-10:00",
    why: "the market opened at 9:00 until the pre-open call began on 2010-10-18",
  },
  { from: "2010-11-05", theirs: "03:45-10:00", ours: "12:30-13:30", why: MUHURAT },
  { from: "2011-10-26", theirs: "03:45-10:00", ours: "11:15-12:30", why: MUHURAT },
  { from: "2012-11-13", theirs: "03:45-10:00", ours: "10:15-11:30", why: MUHURAT },
  { from: "2013-11-03", theirs: CLOSED, ours: "12:45-14:00", why: MUHURAT },
  { from: "2014-10-23", theirs: CLOSED, ours: "12:45-14:00", why: MUHURAT },
  { from: "2015-11-11", theirs: CLOSED, ours: "12:15-13:15", why: MUHURAT },
  { from: "2016-10-30", theirs: CLOSED, ours: "13:00-14:00", why: MUHURAT },
  { from: "2017-10-19", theirs: CLOSED, ours: "13:00-14:00", why: MUHURAT },
  { from: "2018-11-07", theirs: CLOSED, ours: "12:00-13:00", why: MUHURAT },
  ...["2019-10-27", "2020-11-14", "2021-11-04", "2022-10-24", "2023-11-12"].map((from) => ({
    from,
    theirs: CLOSED,
    ours: "12:45-13:45",
    why: MUHURAT,
  })),
  { from: "2024-11-01", theirs: CLOSED, ours: "12:30-13:30", why: MUHURAT },
  { from: "2025-10-21", theirs: CLOSED, ours: "08:15-09:15", why: MUHURAT },
  { from: "2026-11-08", theirs: CLOSED, ours: "12:30-13:30", why: MUHURAT },
  {
    from: "2021-02-24",
    theirs: "03:45-10:00",
    ours: "03:45-11:30 06:10-10:15",
    why: "an outage stopped the National exchange, theirs is Bombay's calendar",
  },
  { from: "2010-02-06", theirs: CLOSED, ours: "05:30-07:00", why: "a Saturday to test the trading system" },
  ...["2012-01-07", "2012-03-03", "2012-04-28", "2012-09-08", "2013-05-11", "2014-03-22"].map((from) => ({
    from,
    theirs: CLOSED,
    ours: "05:45-07:15",
    why: "a Saturday to test the trading system",
  })),
  ...["2015-02-28", "2020-02-01", "2026-02-01"].map((from) => ({
    from,
    theirs: CLOSED,
    ours: "03:45-10:00",
    why: "a full session for the budget on a weekend",
  })),
  {
    from: "2024-03-02",
    theirs: CLOSED,
    ours: "03:45-07:00 04:30-06:00",
    why: "a Saturday to test the recovery site",
  },
  {
    from: "2024-05-18",
    theirs: CLOSED,
    ours: "03:45-07:10 04:30-06:15",
    why: "a Saturday to test the recovery site",
  },
  {
    from: "2013-11-14",
    theirs: CLOSED,
    ours: "03:45-10:00",
    why: "Moharram was kept on the 15th: the Nifty has a close on the 14th",
  },
  { from: "2013-11-15", theirs: "03:45-10:00", ours: CLOSED, why: "Moharram was kept on the 15th" },
];

const markets = [
  { mic: "XTKS", file: "xtks", sessions: 4156, differences: tokyo },
  { mic: "XHKG", file: "xhkg", sessions: 3863, differences: hongKong },
  { mic: "XNSE", file: "xbom", sessions: 4191, differences: india },
  { mic: "XNYS", file: "xnys", sessions: 3281, differences: [] as Difference[] },
];

// Runs where the shared data lies beside the repository; the name says so where it does not.
test.skipIf(!hasSharedData).each(markets)(`$mic meets its reference${sharedDataNote}`, async (market) => {
  const theirs = theirDays(market.file);
  const ours = await ourDays(market.mic, [...theirs.keys()].at(-1) ?? "");
  expect(theirs.size).toBe(market.sessions);

  const used = new Set<Difference>();
  const unexplained: string[] = [];
  for (const date of new Set([...theirs.keys(), ...ours.keys()])) {
    const [their, our] = [theirs.get(date) ?? CLOSED, ours.get(date) ?? CLOSED];
    if (their === our) continue;
    const reason = market.differences.find(
      ({ from, to = from, theirs, ours }) => from <= date && date <= to && theirs === their && ours === our,
    );
    if (reason === undefined) unexplained.push(`${date}: theirs ${their}, ours ${our}`);
    else used.add(reason);
  }
  expect(unexplained).toEqual([]);
  expect(market.differences.filter((difference) => !used.has(difference))).toEqual([]);
});

function theirDays(file: string): Map<string, Day> {
  const rows = sharedLines(`calendars/${file}.csv.gz`).slice(1);
  const days = rows.map((row): [string, Day] => {
    const [label = "", open = "", close = "", breakStart = "", breakEnd = ""] = row.split(",");
    const lunch = breakStart === "" ? [] : [[breakStart, breakEnd]];
    return [label.slice(0, 10), day([[open, close], ...lunch])];
  });
  return new Map(days.filter(([date]) => date >= "2010-01-01"));
}

async function ourDays(mic: string, to: string): Promise<Map<string, Day>> {
  const calendar = await calendarOf(mic);
  const days = calendar.sessions("2010-01-01", to).map((session): [string, Day] => {
    const spans = [{ start: session.open, end: session.close }, ...session.breaks];
    return [session.date, day(spans.map(({ start, end }) => [formatInstant(start), formatInstant(end)]))];
  });
  return new Map(days);
}

function day(spans: string[][]): Day {
  return spans.map((span) => span.map((instant) => instant.slice(11, 16)).join("-")).join(" ");
}
