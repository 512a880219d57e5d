/** Admission: sessions in order, what comes too late, names and prices that are none, and data as bad as it comes. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  calendar,
  cancelled,
  closed,
  defined,
  FRI,
  halted,
  index,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  phase,
  rebalanced,
  recordSeed,
  refused,
  resumed,
  shown,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

const start: Lines = [tokyo, opened(FRI), tick("A", 100), closed(FRI)];

const correctedClose = (instrument: string): Line => ({
  type: "CloseCorrected",
  mic: "XTKS",
  date: FRI,
  instrument,
  close: 1,
});

describe("sessions out of order", () => {
  const friday = [...tokyo, opened(FRI), tick("A", 100), closed(FRI)];

  test("a later date opened while one is open ends that one unconfirmed at its last ticks", () => {
    const left = [...friday, opened(MON), tick("A", 130), tick("A", 110)];
    const { previous, change, streak, record } = shownOf("A", left, opened(TUE), tick("A", 121));
    expect(lastCode(left, opened(TUE))).toBe("accepted");
    expect(previous).toEqual({ date: MON, close: "110", changePct: "10.0000" });
    expect(change).toBe("11");
    expect(streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    // No record close, but a high all the same.
    expect(record.close).toMatchObject({ level: "100", date: FRI });
    expect(record.high).toMatchObject({ level: "130", date: MON });
  });

  test("the streak stays unknown until it is seeded", () => {
    const left = [...friday, opened(MON), tick("A", 110), opened(TUE), tick("A", 121), closed(TUE)];
    expect(shownOf("A", left).streak.confirmed).toBeNull();
    expect(shownOf("A", left, streakSeed("A", 3, 121, TUE)).streak.confirmed).toBe(3);
  });

  test("the session that ended so can be closed no more", () => {
    const left = [...friday, opened(MON), tick("A", 110), opened(TUE)];
    expect(lastCode(left, closed(MON))).toBe("never-closed");
    expect(lastCode(left, tick("A", 1), closed(TUE))).toBe("accepted");
  });

  test("`SessionClosed` of what isn't open is never-closed, of the date just closed session-closed", () => {
    expect(lastCode(tokyo, closed(FRI))).toBe("never-closed");
    expect(lastCode(tokyo, opened(FRI), closed(MON))).toBe("never-closed");
    expect(lastCode(friday, closed(FRI))).toBe("session-closed");
    expect(lastCode(friday, closed(THU))).toBe("never-closed");
    expect(lastCode(friday, opened(MON), closed(FRI))).toBe("never-closed");
  });

  test("a date opened before is double-open: open still, just closed, or long since", () => {
    expect(lastCode(tokyo, opened(FRI), opened(FRI))).toBe("double-open");
    expect(lastCode(friday, opened(FRI))).toBe("double-open");
    expect(lastCode(friday, opened(MON), closed(MON), opened(FRI))).toBe("double-open");
    expect(lastCode(friday, opened(MON), opened(TUE), opened(MON))).toBe("double-open");
  });

  test("an unscheduled, cancelled or earlier date is outside-session", () => {
    expect(lastCode(tokyo, calendar(FRI, TUE), opened(MON))).toBe("outside-session");
    expect(lastCode(tokyo, cancelled(MON), opened(MON))).toBe("outside-session");
    expect(lastCode(friday, opened(THU))).toBe("outside-session");
    expect(lastCode(tokyo, calendar(FRI, TUE), opened("2026-03-02"))).toBe("accepted");
  });

  test("of two calendars the later one on the tape holds where they overlap", () => {
    expect(lastCode(tokyo, calendar(FRI, TUE), calendar(FRI, MON), opened(MON))).toBe("accepted");
    expect(lastCode(tokyo, calendar(FRI, TUE), calendar(FRI, MON), opened(TUE))).toBe("outside-session");
  });

  test("a wrong phase change is outside-session", () => {
    expect(lastCode(tokyo, phase(FRI, "open"))).toBe("outside-session");
    expect(lastCode(tokyo, opened(FRI), phase(MON, "break"))).toBe("outside-session");
    expect(lastCode(friday, phase(FRI, "break"))).toBe("outside-session");
    expect(lastCode(tokyo, opened(FRI), phase(FRI, "break"))).toBe("accepted");
  });

  test("`SessionCancelled` of an opened date is session-closed", () => {
    expect(lastCode(tokyo, opened(FRI), cancelled(FRI))).toBe("session-closed");
    expect(lastCode(friday, cancelled(FRI))).toBe("session-closed");
    expect(lastCode(friday, cancelled(MON))).toBe("accepted");
  });

  test("what is refused changes no value", () => {
    const clean = shown(friday).valuesDigest;
    const wrong = [closed(FRI), closed(THU), opened(FRI), opened(THU), phase(FRI, "break"), cancelled(FRI)];
    expect(shown(friday, wrong).valuesDigest).toBe(clean);
    expect(refused(friday, wrong)).toEqual({
      "double-open": 1,
      "never-closed": 1,
      "outside-session": 2,
      "session-closed": 2,
    });
  });
});

describe("what comes too late for a session", () => {
  const start = [...tokyo, opened(FRI), tick("A", 100), closed(FRI), opened(MON)];

  test.each([
    ["earlier", FRI, "split-intraday"],
    ["open", MON, "split-intraday"],
    ["next", TUE, "accepted"],
  ])("a base price or a split for the %s date, %s: %s", (_, date, code) => {
    expect(lastCode(start, base("A", date, 90))).toBe(code);
    expect(lastCode(start, split("A", 2, 1, date))).toBe(code);
  });

  test.each([
    ["the same ratio", split("A", 2, 1, TUE), "duplicate"],
    ["the same ratio in other terms", split("A", 6, 3, TUE), "duplicate"],
    ["another ratio", split("A", 3, 1, TUE), "accepted"],
    ["another date", split("A", 2, 1, WED), "accepted"],
    ["another instrument", split("B", 2, 1, TUE), "accepted"],
  ])("a split told again with %s: %s", (_, again, code) => {
    expect(lastCode(start, split("A", 2, 1, TUE), again)).toBe(code);
  });

  test("a split told again after its session opened is a duplicate, and changes nothing", () => {
    const told = [start, tick("A", 100), closed(MON), split("A", 2, 1, TUE), opened(TUE), tick("A", 51)];
    expect(lastCode(told, split("A", 4, 2, TUE))).toBe("duplicate");
    expect(shownOf("A", told, split("A", 4, 2, TUE)).changePct).toBe("2.0000");
    // The refused one is not in force: what repeats it is too late as well.
    const late = split("A", 3, 1, FRI);
    expect(lastCode(told, late, late)).toBe("split-intraday");
  });

  test("they may come before the first open", () => {
    expect(lastCode(tokyo, base("A", MON, 90))).toBe("accepted");
    expect(lastCode(tokyo, split("A", 2, 1, MON))).toBe("accepted");
  });

  test("an entry of `closes` for a derived index is ignored", () => {
    const derived = [...tokyo, index("I"), defined("I", "price", 1, { A: "1" }), opened(FRI), tick("A", 100)];
    const { close, high } = shownOf("I", derived, closed(FRI, { A: 101, I: "999.99" }));
    expect({ close, high }).toEqual({ close: "101.00", high: "101.00" });
    expect(lastCode(derived, closed(FRI, { I: "0.001" }))).toBe("accepted");
  });
});

describe("names and prices of other events", () => {
  const start = [...tokyo, market("XOSE"), listed("C", { mic: "XOSE" })];

  test.each<[what: string, line: Line]>([
    ["an instrument of an unlisted market", listed("D", { mic: "XXXX" })],
    ["a session of an unlisted market", opened(FRI, { mic: "XXXX" })],
    ["a calendar of an unlisted market", { ...calendar(FRI), mic: "XXXX" } as Line],
    ["a halt of an unlisted instrument", { type: "TradingHalted", instrument: "Z", kind: "halt" } as const],
    ["a halt of an unlisted market", { type: "TradingHalted", mic: "XXXX", kind: "halt" } as const],
    ["a split of an unlisted instrument", split("Z", 2, 1, FRI)],
    ["a base price of an unlisted instrument", base("Z", FRI, 1)],
    ["a record of an unlisted instrument", recordSeed("Z", "high", 1, FRI)],
    ["a streak of an unlisted instrument", streakSeed("Z", 1, 1, FRI)],
  ])("%s is unknown", (_, line) => {
    expect(lastCode(start, line)).toBe("unknown");
  });

  test("an official close of an unlisted instrument, or one of another market, refuses the close", () => {
    expect(lastCode(start, opened(FRI), closed(FRI, { Z: 1 }))).toBe("unknown");
    expect(lastCode(start, opened(FRI), closed(FRI, { C: 1 }))).toBe("unknown");
    expect(shownOf("A", start, opened(FRI), closed(FRI, { Z: 1 })).phase).toBe("open");
  });

  test.each<[what: string, line: Line]>([
    ["a close of another market's instrument", correctedClose("C")],
    ["a close from before its instrument was listed", correctedClose("D")],
    ["a definition of a share", defined("A", "price", 1, { B: "1" })],
    ["a rebalance of an index without members", rebalanced("I", 1, { A: "1" })],
  ])("%s is unknown, under a used id too", (_, line) => {
    const known = [
      start,
      index("I"),
      opened(FRI),
      closed(FRI),
      listed("D"),
      { ...cancelled(MON), id: "used" },
    ];
    expect(lastCode(known, line)).toBe("unknown");
    expect(lastCode(known, { ...line, id: "used" } as Line)).toBe("unknown");
  });

  test.each([
    ["a base price", base("A", FRI, "1.5")],
    ["a record", recordSeed("A", "high", 0, FRI)],
    ["a streak's close", streakSeed("A", 1, -1, FRI)],
  ])("%s that is no price of its instrument is bad-price", (_, line) => {
    expect(lastCode(start, line)).toBe("bad-price");
  });

  test("an official close that is none is bad-price, and the session stays open", () => {
    expect(lastCode(start, opened(FRI), closed(FRI, { A: "1.5" }))).toBe("bad-price");
    expect(shownOf("A", start, opened(FRI), closed(FRI, { A: 0 })).phase).toBe("open");
  });
});

describe("data as bad as it comes", () => {
  test("out of order within a session: accepted, last by instant", () => {
    const lines = [tokyo, opened(FRI, { at: 0 }), tick("A", 3, { at: 30 }), tick("A", 2, { at: 20 })];
    expect(refused(lines)).toEqual({});
    expect(shownOf("A", lines)).toMatchObject({ open: "2", last: "3", high: "3", low: "2" });
  });

  test("far ahead in time: accepted, whatever the clock says", () => {
    expect(lastCode(start, opened(MON), tick("A", 3, { at: "2199-01-01T00:00:00Z" }))).toBe("accepted");
  });

  test("moves that happened: half in a day, and double in a day", () => {
    expect(refused(start, opened(MON), tick("A", 48), tick("A", 205))).toEqual({});
  });

  test("a side-car, then a breaker", () => {
    const monday = [start, opened(MON), halted({ mic: "XTKS" }, "sidecar"), tick("A", 99)];
    expect(refused(monday)).toEqual({});
    const stopped = [monday, halted({ mic: "XTKS" }, "breaker"), tick("A", 98)];
    expect(refused(stopped)).toEqual({ halted: 1 });
    const again = [
      resumed({ mic: "XTKS" }, "breaker"),
      phase(MON, "auction"),
      tick("A", 92),
      phase(MON, "open"),
    ];
    expect(shownOf("A", stopped, again)).toMatchObject({ last: "92", phase: "open" });
  });

  test("a bust before its tick: applied when the tick arrives", () => {
    const before = shown(start, opened(MON), bust("t"), tick("A", 120, { id: "t" }), tick("A", 101));
    expect(before.instruments["A"]).toMatchObject({ last: "101", high: "101" });
    expect(before.tape.rejected).toEqual({ busted: 1 });
    expect(before.valuesDigest).toBe(shown(start, opened(MON), tick("A", 101, { at: 9 })).valuesDigest);
  });

  test("a split with no previous close applies to later bases only", () => {
    expect(shownOf("A", tokyo, split("A", 2, 1, FRI), opened(FRI), tick("A", 50))).toMatchObject({
      change: null,
      last: "50",
    });
  });

  test("a member that trades no more keeps its price until a rebalance says otherwise", () => {
    const lines = [tokyo, index("I"), defined("I", "price", 1, { A: "1", B: "1" })];
    const friday = [opened(FRI), tick("A", 100), tick("B", 60), closed(FRI)];
    const later = [opened(MON), tick("A", 110), closed(MON), opened(TUE), tick("A", 111)];
    expect(shownOf("I", lines, friday, later)).toMatchObject({ last: "171.00", index: { members: 2 } });
  });

  test("an average price that moves volume alone, a late sold print that moves high and low alone", () => {
    const monday = [
      start,
      opened(MON),
      tick("A", 101),
      tick("A", 500, { updates: ["volume"] }),
      lateReport("A", 104),
    ];
    expect(shownOf("A", monday)).toMatchObject({ last: "101", high: "104", low: "101" });
  });

  test("a session on a Saturday is a session", () => {
    expect(
      shownOf("A", start, opened("2026-02-07"), tick("A", 101), closed("2026-02-07")).streak.confirmed,
    ).toBe(1);
  });

  test("an outage of a whole day is cancelled, not unchanged", () => {
    const out = [tokyo, calendar(FRI, MON, TUE), opened(FRI), tick("A", 100), closed(FRI), cancelled(MON)];
    expect(shownOf("A", out, opened(TUE), tick("A", 101), closed(TUE)).streak.confirmed).toBe(1);
  });
});
