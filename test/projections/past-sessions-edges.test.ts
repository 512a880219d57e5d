/** Views over past sessions where bases, seeds and sessions without prices meet. */
import { fold, fraction, type State } from "@tapefold/core";
import {
  marketRules,
  milestoneHistory,
  milestoneOf,
  moveOf,
  recordHistory,
  streakWords,
  yearExtremes,
} from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  calendar,
  cancelled,
  closed,
  FRI,
  index,
  lastCode,
  lateReport,
  type Lines,
  market,
  MON,
  opened,
  recordSeed,
  shown,
  shownOf,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../edges/tape.ts";

const after = (...lines: Lines): State => fold(marketRules, tape(lines));
const day = (date: string, price: number): Lines => [opened(date), tick("A", price), closed(date)];

describe("a seed on the basis before a split", () => {
  const seeds = (high: number, close: number, ...splits: Lines) =>
    shownOf(
      "A",
      tokyo,
      splits,
      recordSeed("A", "high", high, FRI),
      recordSeed("A", "close", close, MON),
      opened(TUE),
    ).record.high;

  test("is lifted to a close seed after it, compared on its own", () => {
    // 60 after 2 for 1 is 120 before.
    expect(seeds(100, 60, split("A", 2, 1, MON))).toMatchObject({ level: "60", date: MON });
    expect(seeds(130, 60, split("A", 2, 1, MON))).toMatchObject({ level: "65", date: FRI });
    // 9 for 1 and 1 for 4: 9 new shares for 4.
    const twice = [split("A", 9, 1, MON), split("A", 1, 4, MON)];
    expect(seeds(100, 45, twice)).toMatchObject({ level: "45", date: MON });
    expect(seeds(100, 44, twice)).toMatchObject({ level: "44", date: FRI });
  });

  test("without a split the level stays as it is", () => {
    expect(seeds(100, 60)).toMatchObject({ level: "100", date: FRI });
  });
});

describe("records of the year", () => {
  const weeks = [day(THU, 100), day(FRI, 101), [opened(MON), tick("A", 120), closed(MON, { A: 99 })]];

  test("of closes and of highs are two histories", () => {
    const read = after(tokyo, weeks);
    expect(recordHistory(read, "A", "close")).toMatchObject({ dates: [FRI], firstSince: null });
    expect(recordHistory(read, "A", "high")).toMatchObject({ dates: [FRI, MON], firstSince: FRI });
  });

  test("before any session there are none, after the first no earlier one", () => {
    expect(recordHistory(after(tokyo), "A", "close")).toEqual({
      basis: "close",
      dates: [],
      thisYear: 0,
      firstSince: null,
    });
    expect(recordHistory(after(tokyo, day(THU, 100)), "A", "high")).toMatchObject({ dates: [], thisYear: 0 });
    const seeded = after(tokyo, recordSeed("A", "close", 100, THU));
    expect(recordHistory(seeded, "A", "close")).toMatchObject({
      dates: [THU],
      thisYear: 0,
      firstSince: null,
    });
  });

  test("a seed on the current session's date is named once, and follows nothing known", () => {
    const read = after(tokyo, day(FRI, 100), recordSeed("A", "close", 100, FRI));
    expect(recordHistory(read, "A", "close")).toMatchObject({ dates: [FRI], thisYear: 1, firstSince: null });
  });
});

