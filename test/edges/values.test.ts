/** Values of a session: open and last, what a change is measured from, seeds, streaks, words. */
import { describe, expect, test } from "vitest";
import {
  base,
  cancelled,
  closed,
  defined,
  FRI,
  index,
  lateReport,
  type Line,
  listed,
  market,
  MON,
  opened,
  phase,
  recordSeed,
  shown,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "./tape.ts";

/** One whole session with one price. */
const day = (date: string, price: number): Line[] => [opened(date), tick("A", price), closed(date)];

describe("edge 12: open, the mirror of last", () => {
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

describe("edge 13: the reference is the base price", () => {
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

describe("edge 14: a session without tick and official close", () => {
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

describe("edge 15: seeds", () => {
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

describe("edge 16: what stands behind a record", () => {
  test("`since`: null if complete, else the seed's date, else the first session's", () => {
    const since = (...seeds: Line[]): string | null | undefined =>
      shownOf("A", tokyo, seeds, day(MON, 100)).record.close?.since;
    expect(since(recordSeed("A", "close", 90, FRI, { complete: true }))).toBeNull();
    expect(since(recordSeed("A", "close", 90, FRI))).toBe(FRI);
    expect(since()).toBe(MON);
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 90)).record.close?.since).toBe(FRI);
  });

  test("`previous`: the record at the session's open, also where unbroken; null in the first session", () => {
    expect(shownOf("A", tokyo, day(FRI, 100)).record.close?.previous).toBeNull();
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 90)).record.close).toMatchObject({
      level: "100",
      setThisSession: false,
      straight: 0,
      previous: { level: "100", date: FRI },
    });
  });

  test("without a seed nothing is a record in the first session, and equal breaks nothing", () => {
    expect(shownOf("A", tokyo, day(FRI, 100)).record.close).toMatchObject({
      setThisSession: false,
      straight: 0,
    });
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 100)).record.close).toMatchObject({
      date: FRI,
      setThisSession: false,
      straight: 0,
    });
  });

  test("`date`, `setThisSession` and `previous` move at the market's next open", () => {
    const days = [...tokyo, ...day(FRI, 100), ...day(MON, 110)];
    const after = { level: "110", setThisSession: true, previous: { level: "100", date: FRI } };
    expect(shownOf("A", days).record.close).toMatchObject(after);
    const next = { level: "110", setThisSession: false, previous: { level: "110", date: MON } };
    expect(shownOf("A", days, opened(TUE)).record.close).toMatchObject(next);
  });

  test("gap and shortfall are negative above the record's price", () => {
    const { record } = shownOf("A", tokyo, recordSeed("A", "close", 100, FRI), opened(MON), tick("A", 125));
    expect(record.close).toMatchObject({ gap: "-25", shortfallPct: "-25.0000", near: "at-record" });
    expect(record.high).toMatchObject({ level: "125", gap: "0", shortfallPct: "0.0000" });
  });
});

describe("edge 17: what isn't known yet", () => {
  test("before the first session", () => {
    expect(shownOf("A", tokyo)).toMatchObject({
      date: null,
      phase: "pre",
      last: null,
      previous: null,
      change: null,
      move: "untraded",
      streak: { confirmed: 0, provisional: null, since: null },
      record: { close: null, high: null },
      overnightLead: null,
      milestone: null,
      session: null,
      since: null,
      periods: null,
    });
  });

  test("change and move are null with a price but no reference, `move` untraded without a price", () => {
    expect(shownOf("A", tokyo, opened(MON), tick("A", 1))).toMatchObject({
      change: null,
      changePct: null,
      move: null,
    });
    expect(shownOf("A", tokyo, day(FRI, 100), opened(MON))).toMatchObject({ change: null, move: "untraded" });
  });

  test("the provisional streak is 0 in a first session, null without a tick and once closed", () => {
    const streak = (...lines: Line[]): unknown => shownOf("A", tokyo, lines).streak;
    expect(streak(opened(FRI))).toMatchObject({ confirmed: 0, provisional: null, since: null });
    expect(streak(opened(FRI), tick("A", 100))).toMatchObject({ confirmed: 0, provisional: 0, since: null });
    expect(streak(...day(FRI, 100))).toMatchObject({ confirmed: 0, provisional: null, since: null });
    expect(streak(...day(FRI, 100), opened(MON), tick("A", 101))).toMatchObject({
      confirmed: 0,
      provisional: 1,
      since: null,
    });
  });

  test("`streak.since` is the confirmed streak's first session, null at 0 and unknown", () => {
    const since = (...lines: Line[]): string | null => shownOf("A", tokyo, day(THU, 100), lines).streak.since;
    expect(since(...day(FRI, 101), ...day(MON, 102), opened(TUE), tick("A", 99))).toBe(FRI);
    expect(since(...day(FRI, 101), ...day(MON, 101))).toBeNull();
    expect(since(...day(FRI, 101), opened(MON), tick("A", 102), opened(TUE))).toBeNull();
    expect(since(...day(FRI, 101), ...day(MON, 100), ...day(TUE, 99))).toBe(MON);
  });

  test("an unchanged close ends a streak, a cancelled session doesn't", () => {
    const streak = (...lines: Line[]): number | null =>
      shownOf("A", tokyo, day(THU, 100), lines).streak.confirmed;
    expect(streak(...day(FRI, 101), ...day(MON, 101))).toBe(0);
    expect(streak(...day(FRI, 101), cancelled(MON), ...day(TUE, 102))).toBe(2);
    expect(streak(...day(FRI, 101), ...day(MON, 100), ...day(TUE, 99))).toBe(-2);
  });
});

