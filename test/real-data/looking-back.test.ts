/** Public daily histories: path, since, periods and ended streaks, against a loop over the rows by numbers alone. */
import { Fold, type MarketEvent, record } from "@tapefold/core";
import { type InstrumentState, instrumentState, marketRules } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { hasSharedData, sharedDataNote } from "../replay/shared-data.ts";
import { type DailyBar, dailyBars, listedIndex, listings, scaleOf, sessionsOf } from "./daily-bars.ts";

const short = ["n225_kabudb", "nifty50_nagi1995"];
/** `npm run test:long` has them. */
const long = ["sse_today-today", "kospi_krx_1995-2014", "spx_fja05680"];
const histories = process.env["LONG"] === undefined ? short : [...short, ...long];
/** Looked at after a few of the rows, spread over the history; by all of them it would be quadratic. */
const LOOKS = 60;

/** The tape as shown after some rows. */
function looks(bars: readonly DailyBar[], rows: ReadonlySet<number>): Map<number, InstrumentState> {
  const scale = scaleOf(bars);
  const fold = new Fold(marketRules);
  fold.add(record([...listings, listedIndex("I", scale)]));
  const found = new Map<number, InstrumentState>();
  bars.forEach((bar, row) => {
    fold.add(record(sessionsOf("I", [bar], scale).map(withoutNumber), fold.position + 1));
    if (rows.has(row)) found.set(row, instrumentState(fold.state, "I"));
  });
  return found;
}

/** Each bar is written apart, so its source can't number it. */
function withoutNumber({ source: _, seq: __, ...event }: MarketEvent): MarketEvent {
  return event as MarketEvent;
}

const last = <T>(list: readonly T[], holds: (one: T) => boolean): T | undefined => list.filter(holds).at(-1);

/** The same by a loop over the rows. */
function byNumbers(bars: readonly DailyBar[], row: number) {
  const days = bars.slice(0, row + 1).map(({ date, open, high, low, close }, at) => {
    const all = [open, high, low, close].map(Number).filter((price) => price > 0);
    return {
      date,
      close: Number(close),
      high: Math.max(...all),
      low: Math.min(...all),
      growth: at === 0 ? NaN : Number(close) / Number(bars[at - 1]?.close),
    };
  });
  const today = days.at(-1) ?? raise();
  const earlier = days.slice(0, -1);
  const signs = days.map(({ growth }) => (growth > 1 ? 1 : growth < 1 ? -1 : 0));
  const runs: number[] = [];
  for (const sign of signs) runs.push(sign === 0 ? 0 : Math.max((runs.at(-1) ?? 0) * sign, 0) * sign + sign);
  const [before = 0, now = 0] = runs.slice(-2);
  const months = new Map(days.map((day) => [day.date.slice(0, 7), day]));
  const ends = [...months.values()];
  const change = (at: number) => (ends.at(at)?.close ?? NaN) / (ends.at(at - 1)?.close ?? NaN);
  return {
    since: {
      highestClose: last(earlier, ({ close }) => close >= today.close)?.date ?? null,
      lowestClose: last(earlier, ({ close }) => close <= today.close)?.date ?? null,
      highestHigh: last(earlier, ({ high }) => high >= today.high)?.date ?? null,
      lowestLow: last(earlier, ({ low }) => low <= today.low)?.date ?? null,
      bestDay: last(earlier, ({ growth }) => growth >= today.growth)?.date ?? null,
      worstDay: last(earlier, ({ growth }) => growth <= today.growth)?.date ?? null,
      first: days[0]?.date,
    },
    ended: Math.abs(before) >= 2 && Math.sign(before) !== Math.sign(now) ? before : null,
    month: {
      from: ends.at(-2)?.date,
      best:
        last(ends.slice(1, -1), (end) => change(ends.indexOf(end) - ends.length) >= change(-1))?.date ?? null,
    },
  };
}

function raise(): never {
  throw new Error("no rows");
}

describe(`what lies behind a session, over daily histories${sharedDataNote}`, () => {
  test.runIf(hasSharedData).each(histories)("%s", (file) => {
    const bars = dailyBars(`index-daily/${file}.csv.gz`);
    const rows = new Set(
      Array.from({ length: LOOKS }, (_, at) => Math.floor(((at + 1) * (bars.length - 1)) / LOOKS)),
    );
    for (const [row, { since, streak, periods }] of looks(bars, rows)) {
      const expected = byNumbers(bars, row);
      expect(since, `${row}`).toEqual(expected.since);
      expect(streak.ended?.length ?? null, `${row}`).toBe(expected.ended);
      expect(periods?.month.from?.date, `${row}`).toBe(expected.month.from);
      expect(periods?.month.bestSince, `${row}`).toBe(expected.month.best);
    }
  });
});
