/** The days of the calendars against public daily histories of their indices. */
import { calendarOf } from "@tapefold/replay";
import { expect, test } from "vitest";
import { GAPS_OF_NIFTY } from "../import/real-series.ts";
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
    missing: GAPS_OF_NIFTY,
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
