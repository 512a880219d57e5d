/** The week, the month, the quarter and the year. */
import { describe, expect, test } from "vitest";
import {
  calendar,
  cancelled,
  closed,
  FRI,
  type Lines,
  MON,
  opened,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  day,
} from "../tape.ts";

const a = (...lines: Lines) => shownOf("A", tokyo, lines);

describe("periods", () => {
  const weekOf = (...lines: Lines) => a(...lines).periods?.week;

  test("are null without a price, and run from the last close before their first session", () => {
    expect(a(day(FRI, 100), opened(MON)).periods).toBeNull();
    expect(weekOf(day(FRI, 100), day(MON, 101), opened(TUE), tick("A", 103))).toEqual({
      from: { date: FRI, close: "100" },
      change: "3",
      changePct: "3.0000",
      streak: { confirmed: 0, provisional: 1 },
      bestSince: null,
      worstSince: null,
    });
    expect(weekOf(day(MON, 100))).toMatchObject({ from: null, change: null, changePct: null });
  });

  test("week, month, quarter and year have their own beginnings", () => {
    const { week, month, quarter, year } =
      a(
        day("2025-09-30", 50),
        day("2025-12-30", 100),
        day("2026-01-30", 120),
        day("2026-02-02", 125),
        day(FRI, 130),
        day(MON, 110),
      ).periods ?? {};
    expect([week, month, quarter, year].map((one) => one?.changePct)).toEqual([
      "-15.3846",
      "-8.3333",
      "10.0000",
      "10.0000",
    ]);
    expect([month?.streak, quarter?.streak]).toEqual([
      { confirmed: 2, provisional: -1 },
      { confirmed: 1, provisional: 2 },
    ]);
  });

  test("an ISO week goes over the turn of the year", () => {
    const turn = [day("2025-12-26", 100), day("2025-12-29", 101), opened("2026-01-02"), tick("A", 102)];
    expect(weekOf(turn)).toMatchObject({ from: { date: "2025-12-26" }, changePct: "2.0000" });
    expect(a(turn).periods?.year).toMatchObject({ from: { date: "2025-12-29" } });
  });

  test("a week still runs on Friday evening, and has ended once a later one opens", () => {
    const week = [day("2026-01-30", 100), day(THU, 101), day(FRI, 102)];
    expect(weekOf(week)?.streak).toEqual({ confirmed: 0, provisional: 1 });
    expect(weekOf(week, opened(MON), tick("A", 102))?.streak).toEqual({ confirmed: 1, provisional: 0 });
  });

  test("best and worst since an ended week with a change as high or as low", () => {
    const weeks = [
      day("2026-01-09", 100),
      day("2026-01-16", 110),
      day("2026-01-23", 99),
      day("2026-01-30", 100),
      day(FRI, 105),
    ];
    expect(weekOf(weeks)).toMatchObject({ bestSince: "2026-01-16", worstSince: "2026-01-30" });
    expect(weekOf(weeks, opened(MON), tick("A", 126))).toMatchObject({ bestSince: null, worstSince: FRI });
  });

  test("a missing or unconfirmed session between leaves no beginning", () => {
    const scheduled = calendar("2026-02-03", THU, FRI, MON, TUE);
    const start = [scheduled, day("2026-02-03", 100), day(THU, 101)];
    expect(weekOf(start, day(MON, 103))).toMatchObject({
      from: null,
      streak: { confirmed: 0, provisional: 0 },
    });
    expect(weekOf(start, cancelled(FRI), day(MON, 103))).toMatchObject({ from: { date: THU } });
    const left = [day(THU, 101), opened(FRI), tick("A", 200), opened(MON), tick("A", 103)];
    expect(weekOf(left)?.from).toBeNull();
    const untraded = [day(THU, 101), opened(FRI), closed(FRI), opened(MON), tick("A", 103)];
    expect(weekOf(untraded)?.from).toEqual({ date: THU, close: "101" });
  });

  test("a session left open within the running week changes nothing of it; at the end of one it costs its change", () => {
    const start = [day("2026-01-30", 100), day(THU, 101), day(FRI, 104)];
    expect(weekOf(start, opened(MON), tick("A", 1), opened(TUE), tick("A", 105))).toMatchObject({
      from: { date: FRI },
      streak: { confirmed: 1, provisional: 2 },
    });
    const gap = [day("2026-01-30", 100), day(THU, 101), opened(FRI), tick("A", 104), day(MON, 106)];
    expect(weekOf(gap, day(TUE, 107))?.streak).toEqual({ confirmed: 0, provisional: 0 });
  });

  test("a week without a session is passed over", () => {
    const weeks = [day("2026-01-16", 100), day("2026-01-23", 101), day(FRI, 102), day(MON, 103)];
    expect(weekOf(weeks)?.streak).toEqual({ confirmed: 2, provisional: 3 });
  });

  test("a split counts as no change, a seed as no session", () => {
    expect(weekOf(day(FRI, 100), split("A", 2, 1, MON), opened(MON), tick("A", 51))).toMatchObject({
      from: { date: FRI, close: "50" },
      change: "1",
      changePct: "2.0000",
    });
    expect(weekOf(streakSeed("A", 2, 100, FRI), opened(MON), tick("A", 101))?.from).toBeNull();
    expect(weekOf(day(FRI, 100), streakSeed("A", 2, 90, FRI), opened(MON), tick("A", 101))?.from).toEqual({
      date: FRI,
      close: "100",
    });
  });
});
