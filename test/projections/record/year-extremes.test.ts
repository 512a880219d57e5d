/** The highest and the lowest of 52 weeks, by close and within the day. */
import { fraction, type Fraction } from "@tapefold/core";
import { yearExtremes } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  lateReport,
  type Lines,
  MON,
  opened,
  recordSeed,
  split,
  THU,
  tick,
  tokyo,
  TUE,
  day,
  after,
} from "../tape.ts";

describe("the window of 52 weeks", () => {
  test("closes and intraday prices, each with seeds of its own", () => {
    const read = after(
      tokyo,
      recordSeed("A", "close", 500, "2026-01-12"),
      recordSeed("A", "high", 600, "2026-01-13"),
      [opened(FRI), tick("A", 90), tick("A", 700), closed(FRI, { A: 550 })],
      opened(MON),
    );
    expect(yearExtremes(read, "A", "close")).toMatchObject({ high: { date: FRI, level: fraction(550n) } });
    expect(yearExtremes(read, "A", "intraday")).toMatchObject({
      high: { date: FRI, level: fraction(700n) },
      low: { date: FRI, level: fraction(90n) },
    });
  });

  test("a seed leaves out the highs up to its own session, not the lows", () => {
    const sessions = [day(THU, 900), day(FRI, 800), day(MON, 500)];
    const read = after(tokyo, sessions, recordSeed("A", "close", 600, FRI), opened(TUE));
    expect(yearExtremes(read, "A", "close")).toMatchObject({
      high: { level: fraction(600n), date: FRI },
      low: { level: fraction(500n), date: MON },
    });
  });

  test("a seed within the window counts; one a year ago to the day, or still to come, does not", () => {
    const on = (date: string) =>
      yearExtremes(after(tokyo, recordSeed("A", "close", 600, date), day(FRI, 500)), "A", "close")?.high.date;
    expect([on(FRI), on("2025-02-07")]).toEqual([FRI, "2025-02-07"]);
    expect([on("2025-02-06"), on(MON)]).toEqual([FRI, undefined]);
  });

  test("the window is whole where the first session lies on its day before, or earlier", () => {
    const whole = (date: string) =>
      yearExtremes(after(tokyo, day(date, 100), day(FRI, 90)), "A", "close")?.isWhole;
    expect([whole("2025-02-05"), whole("2025-02-06"), whole("2025-02-07")]).toEqual([true, true, false]);
  });

  test("a session with nothing but a late report has a high and a low, and no close", () => {
    const reported = [day(THU, 100), [opened(FRI), lateReport("A", 120), closed(FRI)]];
    expect(yearExtremes(after(tokyo, reported), "A", "intraday")?.high).toMatchObject({ date: FRI });
    expect(yearExtremes(after(tokyo, reported, opened(MON)), "A", "intraday")?.high).toMatchObject({
      date: FRI,
    });
    expect(yearExtremes(after(tokyo, reported), "A", "close")?.high).toMatchObject({ date: THU });
  });

  test("an open session has no close yet", () => {
    const read = after(tokyo, day(THU, 100), opened(FRI), tick("A", 120));
    expect(yearExtremes(read, "A", "close")?.high).toMatchObject({ date: THU });
  });
});

describe("extremes of 52 weeks", () => {
  const log: Lines = [
    tokyo,
    day("2025-02-09", 300),
    [opened("2025-02-10"), tick("A", 290), closed("2025-02-10", { A: 280 })],
    [opened("2025-02-11"), tick("A", 210), tick("A", 190), closed("2025-02-11", { A: 200 })],
    [opened(MON), tick("A", 150), tick("A", 250), closed(MON, { A: 205 })],
  ];
  const level = (units: number): Fraction => fraction(units);

  test("the window leaves out its first day; the basis is stated", () => {
    const read = after(log, opened(TUE), tick("A", 220));
    expect(yearExtremes(read, "A", "close")).toEqual({
      basis: "close",
      after: "2025-02-10",
      isWhole: true,
      high: { level: level(205), date: MON },
      low: { level: level(200), date: "2025-02-11" },
    });
    expect(yearExtremes(read, "A", "intraday")).toMatchObject({
      basis: "intraday",
      high: { level: level(250), date: MON },
      low: { level: level(150), date: MON },
    });
  });

  test("the current session counts, its close once there is one; of equals the first", () => {
    const open = [log, opened(TUE), tick("A", 250), tick("A", 149)];
    expect(yearExtremes(after(open), "A", "intraday")).toMatchObject({
      high: { date: MON },
      low: { level: level(149), date: TUE },
    });
    expect(yearExtremes(after(open), "A", "close")?.low.date).toBe("2025-02-11");
    expect(yearExtremes(after(open, closed(TUE)), "A", "close")?.low).toEqual({
      level: level(149),
      date: TUE,
    });
  });

  test("on the current session's basis", () => {
    const halved = after(log, split("A", 2, 1, TUE), opened(TUE), tick("A", 110));
    expect(yearExtremes(halved, "A", "close")?.high).toEqual({ level: fraction(205n, 2n), date: MON });
  });

  test("a tape that begins within the window says so", () => {
    expect(yearExtremes(after(tokyo, day(FRI, 100), day(MON, 90)), "A", "close")).toMatchObject({
      isWhole: false,
      high: { date: FRI },
      low: { date: MON },
    });
  });

  test("a seeded record within the window is its high", () => {
    const seeded = after(tokyo, recordSeed("A", "close", 500, "2026-01-12"), day(FRI, 100));
    expect(yearExtremes(seeded, "A", "close")?.high).toEqual({ level: level(500), date: "2026-01-12" });
    const old = after(tokyo, recordSeed("A", "close", 500, "2025-01-12"), day(FRI, 100));
    expect(yearExtremes(old, "A", "close")?.high).toEqual({ level: level(100), date: FRI });
  });

  test("null before the first session, and while no session has closed", () => {
    expect(yearExtremes(after(tokyo), "A", "close")).toBeNull();
    expect(yearExtremes(after(tokyo, opened(FRI), tick("A", 1)), "A", "close")).toBeNull();
  });
});
