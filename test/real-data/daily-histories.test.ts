/** Public daily histories through the rules: streak, record close and record high after every session of each. */
import { describe, expect, test } from "vitest";
import { hasSharedData, sharedDataNote, sharedLines } from "../replay/shared-data.ts";
import { type DailyBar, dailyBars, listedIndex, listings, scaleOf, sessionsOf } from "./daily-bars.ts";
import { differences, naively, walk } from "./walk.ts";

const short: readonly [file: string, rows: number][] = [
  ["n225_kabudb", 4155],
  ["nifty50_nagi1995", 3397],
  ["sse_today-today", 6862],
  ["kospi_krx_1995-2014", 5032],
];

/** These take the time of all others together; `npm run test:long` has them. */
const long: readonly [file: string, rows: number][] = [
  ["n225_today-today", 9401],
  ["spx_fja05680", 23_104],
  ["spx_stockindicators_longest", 15_821],
  ["djia_close_fja05680", 36_863],
];
const histories = process.env["LONG"] === undefined ? short : [...short, ...long];

const walked = (bars: readonly DailyBar[]) => {
  const scale = scaleOf(bars);
  return walk("I", [...listings, listedIndex("I", scale), ...sessionsOf("I", bars, scale)]);
};

const highOf = ({ open, high, low, close }: DailyBar): number =>
  Math.max(...[open, high, low, close].map(Number));

describe(`daily histories${sharedDataNote}`, () => {
  test.runIf(hasSharedData).each(histories)(
    "%s: all of %i rows as a loop over the prices has them",
    (file, rows) => {
      const bars = dailyBars(`index-daily/${file}.csv.gz`);
      expect(bars).toHaveLength(rows);
      const expected = naively(bars.map((bar) => ({ high: highOf(bar), close: Number(bar.close) })));
      expect(differences(walked(bars), expected)).toEqual([]);
    },
  );

  test.runIf(hasSharedData)("another library's streaks: 502 of 502", () => {
    const bars = dailyBars("peer-streak/default_bars.csv.gz");
    const theirs = JSON.parse(sharedLines("peer-streak/crsi_expected.json.gz").join("\n")) as {
      readonly timestamp: string;
      readonly streak: number;
    }[];
    expect(theirs.map(({ timestamp }) => timestamp.slice(0, 10))).toEqual(bars.map(({ date }) => date));
    expect(walked(bars).map(({ streak }) => streak)).toEqual(theirs.map(({ streak }) => streak));
    expect(bars).toHaveLength(502);
  });
});
