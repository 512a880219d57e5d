/**
 * The close that a session follows, where a member of another market is behind, level or ahead: the divisor of a Dow
 * kind index moves by it at a split of another member. Every tape is held against the oracle besides.
 */
import { describe, expect, test } from "vitest";
import {
  closed,
  defined,
  FRI,
  index,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

const there = { mic: "XM" };
const open = (date: string): Line => opened(date, there);
const close = (date: string): Line => closed(date, undefined, there);
const day = (date: string, price: number): Lines => [open(date), tick("M", price), close(date)];

/** Tokyo's A at 100 is split 2 for 1 at Monday's open; M, of the other market, has come to where the lines leave it. */
const divisor = (...lines: Lines): string | null | undefined =>
  shownOf(
    "I",
    [tokyo, market("XM"), listed("M", there), index("I")],
    defined("I", "price", "10.00000000", { A: "1", M: "1" }),
    [opened(FRI), tick("A", 100), closed(FRI)],
    lines,
    split("A", 2, 1, MON),
    opened(MON),
  ).index?.divisor;

/** 10 · (50 + close) / (100 + close), rounded to eight decimals. */
const BY = { 20: "5.83333333", 25: "6.00000000", 30: "6.15384615", none: "10.00000000" } as const;

describe("the divisor moves by the close before Monday of a member", () => {
  test.each<[case_: string, by: keyof typeof BY, lines: Lines]>([
    ["that closed on Friday", 30, [day(THU, 20), day(FRI, 30)]],
    ["that has a session of Friday still open", 30, [day(THU, 20), open(FRI), tick("M", 35), tick("M", 30)]],
    ["that has its first session still open", 30, [open(FRI), tick("M", 30)]],
    ["that has only a late report in the open session", 20, [day(THU, 20), open(FRI), lateReport("M", 33)]],
    ["that has no price yet in the open session", 20, [day(THU, 20), open(FRI)]],
    ["that closed on Friday without a price", 20, [day(THU, 20), open(FRI), close(FRI)]],
    ["that has opened on Monday", 30, [day(FRI, 30), open(MON), tick("M", 40)]],
    ["that has closed on Monday", 30, [day(THU, 20), day(FRI, 30), day(MON, 40)]],
    ["that is at Tuesday", 30, [day(THU, 20), day(FRI, 30), day(MON, 40), open(TUE)]],
    ["that has closed on Tuesday", 30, [day(FRI, 30), day(MON, 40), day(TUE, 50)]],
    [
      "that is at Tuesday, and had nothing but a late report on Friday",
      20,
      [day(THU, 20), [open(FRI), lateReport("M", 33), close(FRI)], day(MON, 40), open(TUE)],
    ],
    [
      "that is at Tuesday, and was never closed on Friday",
      30,
      [open(FRI), tick("M", 30), day(MON, 40), open(TUE)],
    ],
    ["that is at Tuesday, and began on Monday", "none", [day(MON, 40), open(TUE)]],
    ["that has no session", "none", []],
    ["that has its first session now", "none", [open(MON), tick("M", 40)]],
  ])("%s", (_, by, lines) => {
    expect(divisor(lines)).toBe(BY[by]);
  });

  test.each<[case_: string, by: keyof typeof BY, lines: Lines]>([
    ["of Friday, and no session", 25, [streakSeed("M", 1, 25, FRI)]],
    ["of Monday, and no session", "none", [streakSeed("M", 1, 25, MON)]],
    ["of Friday, in place of that close", 25, [day(FRI, 30), streakSeed("M", 1, 25, FRI)]],
    ["of Thursday, and a close after it", 30, [day(FRI, 30), streakSeed("M", 1, 25, THU)]],
    ["of Friday before Monday's session", 25, [streakSeed("M", 1, 25, FRI), open(MON), tick("M", 40)]],
    ["of Friday, at Tuesday", 25, [streakSeed("M", 1, 25, FRI), day(MON, 40), open(TUE)]],
    [
      "of Friday, at Tuesday, in place of that close",
      25,
      [day(FRI, 30), day(MON, 40), open(TUE), streakSeed("M", 1, 25, FRI)],
    ],
    ["of Thursday, at Tuesday", 30, [streakSeed("M", 1, 25, THU), day(FRI, 30), day(MON, 40), open(TUE)]],
    ["of Wednesday, at Tuesday", 30, [day(FRI, 30), day(MON, 40), open(TUE), streakSeed("M", 1, 25, WED)]],
  ])("that has a seed %s", (_, by, lines) => {
    expect(divisor(lines)).toBe(BY[by]);
  });
});