describe("extremes of 52 weeks", () => {
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

describe("words for a streak", () => {
  const words = (...lines: Lines) => streakWords(after(tokyo, lines), "A");

  test("of one session, without and with one before", () => {
    expect(words(day(THU, 100))).toMatchObject({ streak: 0, extends: false, snapped: null, rebounds: false });
    expect(words(day(THU, 100), day(FRI, 101))).toMatchObject({
      streak: 1,
      extends: false,
      snapped: null,
      rebounds: false,
      cumulative: fraction(1n, 100n),
    });
    expect(words(day(THU, 100), day(FRI, 99), day(MON, 98))).toMatchObject({
      streak: -2,
      extends: true,
      rebounds: false,
    });
  });

  test("a seed's own session is not told apart from one fewer", () => {
    const on = (streak: number) => words(day(FRI, 100), streakSeed("A", streak, 100, FRI));
    expect(on(3)).toMatchObject({
      streak: 3,
      extends: true,
      snapped: null,
      longest: { since: null, from: FRI },
    });
    expect(on(-3)).toMatchObject({ streak: -3, extends: true, snapped: null, rebounds: false });
    expect(on(1)).toMatchObject({ streak: 1, extends: false, rebounds: false });
  });

  test("as long a run on the other side is none, nor is a shorter one on the same", () => {
    const days = [day("2026-02-02", 100), day("2026-02-03", 99), day("2026-02-04", 98), day(THU, 99)];
    expect(words(days, day(FRI, 100))?.longest).toEqual({ since: null, from: "2026-02-02" });
    const shorter = [day("2026-02-02", 100), day("2026-02-03", 101), day("2026-02-04", 100), day(THU, 101)];
    expect(words(shorter, day(FRI, 102))?.longest).toEqual({ since: null, from: "2026-02-02" });
  });

  test("a session without a price is none; one with a base price is measured from that", () => {
    expect(words(day(THU, 100), [opened(FRI), closed(FRI)], day(MON, 101))).toMatchObject({ streak: 1 });
    expect(words(day(THU, 100), base("A", FRI, 110), day(FRI, 105))).toMatchObject({ streak: -1 });
    expect(words(base("A", THU, 90), day(THU, 100))).toMatchObject({ streak: 0 });
  });
});

describe("a round number", () => {
  const start: Lines = [market("XTKS"), index("I"), base("I", THU, 1190)];
  const at = (...lines: Lines) => milestoneHistory(after(start, lines), "I", 1200);
  const session = (date: string, price: number): Lines => [opened(date), tick("I", price), closed(date)];

  test("before any session nothing is known of it, nor without a reference", () => {
    expect(at()).toMatchObject({ firstCrossed: null, firstClosedAbove: null, toward: false, crossed: false });
    const bare = after(market("XTKS"), index("I"), opened(THU), tick("I", 1195));
    expect(milestoneHistory(bare, "I", 1200)).toMatchObject({ toward: false, crossed: false });
    expect(at(opened(THU), tick("I", 1190))).toMatchObject({ toward: false });
  });

  test("a session that was left open crossed it and closed nowhere", () => {
    const left = [opened(THU), tick("I", 1210), session(FRI, 1190)];
    expect(at(left)).toMatchObject({ firstCrossed: THU, firstClosedAbove: null });
    expect(at(left, session(MON, 1205))).toMatchObject({ firstClosedAbove: MON, reclaimed: false });
  });

  test("a session without a price crosses nothing, and an open one neither holds nor gives back", () => {
    expect(at([opened(THU), closed(THU)], session(FRI, 1200))).toMatchObject({ firstCrossed: FRI });
    const lost = [session(THU, 1205), session(FRI, 1190), opened(MON), tick("I", 1201)];
    expect(at(lost)).toMatchObject({ holds: null, gaveBack: null, reclaimed: null });
  });
});

test("of the round numbers that a jump crosses a thousand are named", () => {
  const { reached } = milestoneOf(1_000_000, 1_000_000, fraction(1n));
  expect(reached).toHaveLength(10);
  const far = milestoneOf(2_000, 5_000_000, fraction(1_000n)).reached;
  expect(far).toHaveLength(1_000);
  expect([far[0], far.at(-1)]).toEqual([fraction(4_900_100n), fraction(5_000_000n)]);
});

test("a milestone is toward a price above its reference on any basis", () => {
  expect(milestoneOf(67, 67, fraction(200n, 3n)).toward).toBe(true);
  expect(milestoneOf(66, 66, fraction(200n, 3n)).toward).toBe(false);
});

test("a price at its reference is little changed", () => {
  expect(moveOf(100, fraction(100n))).toBe("little-changed");
});

/** The day before `THU`. */
const WED_BEFORE = "2026-02-04";

describe("a scheduled session between two others", () => {
  const start = calendar(THU, FRI, MON, TUE, WED);
  const days = (...between: Lines) =>
    shownOf("A", tokyo, start, day(THU, 100), between, opened(TUE)).streak.confirmed;

  test("is missing where it was neither held nor called off", () => {
    expect(days()).toBeNull();
    expect(days(day(FRI, 101))).toBeNull();
    expect(days(day(FRI, 101), cancelled(MON))).toBe(1);
    expect(days(cancelled(FRI), cancelled(MON))).toBe(0);
    expect(days([opened(FRI), closed(FRI)], cancelled(MON))).toBe(0);
  });

  test("is none where a later calendar leaves it out", () => {
    const later = { ...calendar(THU, MON, TUE, WED), from: FRI, to: FRI } as typeof start;
    expect(days(later, cancelled(MON))).toBe(0);
    expect(days(later)).toBeNull();
  });

  test("a calendar says nothing of dates before and after it, and all of its first and last", () => {
    const only = { ...calendar(FRI), from: THU, to: MON } as typeof start;
    const code = (date: string) => lastCode(tokyo, only, opened(date));
    expect([WED_BEFORE, THU, FRI, MON, TUE].map(code)).toEqual([
      "accepted",
      "outside-session",
      "accepted",
      "outside-session",
      "accepted",
    ]);
  });
});

test("a market listed again is one market, under its new name and region", () => {
  const twice = [market("XTKS", "Asia"), market("XTKS", "East"), index("I"), opened(FRI), tick("I", 100)];
  expect(shown(twice).regions.map(({ region }) => region)).toEqual(["East"]);
});
