/** The days of the calendars against public daily histories of their indices. */
import { calendarOf } from "@tapefold/replay";
import { expect, test } from "vitest";
import { hasSharedData, sharedDataNote, sharedLines } from "../shared-data.ts";

interface History {
  readonly mic: string;
  readonly file: string;
  readonly to: string;
  /** Sessions the history lacks, by its README a gap of its own. */
  readonly missing: string[];
  /** Rows that are no session. */
  readonly false: string[];
}

const GAPS_OF_NIFTY = [
  "2010-02-06 2010-11-05 2011-05-31 2011-10-26 2011-11-24 2011-12-26 2012-01-02 2012-01-07 2012-03-03 2012-04-28",
  "2012-05-21 2012-08-28 2012-09-08 2012-10-26 2012-11-13 2013-01-01 2013-05-11 2013-11-03 2014-01-01 2014-02-17",
  "2014-03-22 2014-10-23 2015-01-01 2015-02-28 2015-04-15 2015-11-11 2016-01-01 2016-08-12 2016-10-30 2018-01-01",
  "2019-01-01 2019-02-13 2019-03-29 2019-10-27 2020-02-01 2020-11-14 2021-01-01",
];

const histories: History[] = [
  // The false rows repeat the day before, without volume.
  {
    mic: "XTKS",
    file: "n225_kabudb",
    to: "2019-05-22",
    missing: ["2010-07-20", "2010-09-15"],
    false: ["2017-11-03", "2018-07-16"],
  },
  { mic: "XNYS", file: "spx_fja05680", to: "2019-12-23", missing: [], false: [] },
  // The exchange's own.
  { mic: "XKRX", file: "kospi_krx_1995-2014", to: "2014-12-30", missing: [], false: [] },
  // The false row repeats the close of the 11th without volume, in the three days of the Dragon Boat Festival.
  { mic: "XSHG", file: "sse_today-today", to: "2018-02-22", missing: [], false: ["2010-06-15"] },
  {
    mic: "XNSE",
    file: "nifty50_nagi1995",
    to: "2021-08-11",
    missing: GAPS_OF_NIFTY.flatMap((row) => row.split(" ")),
    false: [],
  },
];

// Runs where the shared data lies beside the repository; the name says so where it does not.
test.skipIf(!hasSharedData).each(histories)(
  `the days of $mic are those of $file${sharedDataNote}`,
  async (history) => {
    const dates = sharedLines(`index-daily/${history.file}.csv.gz`)
      .slice(1)
      .map((row) => row.slice(0, 10))
      .filter((date) => date >= "2010-01-01" && date <= history.to);
    const sessions = (await calendarOf(history.mic))
      .sessions("2010-01-01", history.to)
      .map(({ date }) => date);
    expect(sessions.filter((date) => !dates.includes(date))).toEqual(history.missing);
    expect(dates.filter((date) => !sessions.includes(date))).toEqual(history.false);
  },
);
