/** Apple's raw prices with its splits as events, against the same prices adjusted: streaks and records agree on every day. */
import type { MarketEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { hasSharedData, sharedDataNote, sharedLines } from "../replay/shared-data.ts";
import { type DailyBar, listedIndex, listings, sessionsOf } from "./daily-bars.ts";
import { differences, naively, walk } from "./walk.ts";

/** First session on the new basis, new shares for one old. */
const splits: readonly [date: string, shares: number][] = [
  ["2000-06-21", 2],
  ["2005-02-28", 2],
  ["2014-06-09", 7],
  ["2020-08-31", 4],
];

/** Rows are `yyyymmdd hh:mm,open,high,low,close,volume` in ten-thousandths of a dollar. */
const rawBars = (): DailyBar[] =>
  sharedLines("stocks-daily/lean/aapl_raw_daily.csv.gz").map((line) => {
    const [day = "", ...prices] = line.split(",");
    const [open = "", high = "", low = "", close = ""] = prices;
    return { date: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`, open, high, low, close };
  });

const splitEvents = (of: typeof splits): MarketEvent[] =>
  of.map(([date, shares]) => ({
    id: `split ${date}`,
    type: "InstrumentSplit",
    at: 0,
    instrument: "AAPL",
    numerator: shares,
    denominator: 1,
    date,
  }));

describe(`a split-adjusted history${sharedDataNote}`, () => {
  const walked = (bars: readonly DailyBar[], of = splits) =>
    walk("AAPL", [...listings, listedIndex("AAPL", 0), ...splitEvents(of), ...sessionsOf("AAPL", bars, 0)]);
  /** Prices times the shares one share of the first day has become: exact whole numbers. */
  const adjusted = (bars: readonly DailyBar[], factorOf: (date: string) => number) =>
    naively(
      bars.map(({ date, high, close, open, low }) => {
        const factor = factorOf(date);
        const highest = Math.max(...[high, close, open, low].map(Number));
        return { high: highest * factor, close: Number(close) * factor };
      }),
    );
  const sharesOn = (date: string): number =>
    splits.reduce((shares, [from, by]) => (from <= date ? shares * by : shares), 1);

  test.runIf(hasSharedData)("all of 5,849 days, streaks and both records", () => {
    const bars = rawBars();
    expect(bars).toHaveLength(5849);
    const found = walked(bars);
    expect(differences(found, adjusted(bars, sharesOn))).toEqual([]);
    // The vendor's own factors are rounded to eight digits; they give the same days.
    const factors = sharedLines("stocks-daily/lean/aapl_factor_file.csv").map((line) => line.split(","));
    const factorOn = (date: string): number => {
      const row = factors.find(([upTo = ""]) => date.replaceAll("-", "") <= upTo);
      return Number(row?.[2] ?? 1);
    };
    expect(differences(found, adjusted(bars, factorOn))).toEqual([]);
  });

  test.runIf(hasSharedData)("without the split events it would not be so", () => {
    const bars = rawBars();
    expect(differences(walked(bars, []), adjusted(bars, sharesOn)).length).toBeGreaterThan(100);
  });
});
