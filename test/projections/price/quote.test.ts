/** Prices of a session: the open, the reference, the official close, and sessions without a price. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  FRI,
  index,
  lateReport,
  type Line,
  type Lines,
  market,
  MON,
  opened,
  recordSeed,
  shownOf,
  split,
  tick,
  tokyo,
  TUE,
  WED,
  day,
} from "../tape.ts";

const start: Lines = [tokyo, opened(FRI), tick("A", 100), closed(FRI)];

describe("the official close is no tick", () => {
  const monday = [start, opened(MON), tick("A", 110), tick("A", 105)];

  test("`last` stays the last tick, the close extends high and low", () => {
    expect(shownOf("A", monday, closed(MON, { A: 120 }))).toMatchObject({
      last: "105",
      close: "120",
      high: "120",
      low: "105",
    });
    expect(shownOf("A", monday, closed(MON, { A: 90 }))).toMatchObject({ high: "110", low: "90" });
  });

  test("without one the last accepted tick is the close", () => {
    expect(shownOf("A", monday, closed(MON))).toMatchObject({ last: "105", close: "105" });
    expect(shownOf("A", monday, closed(MON, { B: 7 }))).toMatchObject({ close: "105" });
  });

  test("once closed, change, nearness, gap and milestone speak of the close, before of last", () => {
    const lines: Lines = [
      market("XTKS"),
      index("I"),
      base("I", MON, 1000),
      recordSeed("I", "close", 1200, FRI),
    ];
    const day = [lines, opened(MON), tick("I", 1190)];
    expect(shownOf("I", day)).toMatchObject({
      change: "190.00",
      record: { close: { gap: "10.00", near: "striking-distance" } },
      milestone: { level: "1200.00" },
    });
    expect(shownOf("I", day, closed(MON, { I: 1100 }))).toMatchObject({
      change: "100.00",
      record: { close: { gap: "100.00", near: "far" } },
      milestone: { level: "1200.00", reached: ["1100.00"], gaveBack: [] },
    });
  });

  test("it sets the record close; the position is the close's", () => {
    const { record } = shownOf("A", monday, closed(MON, { A: 120 }));
    expect(record.close).toMatchObject({ level: "120", date: MON, position: 10, setThisSession: true });
  });
});

describe("open, the mirror of last", () => {
  const late = [
    ...tokyo,
    opened(MON, { at: 0 }),
    tick("A", 101, { at: 20 }),
    tick("A", 100, { at: 10 }),
    tick("A", 103, { at: 40 }),
    tick("A", 102, { at: 30 }),
  ];

  test("open is the accepted tick with the least instant, last the one with the greatest", () => {
    expect(shownOf("A", late)).toMatchObject({ open: "100", last: "103" });
  });

  test("of two at one instant open is the first on the tape, last the second", () => {
    const twice = [...late, tick("A", 110, { at: 10 }), tick("A", 111, { at: 40 })];
    expect(shownOf("A", twice)).toMatchObject({ open: "100", last: "111" });
  });

  test("a derived index's open, high, low and last follow the tape", () => {
    const derived = [index("I"), defined("I", "price", 1, { A: "1" })];
    const [set, ...ticks] = [late.slice(0, 3), ...late.slice(3)] as [Line[], ...Line[]];
    const { open, high, low, last } = shownOf("I", set, derived, ticks);
    // The member's last tick in time decides: 101, still 101, 103, still 103.
    expect({ open, high, low, last }).toEqual({
      open: "101.00",
      high: "103.00",
      low: "101.00",
      last: "103.00",
    });
  });

  test("with no tick, open is the close", () => {
    const { open, high, low, last, close } = shownOf("A", tokyo, opened(MON), closed(MON, { A: 100 }));
    expect({ open, high, low, last, close }).toEqual({
      open: "100",
      high: "100",
      low: "100",
      last: null,
      close: "100",
    });
  });

  test("without last, but with a late report, open is the close and the high counts", () => {
    const { open, high } = shownOf("A", tokyo, opened(MON), lateReport("A", 120), closed(MON, { A: 100 }));
    expect({ open, high }).toEqual({ open: "100", high: "120" });
  });
});

describe("the reference is the base price", () => {
  const friday = [...tokyo, ...day(FRI, 100)];

  test("`BasePriceSet` for that date only, else the previous close", () => {
    const set = [...friday, base("A", MON, 90), opened(MON), tick("A", 99)];
    expect(shownOf("A", set)).toMatchObject({ change: "9", changePct: "10.0000", move: "up" });
    expect(shownOf("A", set).streak.provisional).toBe(1);
    expect(shownOf("A", set, closed(MON), opened(TUE), tick("A", 97)).change).toBe("-2");
  });

  test("`previous.close` stays the close, with the change it had", () => {
    const set = [...friday, base("A", MON, 90), opened(MON), tick("A", 99), closed(MON)];
    expect(shownOf("A", set).previous).toEqual({ date: FRI, close: "100", changePct: null });
    expect(shownOf("A", set, opened(TUE)).previous).toEqual({ date: MON, close: "99", changePct: "10.0000" });
  });

  test("on the session's basis: splits applied, to `record.previous.level` too", () => {
    const halved = [...friday, split("A", 2, 1, MON), opened(MON), tick("A", 51)];
    const { previous, change, changePct, record } = shownOf("A", halved);
    expect(previous).toEqual({ date: FRI, close: "50", changePct: null });
    expect({ change, changePct }).toEqual({ change: "1", changePct: "2.0000" });
    expect(record.high).toMatchObject({ level: "51", date: MON, previous: { level: "50", date: FRI } });
  });

  test("it moves no divisor and no record", () => {
    const derived = [...tokyo, index("I"), defined("I", "price", "2", { A: "1", B: "1" })];
    const both: Line[] = [opened(FRI), tick("A", 100), tick("B", 60), closed(FRI)];
    const set = [...derived, ...both, base("A", MON, 90), opened(MON), tick("A", 99)];
    expect(shownOf("I", set).index?.divisor).toBe("2");
    expect(shownOf("A", set).record.high).toMatchObject({ level: "100", date: FRI });
    // The level starts from base 90: 75 where it closed at 80. The five points are nobody's contribution.
    const { last, change, index: i } = shownOf("I", set);
    expect({ last, change, residual: i?.residual }).toEqual({
      last: "79.50",
      change: "-0.50",
      residual: "-5.00",
    });
    expect(i?.contributions).toEqual([
      { instrument: "A", points: "4.50", share: "100.0000" },
      { instrument: "B", points: "0.00", share: "0.0000" },
    ]);
  });

  test("of two base prices for one date the later holds", () => {
    expect(
      shownOf("A", friday, base("A", MON, 90), base("A", MON, 80), opened(MON), tick("A", 99)).change,
    ).toBe("19");
  });
});

describe("a session without tick and official close", () => {
  const two = [...tokyo, ...day(FRI, 100), ...day(MON, 101)];

  test("does not exist: streak and straight stand, previous stays the older one", () => {
    const quiet = shownOf("A", two, opened(TUE), closed(TUE));
    expect(quiet.streak).toEqual({
      confirmed: 1,
      provisional: null,
      since: MON,
      cumulativePct: "1.0000",
      ended: null,
    });
    expect(quiet.record.close?.straight).toBe(1);
    expect(quiet).toMatchObject({
      date: TUE,
      last: null,
      open: null,
      close: null,
      change: null,
      move: "untraded",
    });
    const next = shownOf("A", two, opened(TUE), closed(TUE), day(WED, 102));
    expect(next.previous?.date).toBe(MON);
    expect(next.streak.confirmed).toBe(2);
    expect(next.record.close).toMatchObject({ straight: 2, previous: { level: "101", date: MON } });
  });

  test("an unconfirmed session sets `straight` to 0", () => {
    const left = shownOf("A", two, opened(TUE), tick("A", 102), opened(WED));
    expect(left.record.close).toMatchObject({ level: "101", straight: 0 });
    expect(left.record.high).toMatchObject({ level: "102", straight: 0 });
    expect(shownOf("A", two, opened(TUE), tick("A", 102), day(WED, 103)).record.close?.straight).toBe(1);
  });

  test("an unconfirmed session without a tick exists no more than a closed one", () => {
    const left = shownOf("A", two, opened(TUE), opened(WED));
    expect(left.streak.confirmed).toBe(1);
    expect(left.record.close?.straight).toBe(1);
  });
});
