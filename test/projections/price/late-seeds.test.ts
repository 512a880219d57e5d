/** Seeds that come late: what the tape had shown of the sessions after them is counted again from there. */
import { fold } from "@tapefold/core";
import { listing, marketRules, sessionsAfter } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  calendar,
  closed,
  day,
  FRI,
  lateReport,
  type Lines,
  listed,
  market,
  MON,
  opened,
  recordSeed,
  shownOf,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

const a = (...lines: Lines) => shownOf("A", tokyo, lines);

describe("a streak seed for a date before the sessions on the tape", () => {
  const week = [day(FRI, 110), day(MON, 121), day(TUE, 121)];

  test("gives each session the close before it to be measured from, in the year before as in this one", () => {
    const days = [day("2025-12-30", 110), day("2025-12-31", 121), day("2026-01-05", 110)];
    const seeded = a(days, opened("2026-01-06"), streakSeed("A", 4, 100, "2025-12-29"));
    expect(seeded.streak).toMatchObject({ confirmed: -1, since: "2026-01-05" });
    expect(seeded.previous).toEqual({ date: "2026-01-05", close: "110", changePct: "-9.0909" });
    const first = a(days.slice(0, 1), opened("2025-12-31"), streakSeed("A", 4, 100, "2025-12-29"));
    expect(first.previous).toEqual({ date: "2025-12-30", close: "110", changePct: "10.0000" });
    const second = a(days.slice(0, 2), opened("2026-01-05"), streakSeed("A", 4, 100, "2025-12-30"));
    expect(second.previous).toEqual({ date: "2025-12-31", close: "121", changePct: "21.0000" });
  });

  test("counts what it is for and before it no more", () => {
    const seeded = a(week, opened(WED), streakSeed("A", -3, 130, FRI));
    expect(seeded.streak).toMatchObject({ confirmed: 0, since: null });
    expect(a(week, opened(WED), streakSeed("A", -3, 130, MON)).streak).toMatchObject({ confirmed: -4 });
    expect(a(week, opened(WED), streakSeed("A", -3, 130, TUE)).streak).toMatchObject({ confirmed: -3 });
  });

  test("leaves out a session without a price", () => {
    const quiet = [day(FRI, 110), [opened(MON), closed(MON)], day(TUE, 121)];
    const seeded = a(quiet, opened(WED), streakSeed("A", 1, 100, THU));
    expect(seeded.streak).toMatchObject({ confirmed: 3, since: THU });
    expect(seeded.previous).toEqual({ date: TUE, close: "121", changePct: "10.0000" });
  });

  test("measures a session with a base price of its own from that", () => {
    const based = [day(FRI, 110), base("A", MON, 130), day(MON, 121)];
    const seeded = a(based, opened(TUE), streakSeed("A", 1, 100, THU));
    expect(seeded.streak).toMatchObject({ confirmed: -1, since: MON });
    expect(seeded.previous).toEqual({ date: MON, close: "121", changePct: "-6.9231" });
    const today = [base("A", MON, 130), day(MON, 121), streakSeed("A", 1, 100, FRI)];
    expect(a(today).streak).toMatchObject({ confirmed: -1, since: MON });
  });

  test("is forgotten over a session that was left open, and over a missing one", () => {
    const left = [opened(FRI), tick("A", 110), day(MON, 121)];
    expect(a(left, opened(TUE), streakSeed("A", 1, 100, THU)).streak.confirmed).toBeNull();
    const scheduled = calendar(THU, FRI, MON, TUE);
    expect(a(scheduled, day(MON, 121), streakSeed("A", 1, 100, THU)).streak.confirmed).toBeNull();
    expect(
      a(scheduled, day(MON, 121), opened(TUE), streakSeed("A", 1, 100, THU)).streak.confirmed,
    ).toBeNull();
    expect(a(scheduled, opened(TUE), streakSeed("A", 1, 100, THU)).streak.confirmed).toBeNull();
    expect(a(scheduled, day(FRI, 110), streakSeed("A", 1, 100, THU)).streak.confirmed).toBe(2);
  });

  test("before any session gives the close and the streak alone", () => {
    expect(a(streakSeed("A", 2, 100, THU)).streak).toEqual({
      confirmed: 2,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(a(streakSeed("A", 2, 100, THU), opened(FRI), tick("A", 101)).streak.provisional).toBe(3);
  });

  test("with a split between: each session measured on its own basis", () => {
    const halved = [day(FRI, 110), split("A", 2, 1, MON), day(MON, 56)];
    const seeded = a(halved, opened(TUE), streakSeed("A", 1, 100, THU));
    expect(seeded.streak).toMatchObject({ confirmed: 3 });
    expect(seeded.previous?.changePct).toBe("1.8182");
  });
});

describe("a record seed for a date before the sessions on the tape", () => {
  test("a session with nothing but a late report makes a record high, and no close", () => {
    const reported = [opened(FRI), lateReport("A", 120), closed(FRI), day(MON, 90)];
    const { record } = a(reported, opened(TUE), recordSeed("A", "high", 100, THU));
    expect(record.high).toMatchObject({ level: "120", date: FRI });
    expect(record.close).toMatchObject({ level: "90", date: MON, since: MON });
  });

  test("a seed on the current session's date stands against its prices", () => {
    const { record } = a(day(FRI, 90), opened(MON), tick("A", 150), recordSeed("A", "close", 100, MON));
    expect(record.close).toMatchObject({ level: "100", date: MON, setThisSession: true, straight: 1 });
    expect(record.high).toMatchObject({ level: "100", date: MON, setThisSession: true });
  });

  test("before any session it is the record, of no session", () => {
    const { record } = a(recordSeed("A", "close", 100, THU));
    expect(record.close).toMatchObject({ level: "100", date: THU, setThisSession: false, gap: null });
    expect(record.high).toMatchObject({ level: "100", date: THU, complete: false });
  });

  test("a high seed that equals the close seed stays the high seed, with its date", () => {
    const seeds = [recordSeed("A", "close", 100, FRI), recordSeed("A", "high", 100, THU, { complete: true })];
    expect(a(seeds, opened(MON), tick("A", 99)).record.high).toMatchObject({ date: THU, complete: true });
  });

  test("says nothing of closes where it is a high", () => {
    const { record } = a(day(FRI, 90), day(MON, 95), recordSeed("A", "high", 200, THU));
    expect(record.close).toMatchObject({ level: "95", date: MON, straight: 1 });
    expect(record.high).toMatchObject({ level: "200", date: THU });
  });

  test("a first record after the seed's own goes on from it only over the very next session", () => {
    const seed = recordSeed("A", "close", 100, FRI);
    expect(a(day(FRI, 100), seed, day(MON, 101)).record.close?.straight).toBe(2);
    expect(a(day(THU, 90), seed, day(MON, 101)).record.close?.straight).toBe(1);
    expect(a(day(THU, 90), seed, day(MON, 101), day(TUE, 102)).record.close?.straight).toBe(2);
    expect(a(day(FRI, 100), seed, day(MON, 99), day(TUE, 101)).record.close?.straight).toBe(1);
  });
});

test("a name that was another in the session before is kept for that session alone", () => {
  const relisted = [tokyo, opened(FRI), { ...(tokyo[1] as object), id: "again", name: "A+", sector: "tech" }];
  const at = (...lines: Lines) => fold(marketRules, tape(relisted as Lines, lines)).read(listing, "A");
  expect(at()).toMatchObject({ now: { name: "A" }, before: null });
  expect(at(opened(MON))).toMatchObject({ now: { name: "A+" }, before: { name: "A", sector: null } });
  expect(at(opened(MON), opened(TUE))).toMatchObject({ now: { name: "A+" }, before: null });
});

test("a seed of the very session that opens after it says nothing of what that is measured from", () => {
  const first: Lines = [tokyo, streakSeed("A", 1, 41, FRI), opened(FRI), tick("A", 50)];
  expect(shownOf("A", first)).toMatchObject({ previous: null, change: null, streak: { confirmed: 1 } });
  const next = shownOf("A", first, closed(FRI), opened(MON), tick("A", 42));
  expect(next).toMatchObject({ previous: { date: FRI, close: "41" }, streak: { provisional: 2 } });
});

describe("over more sessions than a page of the history holds", () => {
  const dates = Array.from({ length: 40 }, (_, index) =>
    new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10),
  );
  const price = (index: number): number => 100 + ((index * 37) % 11);
  const last = "2026-03-02";
  const days = dates.map((date, index) => day(date, price(index)));

  test.each([1, 15, 16, 17, 31, 32, 33])(
    "all of %i sessions are there, the newest from any date on",
    (count) => {
      const state = fold(marketRules, tape(tokyo, days.slice(0, count), opened(last)));
      const after = (date: string): string[] => sessionsAfter(state, "A", date).map((one) => one.date);
      expect(after("0000-01-01")).toEqual(dates.slice(0, count));
      for (const [index, date] of dates.slice(0, count).entries())
        expect(after(date)).toEqual(dates.slice(index + 1, count));
    },
  );

  test.each([0, 1, 14, 15, 16, 17, 30, 31, 32, 33, 38, 39])("a seed for the date of session %i", (index) => {
    const date = dates[index] as string;
    for (const seeds of [
      [streakSeed("A", 5, 90, date)],
      [streakSeed("A", 5, 90, date), streakSeed("A", -2, 120, dates[16] as string)],
    ]) {
      // The shown value is held against the oracle.
      a(days, opened(last), seeds);
      const state = fold(marketRules, tape(tokyo, days, opened(last), seeds));
      const measured = sessionsAfter(state, "A", date);
      expect(measured.map((one) => one.date)).toEqual(dates.slice(index + 1));
      // Each is measured from the close before it or a seed's; what the later seed says holds from its date on.
      const isTwo = seeds.length > 1;
      const seeded = (at: number): number | undefined => {
        if (isTwo && at === 16) return 120;
        return at === index && !(isTwo && index > 16) ? 90 : undefined;
      };
      const before = (at: number): number => seeded(at) ?? price(at);
      expect(measured.map(({ reference }) => Number(reference?.numerator))).toEqual(
        measured.map((_, place) => before(index + place)),
      );
    }
  });
});

test("of two streak seeds the last on the tape gives the previous close, of an earlier date too", () => {
  const lines = [market("XTKS"), listed("A"), streakSeed("A", 0, 735, FRI), streakSeed("A", 0, 728, THU)];
  expect(shownOf("A", ...lines).previous).toEqual({ date: THU, close: "728", changePct: null });
});

test("a streak seed of a later date leaves the one before it in force for the sessions between", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    streakSeed("A", 0, 105, THU),
    streakSeed("A", 0, 95, TUE),
    opened(MON),
    tick("A", 110),
  ];
  expect(shownOf("A", ...lines).previous).toEqual({ date: THU, close: "105", changePct: null });
  const later = [closed(MON), opened(TUE), tick("A", 120), closed(TUE), opened(WED), tick("A", 90)];
  expect(shownOf("A", ...lines, ...later).previous).toEqual({ date: TUE, close: "95", changePct: null });
});

test("a streak seed looks again for sessions that are missing, by what is known then", () => {
  const scheduled = calendar(THU, FRI, MON, TUE, WED);
  const lines = [market("XTKS"), listed("A"), opened(THU), opened(MON)];
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, THU)).streak.confirmed).toBe(0);
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, THU), scheduled).streak.confirmed).toBe(0);
  expect(shownOf("A", ...lines, scheduled, streakSeed("A", 0, 90, THU)).streak.confirmed).toBeNull();
});

test("a streak seed that comes late is what the sessions after it are measured from", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    opened(MON),
    closed(MON, { A: 96 }),
    opened(TUE),
    streakSeed("A", 0, 95, FRI),
  ];
  expect(shownOf("A", ...lines).previous).toEqual({ date: MON, close: "96", changePct: "1.0526" });
});
