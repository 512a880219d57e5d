/** Missing sessions: scheduled, neither held nor called off. */
import { describe, expect, test } from "vitest";
import {
  calendar,
  cancelled,
  closed,
  day,
  FRI,
  lastCode,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shownOf,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

/** The day before `THU`. */
const WED_BEFORE = "2026-02-04";

describe("a missing session", () => {
  const scheduled = [...tokyo, calendar(THU, FRI, MON, TUE, WED)];
  const start = [...scheduled, day(THU, 100), day(FRI, 101)].flat();

  test("is found at the next open, and the streak is null until re-seeded", () => {
    expect(shownOf("A", start).streak.confirmed).toBe(1);
    expect(shownOf("A", start, opened(TUE)).streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(shownOf("A", start, day(TUE, 102), day(WED, 103)).streak.confirmed).toBeNull();
    const seeded = shownOf("A", start, day(TUE, 102), streakSeed("A", 3, 102, TUE), day(WED, 103));
    expect(seeded.streak.confirmed).toBe(4);
  });

  test("a seed for a date before the gap doesn't bridge it, one for the last date missing does", () => {
    expect(shownOf("A", start, day(TUE, 102), streakSeed("A", 2, 101, FRI)).streak.confirmed).toBeNull();
    expect(shownOf("A", start, day(TUE, 102), streakSeed("A", 5, 101, MON)).streak.confirmed).toBe(6);
  });

  test("a cancelled or unscheduled date is none", () => {
    expect(shownOf("A", start, cancelled(MON), day(TUE, 102)).streak.confirmed).toBe(2);
    expect(shownOf("A", tokyo, day(FRI, 101), day(TUE, 102)).streak.confirmed).toBe(1);
  });

  test("change and records go on over it", () => {
    const { change, record } = shownOf("A", start, day(TUE, 105));
    expect(change).toBe("4");
    expect(record.close?.level).toBe("105");
  });
});

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

test("what the open before did not find missing stays found, whether the instrument traded or not", () => {
  const scheduled = calendar(THU, FRI, MON, TUE);
  const lines = (...monday: Lines) => [
    market("XTKS"),
    listed("A"),
    opened(THU),
    tick("A", 90),
    closed(THU),
    opened(MON),
    scheduled,
    ...monday,
    closed(MON),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines()).streak.confirmed).toBe(0);
  expect(shownOf("A", ...lines(tick("A", 91))).streak.confirmed).toBe(1);
});
