/** The oracles of streaks, records and session rows against values worked out by hand. */
import { sessionsOracle } from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";
import {
  calendar,
  closed,
  FRI,
  MON,
  opened,
  recordSeed,
  streakSeed,
  tape,
  tick,
  TUE,
  type Line,
} from "../../tape.ts";
import { lastCode, shown, start } from "../by-oracle.ts";

describe("sessions", () => {
  const day = (date: string, close: number): Line[] => [opened(date), tick("A", close), closed(date)];

  test("a streak is the length of the last run; unchanged ends it", () => {
    const dates = ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", FRI];
    const run = (...closes: number[]) =>
      shown("A", ...start, ...closes.flatMap((close, place) => day(dates[place] ?? "", close))).streak;
    expect(run(100)).toEqual({
      confirmed: 0,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(run(100, 101, 102)).toEqual({
      confirmed: 2,
      provisional: null,
      since: "2026-02-03",
      cumulativePct: "2.0000",
      ended: null,
    });
    expect(run(100, 101, 102, 101)).toEqual({
      confirmed: -1,
      provisional: null,
      since: "2026-02-05",
      cumulativePct: "-0.9804",
      ended: { length: 2, since: "2026-02-03", cumulativePct: "2.0000" },
    });
    expect(run(100, 101, 101)).toEqual({
      confirmed: 0,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(run(100, 99, 98, 98, 97)).toEqual({
      confirmed: -1,
      provisional: null,
      since: FRI,
      cumulativePct: "-1.0204",
      ended: null,
    });
  });

  test("a seed of one began on its own date; a gap in the calendar makes the streak unknown", () => {
    expect(shown("A", ...start, streakSeed("A", 1, 100, FRI), ...day(MON, 101)).streak).toMatchObject({
      confirmed: 2,
      since: FRI,
    });
    expect(shown("A", ...start, streakSeed("A", -3, 100, FRI), ...day(MON, 99)).streak).toMatchObject({
      confirmed: -4,
      since: null,
    });
    const gap = [...start, calendar(FRI, MON, TUE, "2026-02-12"), ...day(FRI, 100), ...day(TUE, 101)];
    expect(shown("A", ...gap).streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    const cancelled: Line = { type: "SessionCancelled", mic: "XTKS", date: MON };
    const bridged = [...start, calendar(FRI, MON, TUE), ...day(FRI, 100), cancelled, ...day(TUE, 101)];
    expect(shown("A", ...bridged).streak.confirmed).toBe(1);
    expect(shown("A", ...gap, streakSeed("A", 5, 101, TUE), ...day("2026-02-12", 102)).streak).toMatchObject({
      confirmed: 6,
    });
  });

  test("a session left open is unconfirmed", () => {
    const left = shown(
      "A",
      ...start,
      ...day(FRI, 100),
      opened(MON),
      tick("A", 110),
      opened(TUE),
      tick("A", 120),
    );
    expect(left).toMatchObject({ previous: { date: MON, close: "110", changePct: "10.0000" }, change: "10" });
    expect(left.streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(left.record.close).toMatchObject({ level: "100", date: FRI });
    expect(left.record.high).toMatchObject({
      level: "120",
      straight: 1,
      previous: { level: "110", date: MON },
    });
  });

  test("records: the first session sets none, equal breaks nothing, two in a row are two", () => {
    const first = shown("A", ...start, ...day(FRI, 100)).record;
    expect(first.close).toMatchObject({
      level: "100",
      setThisSession: false,
      straight: 0,
      previous: null,
      since: FRI,
    });
    const second = shown("A", ...start, ...day(FRI, 100), ...day(MON, 101)).record;
    expect(second.close).toMatchObject({ level: "101", setThisSession: true, straight: 1, position: 8 });
    const equal = shown("A", ...start, ...day(FRI, 100), ...day(MON, 101), ...day(TUE, 101)).record;
    expect(equal.close).toMatchObject({ level: "101", date: MON, setThisSession: false, straight: 0 });
    expect(equal.high).toMatchObject({ position: 7, previous: { level: "101", date: MON } });
  });

  test("a high seed below the close seed is lifted to it", () => {
    const { high } = shown(
      "A",
      ...start,
      recordSeed("A", "close", 100, MON),
      recordSeed("A", "high", 90, FRI, { complete: true }),
    ).record;
    expect(high).toMatchObject({
      level: "100",
      date: MON,
      complete: true,
      since: null,
      straight: 1,
      previous: null,
    });
    expect(
      shown("A", ...start, recordSeed("A", "close", 100, MON, { complete: true })).record.high?.complete,
    ).toBe(false);
  });

  test("a split moves what came before onto the new basis", () => {
    const split: Line = { type: "InstrumentSplit", instrument: "A", numerator: 4, denominator: 1, date: MON };
    const after = shown("A", ...start, ...day(FRI, 400), split, opened(MON), tick("A", 110));
    expect(after).toMatchObject({ previous: { close: "100" }, change: "10", changePct: "10.0000" });
    expect(after.record.high).toMatchObject({
      level: "110",
      setThisSession: true,
      previous: { level: "100", date: FRI },
    });
    expect(lastCode(...start, ...day(FRI, 400), { ...split, date: FRI } as Line)).toBe("split-intraday");
  });

  test("the rows of a hand-made week", () => {
    const log = tape(
      ...start,
      opened(FRI),
      tick("A", 3),
      tick("A", 4),
      closed(FRI, { A: 3 }),
      ...day(MON, 4),
      ...day(TUE, 2),
    );
    expect(sessionsOracle(log, "A").split("\n")).toEqual([
      "date,open,high,low,close,change,changePct,streak,recordClose,recordHigh,toRecordPct",
      "2026-02-06,3,4,3,3,,,0,1,1,0.00000000",
      "2026-02-09,4,4,4,4,1,33.33333333,1,1,0,0.00000000",
      "2026-02-10,2,2,2,2,-2,-50.00000000,-1,0,0,-50.00000000",
      "",
    ]);
  });
});
