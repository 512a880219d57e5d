/** Seeds: a streak, a close or a record told from outside, for a date before or on the tape. */
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  type Lines,
  MON,
  opened,
  recordSeed,
  shown,
  shownOf,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  day,
} from "../tape.ts";

test("a seed of a session stands wherever it lies on the tape: at its head or at its end", () => {
  const days: Lines = [opened(FRI), tick("A", 100), closed(FRI), opened(MON), tick("A", 102), closed(MON)];
  const seeds = [
    streakSeed("A", 3, 101, FRI),
    recordSeed("A", "close", 101, FRI),
    recordSeed("A", "high", 130, FRI),
  ];
  const first = shown(tokyo, seeds, days).instruments["A"];
  const last = shown(tokyo, days, seeds).instruments["A"];
  expect(last?.streak).toEqual({
    confirmed: 4,
    provisional: null,
    since: null,
    cumulativePct: null,
    ended: null,
  });
  expect(last?.streak).toEqual(first?.streak);
  expect(last?.change).toBe("1");
  expect(last?.record.close).toMatchObject({
    level: "102",
    straight: 2,
    previous: { level: "101", date: FRI },
  });
  expect(last?.record.high).toMatchObject({ level: "130", date: FRI, setThisSession: false });
});

describe("seeds", () => {
  test("of several of one basis the last on the tape wins, also downwards", () => {
    const seeds = [recordSeed("A", "close", 200, FRI), recordSeed("A", "close", 150, THU)];
    expect(shownOf("A", tokyo, seeds, opened(MON)).record.close).toMatchObject({ level: "150", date: THU });
  });

  test("sessions up to its date are left out wherever they stand", () => {
    const days = [...tokyo, ...day(FRI, 120), ...day(MON, 110)];
    const seeded = shownOf("A", days, recordSeed("A", "close", 100, FRI));
    expect(seeded.record.close).toMatchObject({ level: "110", date: MON, straight: 2, since: FRI });
    expect(shownOf("A", days, recordSeed("A", "close", 100, MON)).record.close).toMatchObject({
      level: "100",
      date: MON,
      straight: 1,
      setThisSession: true,
      previous: null,
    });
  });

  test("a high seed below the close seed, or absent beside one, is lifted to it", () => {
    const close = recordSeed("A", "close", 200, FRI, { complete: true });
    expect(shownOf("A", tokyo, close, opened(MON)).record.high).toMatchObject({
      level: "200",
      date: FRI,
      complete: false,
      since: FRI,
    });
    const low = recordSeed("A", "high", 150, THU, { complete: true });
    expect(shownOf("A", tokyo, close, low, opened(MON)).record.high).toMatchObject({
      level: "200",
      date: FRI,
      complete: true,
      since: null,
    });
    const high = recordSeed("A", "high", 250, THU);
    expect(shownOf("A", tokyo, high, close, opened(MON)).record.high).toMatchObject({
      level: "250",
      date: THU,
      complete: false,
    });
  });

  test("`straight` is 1 after a seed and goes on only from the instrument's previous close", () => {
    const seed = recordSeed("A", "close", 100, FRI);
    expect(shownOf("A", tokyo, seed, opened(MON)).record.close?.straight).toBe(1);
    // The seed stands alone: nothing says that Friday was the previous close.
    expect(shownOf("A", tokyo, seed, day(MON, 110)).record.close?.straight).toBe(1);
    expect(
      shownOf("A", tokyo, streakSeed("A", 1, 100, FRI), seed, day(MON, 110)).record.close?.straight,
    ).toBe(2);
    expect(shownOf("A", tokyo, day(FRI, 100), seed, day(MON, 110)).record.close?.straight).toBe(2);
    const older = recordSeed("A", "close", 100, THU);
    expect(
      shownOf("A", tokyo, streakSeed("A", 1, 90, FRI), older, day(MON, 110)).record.close?.straight,
    ).toBe(1);
  });

  test("a seed counts as having set the record: the next break is the second in a row", () => {
    const seed = [recordSeed("A", "high", 100, FRI), streakSeed("A", 1, 99, FRI)];
    expect(shownOf("A", tokyo, seed, opened(MON), tick("A", 101)).record.high).toMatchObject({
      level: "101",
      straight: 2,
      setThisSession: true,
      previous: { level: "100", date: FRI },
    });
  });

  test("a streak seed gives previous close and base price, and sets no record", () => {
    const { previous, change, record, streak } = shownOf(
      "A",
      tokyo,
      streakSeed("A", -2, 100, FRI),
      opened(MON),
      tick("A", 99),
    );
    expect(previous).toEqual({ date: FRI, close: "100", changePct: null });
    expect(change).toBe("-1");
    expect(streak).toEqual({ confirmed: -2, provisional: -3, since: null, cumulativePct: null, ended: null });
    expect(record.close).toBeNull();
    expect(record.high).toMatchObject({ level: "99", setThisSession: false });
  });

  test("a streak seed replaces what the tape observed up to then, wherever it stands", () => {
    const days = [...tokyo, ...day(FRI, 100), ...day(MON, 99), ...day(TUE, 101)];
    expect(shownOf("A", days).streak.confirmed).toBe(1);
    expect(shownOf("A", days, streakSeed("A", 4, 98, MON)).streak).toEqual({
      confirmed: 5,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(shownOf("A", days, streakSeed("A", 1, 98, MON)).streak.since).toBe(MON);
    expect(shownOf("A", days, streakSeed("A", 4, 98, MON)).change).toBe("3");
    expect(shownOf("A", days, streakSeed("A", -7, 98, TUE)).streak.confirmed).toBe(-7);
  });
});
