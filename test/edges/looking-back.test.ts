/** Edges of what a session is beside those before it: periods, since, the session's path, ended streaks. */
import { describe, expect, test } from "vitest";
import {
  base,
  cancelled,
  calendar,
  closed,
  FRI,
  type Line,
  type Lines,
  listed,
  MON,
  market,
  lateReport,
  opened,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "./tape.ts";

const day = (date: string, close: number): Line[] => [opened(date), tick("A", close), closed(date)];
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

describe("since", () => {
  const week = [
    [opened("2026-02-03"), tick("A", 120), tick("A", 80), closed("2026-02-03", { A: 100 })],
    [opened("2026-02-04"), tick("A", 112), closed("2026-02-04", { A: 105 })],
    [opened(THU), tick("A", 99), closed(THU, { A: 100 })],
    [opened(FRI), closed(FRI, { A: 110 })],
  ];

  test("the last session as high or as low; null back to the first", () => {
    expect(a(week, opened(MON), tick("A", 112), tick("A", 103)).since).toEqual({
      highestClose: FRI,
      lowestClose: THU,
      highestHigh: "2026-02-04",
      lowestLow: THU,
      bestDay: FRI,
      worstDay: null,
      first: "2026-02-03",
    });
    expect(a(week, opened(MON), tick("A", 121)).since).toMatchObject({
      highestClose: null,
      highestHigh: null,
      lowestLow: FRI,
      bestDay: FRI,
    });
  });

  test("what equals counts, exactly", () => {
    const two = [day(THU, 100), day(FRI, 110)];
    expect(a(two, opened(MON), tick("A", 121)).since?.bestDay).toBe(FRI);
    expect(a(two, opened(MON), tick("A", 122)).since?.bestDay).toBeNull();
    expect(a(two, opened(MON), tick("A", 110)).since?.highestClose).toBe(FRI);
  });

  test("null without a price; a first session has only itself; one left open doesn't count", () => {
    expect(a(day(FRI, 1), opened(MON), lateReport("A", 2)).since).toBeNull();
    expect(a(opened(MON), tick("A", 100)).since).toEqual({
      highestClose: null,
      lowestClose: null,
      highestHigh: null,
      lowestLow: null,
      bestDay: null,
      worstDay: null,
      first: MON,
    });
    expect(a(opened(FRI), tick("A", 100), opened(MON), tick("A", 90)).since).toMatchObject({
      highestClose: null,
      first: MON,
    });
  });

  test("without a high of its own the highest high is not known", () => {
    const bare = a(day(FRI, 100), opened(MON), tick("A", 90, { updates: ["last"] })).since;
    expect(bare).toMatchObject({ highestClose: FRI, highestHigh: null, lowestLow: null });
  });

  test("moves are measured from each session's own reference, levels on today's basis", () => {
    const halved = [day(THU, 100), day(FRI, 104), split("A", 2, 1, MON), base("A", MON, 50)];
    expect(a(halved, opened(MON), tick("A", 52)).since).toMatchObject({ highestClose: FRI, bestDay: FRI });
  });
});

describe("the session's path", () => {
  const path = (...prices: number[]) =>
    a(
      day(FRI, 1000),
      opened(MON),
      prices.map((price) => tick("A", price)),
    ).session;

  test("extremes are of either sign", () => {
    expect(path(1010, 1020, 1015)).toEqual({
      maxUpPct: "2.0000",
      maxDownPct: "1.0000",
      openedUp: true,
      turn: null,
      closedAt: null,
    });
    expect(path(1000)?.openedUp).toBeNull();
    expect(path(999)?.openedUp).toBe(false);
  });

  test.each([
    ["erased-gain", [1001, 999]],
    ["pared-gain", [1001, 1000]],
    ["pared-gain", [1010, 1004]],
    ["erased-loss", [999, 1001]],
    ["pared-loss", [999, 1000]],
    ["pared-loss", [990, 996]],
    ["erased-loss", [1030, 998, 1001]],
    ["pared-gain", [1010, 990, 1000]],
    ["pared-loss", [1009, 990, 1000]],
    [null, [1010, 1005]],
    [null, [990, 995]],
    [null, [1000]],
  ])("%s of %j", (turn, prices) => {
    expect(path(...prices)?.turn).toBe(turn);
  });

  test("a smaller move than 0.10 % is neither gain nor loss", () => {
    const small = (...prices: string[]) =>
      shownOf(
        "B",
        market("XTKS"),
        listed("B", { scale: 1 }),
        opened(FRI),
        tick("B", 1000),
        closed(FRI),
        opened(MON),
        prices.map((price) => tick("B", price)),
      ).session?.turn;
    expect(small("1000.9", "999.9")).toBeNull();
    expect(small("1001.0", "999.9")).toBe("erased-gain");
  });

  test("closed at the high or the low, once closed; near both or neither is null", () => {
    const closing = (close: number, ...prices: number[]) =>
      a(
        day(FRI, 1000),
        opened(MON),
        prices.map((price) => tick("A", price)),
        closed(MON, { A: close }),
      ).session?.closedAt;
    expect(closing(1009, 1010, 1000)).toBe("high");
    expect(closing(1008, 1010, 1000)).toBeNull();
    expect(closing(991, 1010, 990)).toBeNull();
    expect(closing(990, 1010, 990)).toBe("low");
    expect(closing(1000, 1001, 1000)).toBeNull();
  });

  test("without a reference only the close is placed; without a price there is none", () => {
    expect(a(opened(MON), tick("A", 120), tick("A", 100), closed(MON)).session).toEqual({
      maxUpPct: null,
      maxDownPct: null,
      openedUp: null,
      turn: null,
      closedAt: "low",
    });
    expect(a(day(FRI, 100), opened(MON), lateReport("A", 110)).session).toBeNull();
    expect(a(day(FRI, 100), opened(MON), tick("A", 101, { updates: ["last"] })).session).toMatchObject({
      maxUpPct: null,
      maxDownPct: null,
      openedUp: true,
    });
  });
});

describe("the course of a streak", () => {
  const rising = [day("2026-02-03", 100), day("2026-02-04", 104), day(THU, 110)];

  test("ended is told by the confirmed close alone, until the next open", () => {
    expect(a(rising, opened(FRI), tick("A", 100)).streak.ended).toBeNull();
    const over = [rising, day(FRI, 105)];
    expect(a(over).streak).toMatchObject({
      confirmed: -1,
      cumulativePct: "-4.5455",
      ended: { length: 2, since: "2026-02-04", cumulativePct: "10.0000" },
    });
    expect(a(over, opened(MON)).streak).toMatchObject({ ended: null, cumulativePct: "-4.5455" });
    expect(a(rising, day(FRI, 110)).streak).toMatchObject({ confirmed: 0, ended: { length: 2 } });
    expect(a(rising, day(FRI, 111)).streak.ended).toBeNull();
  });

  test("the provisional streak carries the last tick; an unchanged one nothing", () => {
    expect(a(rising, opened(FRI), tick("A", 121)).streak.cumulativePct).toBe("21.0000");
    expect(a(rising, opened(FRI), tick("A", 110)).streak.cumulativePct).toBeNull();
    expect(a(rising, opened(FRI)).streak.cumulativePct).toBe("10.0000");
  });

  test("a seed: of the other sign it gives the close before, of the same that lies before the tape", () => {
    const seeded = (streak: number, ...lines: Lines) => a(streakSeed("A", streak, 100, FRI), lines).streak;
    expect(seeded(-1, day(MON, 110)).cumulativePct).toBe("10.0000");
    expect(seeded(0, day(MON, 110)).cumulativePct).toBe("10.0000");
    expect(seeded(1, day(MON, 110)).cumulativePct).toBeNull();
    expect(seeded(1, day(MON, 110), day(TUE, 109)).ended).toEqual({
      length: 2,
      since: FRI,
      cumulativePct: null,
    });
    expect(seeded(3, day(MON, 99)).ended).toEqual({ length: 3, since: null, cumulativePct: null });
    expect(seeded(1, day(MON, 99)).ended).toBeNull();
  });

  test("a late seed works it out anew; a session left open ends none", () => {
    const over = [rising, day(FRI, 105)];
    expect(a(over, streakSeed("A", 4, 104, "2026-02-04")).streak.ended).toMatchObject({ length: 5 });
    expect(a(over, streakSeed("A", 4, 105, FRI)).streak).toMatchObject({ ended: null, cumulativePct: null });
    const left = [rising, opened(FRI), tick("A", 100), opened(MON), tick("A", 99), closed(MON)];
    expect(a(left).streak).toMatchObject({ confirmed: null, ended: null, cumulativePct: null });
  });

  test("on today's basis", () => {
    expect(a(rising, split("A", 2, 1, FRI), day(FRI, 56), day(MON, 50)).streak).toMatchObject({
      ended: { length: 3, cumulativePct: "12.0000" },
    });
    expect(a(rising, day(FRI, 120), day(MON, 121), day(WED, 122)).streak.cumulativePct).toBe("22.0000");
  });
});