describe("edge 18: words", () => {
  test.each([
    [100_000, "at-record"],
    [100_001, "at-record"],
    [99_900, "touching"],
    [99_899, "striking-distance"],
    [99_000, "striking-distance"],
    [98_999, "near"],
    [98_000, "near"],
    [97_999, "approaching"],
    [95_000, "approaching"],
    [94_999, "far"],
  ])("%i against a record of 100,000, rising, is %s", (price, word) => {
    const seeds = [recordSeed("A", "close", 100_000, FRI), base("A", MON, 90_000)];
    expect(shownOf("A", tokyo, seeds, opened(MON), tick("A", price)).record.close?.near).toBe(word);
  });

  test("falling or unchanged, nothing is approaching", () => {
    const near = (reference: number): unknown =>
      shownOf(
        "A",
        tokyo,
        recordSeed("A", "close", 100_000, FRI),
        base("A", MON, reference),
        opened(MON),
        tick("A", 96_000),
      ).record.close?.near;
    expect([near(95_999), near(96_000), near(96_001)]).toEqual(["approaching", "far", "far"]);
  });

  test.each([
    [99_899, "down"],
    [99_900, "little-changed"],
    [100_000, "little-changed"],
    [100_100, "little-changed"],
    [100_101, "up"],
  ])("%i after 100,000 is %s", (price, move) => {
    expect(shownOf("A", tokyo, base("A", MON, 100_000), opened(MON), tick("A", price)).move).toBe(move);
  });
});

