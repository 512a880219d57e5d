/** The path of a day: its turns, and what was erased. */
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  lateReport,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shownOf,
  tick,
  tokyo,
  day,
} from "../tape.ts";

const a = (...lines: Lines) => shownOf("A", tokyo, lines);

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