describe("edge 19: milestones", () => {
  const at = (reference: number, ...prices: number[]): unknown => {
    const start = [market("XTKS"), index("I"), base("I", MON, reference), opened(MON)];
    return shownOf("I", start, ...prices.map((price) => tick("I", price))).milestone;
  };

  test("the grid is a tenth of the level's power of ten; `level` the lowest above the current", () => {
    expect(at(57_000, 57_885.77)).toEqual({
      level: "58000.00",
      neededPct: "0.1973",
      toward: true,
      reached: [],
      gaveBack: [],
    });
    expect(at(990, 999.99)).toMatchObject({ level: "1000.00" });
    expect(at(990, 1000)).toMatchObject({ level: "1100.00", neededPct: "10.0000" });
  });

  test("`toward` it when above the reference", () => {
    expect(at(57_885.77, 57_885.77)).toMatchObject({ toward: false });
    expect(at(57_885.78, 57_885.77)).toMatchObject({ toward: false });
  });

  test("`reached`: those above the reference that the session reached, `gaveBack`: those it is below now", () => {
    expect(at(56_500, 57_000, 58_100, 57_500)).toMatchObject({
      level: "58000.00",
      reached: ["57000.00", "58000.00"],
      gaveBack: ["58000.00"],
    });
    expect(at(57_000, 57_000.01)).toMatchObject({ reached: [] });
    expect(at(56_999.99, 57_000)).toMatchObject({ reached: ["57000.00"], gaveBack: [] });
  });

  test("the grid is never finer than the index's last decimal", () => {
    const whole = (reference: number, ...prices: number[]): unknown => {
      const start = [market("XTKS"), index("I", { scale: 0 }), base("I", MON, reference), opened(MON)];
      return shownOf("I", start, ...prices.map((price) => tick("I", price))).milestone;
    };
    expect(whole(4, 5)).toEqual({
      level: "6",
      neededPct: "20.0000",
      toward: true,
      reached: ["5"],
      gaveBack: [],
    });
    expect(whole(9, 9, 10, 9)).toMatchObject({ level: "10", reached: ["10"], gaveBack: ["10"] });
    expect(whole(9, 10)).toMatchObject({ level: "11", reached: ["10"] });
    expect(whole(99, 100)).toMatchObject({ level: "110", reached: ["100"] });
    expect(at(0.02, 0.05)).toMatchObject({ level: "0.06", reached: ["0.03", "0.04", "0.05"] });
  });

  test("of more than 1,000 the highest are named, also of those given back", () => {
    const { reached, gaveBack } = at(1000, 200_000, 1000) as Record<string, string[]>;
    const named = Array.from({ length: 1000 }, (_, place) => `${100_100 + 100 * place}.00`);
    expect([reached, gaveBack]).toEqual([named, named]);
    const held = at(1000, 200_050, 150_000) as Record<string, string[]>;
    expect([held["reached"]?.[0], held["reached"]?.at(-1)]).toEqual(["10000.00", "200000.00"]);
    expect(held["gaveBack"]).toEqual(["160000.00", "170000.00", "180000.00", "190000.00", "200000.00"]);
  });

  test("indices only, and only with a price", () => {
    expect(shownOf("A", tokyo, opened(MON), tick("A", 100)).milestone).toBeNull();
    expect(shownOf("I", market("XTKS"), index("I"), opened(MON)).milestone).toBeNull();
  });

  test("without a reference `toward` is null and nothing is reached", () => {
    expect(shownOf("I", market("XTKS"), index("I"), opened(MON), tick("I", 105)).milestone).toMatchObject({
      level: "110.00",
      toward: null,
      reached: [],
    });
  });
});

describe("names, sectors and issuers change from the next session", () => {
  const derived = (more: Line[]): unknown =>
    shownOf(
      "I",
      [market("XTKS"), listed("A", { sector: "Old" }), index("I"), defined("I", "price", 1, { A: "1" })],
      [base("A", FRI, 100), opened(FRI), tick("A", 101), listed("A", { sector: "New" })],
      more,
    ).index?.sectors;

  test("a repeated listing", () => {
    expect(derived([])).toEqual([{ sector: "Old", points: "1.00" }]);
    expect(derived([closed(FRI), opened(MON), tick("A", 103)])).toEqual([{ sector: "New", points: "2.00" }]);
  });

  test("and the rest may not", () => {
    const start = [...tokyo, market("XOSE")];
    for (const other of [
      { scale: 2 },
      { mic: "XOSE" },
      { kind: "index" },
      { currency: "USD" },
      { fatFinger: 10 },
    ]) {
      const { tape, instruments } = shown(start, listed("A", other));
      expect(tape.rejected).toEqual({ "id-conflict": 1 });
      expect(instruments["A"]).toMatchObject({ kind: "equity", mic: "XTKS" });
    }
    expect(shown(start, listed("A", { name: "Other", issuer: "X" })).tape.rejected).toEqual({});
  });

  test("an issuer too: its guidance finds the instrument from then on", () => {
    const said: Line = {
      type: "GuidanceRevised",
      issuer: "X",
      fiscalYearEnd: "2026-03-31",
      span: "FY",
      scope: "consolidated",
      standard: "IFRS",
      items: [{ metric: "eps", previous: 1, revised: 2 }],
    };
    const start = [...tokyo, opened(FRI), listed("A", { issuer: "X" })];
    expect(shown(start, said).guidance[0]?.reactions).toEqual([]);
    expect(shown(start, closed(FRI), opened(MON), said).guidance[0]?.reactions).toHaveLength(1);
  });
});

test("phases are those at the event's position", () => {
  const phases = (...lines: Line[]): string => shownOf("A", tokyo, lines).phase;
  expect(phases(opened(MON))).toBe("open");
  expect(phases(opened(MON, { phase: "auction" }))).toBe("auction");
  expect(phases(opened(MON), phase(MON, "break"))).toBe("break");
  expect(phases(opened(MON), closed(MON))).toBe("closed");
});
