/** The oracles against values worked out by hand: the golden session's basket, and small tapes of one rule each. */

import type { MarketEvent, Recorded } from "@tapefold/core";
import {
  admissionOracle,
  apportioned,
  classOfEvent,
  classOfMetric,
  fixed,
  fixedHalfEven,
  fromDecimal,
  instantText,
  isMandatory,
  marketOracle,
  milestoneOracle,
  moveOf,
  nearnessWord,
  ratio,
  regionWord,
  sessionsOracle,
} from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";

type Line<E = MarketEvent> = E extends MarketEvent
  ? Omit<E, "id" | "at"> & { id?: string; at?: number }
  : never;

/** Fields of a line that differ from the usual ones. */
type More = Readonly<Record<string, unknown>>;

/** Events as a tape: ids and instants are the positions where a line doesn't give them. */
function tape(...lines: readonly Line[]): Recorded[] {
  return lines.map((line, index) => {
    const position = index + 1;
    return { position, event: { id: `e${position}`, at: position * 1_000_000, ...line } as MarketEvent };
  });
}

const market = (mic: string, region = "Asia", country = "JP"): Line => {
  return { type: "MarketListed", mic, name: mic, country, region, zone: "Asia/Tokyo" };
};
const listed = (instrument: string, more: More = {}): Line => {
  const fixedPart = { instrument, name: instrument, kind: "equity", mic: "XTKS", currency: "JPY", scale: 0 };
  return { type: "InstrumentListed", ...fixedPart, ...more } as Line;
};
const index = (instrument: string, mic = "XTKS"): Line =>
  listed(instrument, { kind: "index", mic, scale: 2 });
const opened = (date: string, more: More = {}): Line => {
  return { type: "SessionOpened", mic: "XTKS", date, ...more } as Line;
};
const closed = (date: string, closes?: Record<string, number | string>, mic = "XTKS"): Line => {
  return { type: "SessionClosed", mic, date, ...(closes === undefined ? {} : { closes }) };
};
const tick = (instrument: string, price: number | string, more: More = {}): Line => {
  return { type: "PriceTicked", instrument, price, ...more } as Line;
};
const streak = (instrument: string, days: number, close: number | string, date: string): Line => {
  return { type: "StreakSeeded", instrument, streak: days, close, date };
};
const record = (basis: "close" | "high", level: number | string, date: string, more: More = {}): Line => {
  return { type: "RecordSeeded", instrument: "A", basis, level, date, ...more } as Line;
};
const calendar = (...dates: string[]): Line => {
  return { type: "CalendarLoaded", mic: "XTKS", from: "2026-02-01", to: "2026-02-28", dates };
};

const start = [market("XTKS"), listed("A")];
const [FRI, MON, TUE, THU] = ["2026-02-06", "2026-02-09", "2026-02-10", "2026-02-12"];
const shown = (id: string, ...lines: readonly Line[]) => {
  const state = marketOracle(tape(...lines)).instruments[id];
  if (state === undefined) throw new Error(`no ${id}`);
  return state;
};
const codes = (...lines: readonly Line[]) => admissionOracle(tape(...lines)).verdicts.map(({ code }) => code);
const lastCode = (...lines: readonly Line[]) => codes(...lines).at(-1);

describe("exact numbers", () => {
  test("are rounded by a named rule", () => {
    expect(fixed(fromDecimal("2.675"), 2)).toBe("2.68");
    expect(fixed(fromDecimal(57650.545), 2)).toBe("57650.55");
    expect(fixed(fromDecimal("-0.5"), 0)).toBe("-1");
    expect(fixed(fromDecimal("-0.4"), 0)).toBe("0");
    expect(fixedHalfEven(fromDecimal("0.125"), 2)).toBe("0.12");
    expect(fixedHalfEven(fromDecimal("-0.135"), 2)).toBe("-0.14");
    expect(fixed(fromDecimal(1e-7), 7)).toBe("0.0000001");
  });
  test("instants print shortest", () => {
    expect(instantText(0)).toBe("1970-01-01T00:00:00Z");
    expect(instantText(1_770_697_800_000_000)).toBe("2026-02-10T04:30:00Z");
    expect(instantText(951_782_400_000_100)).toBe("2000-02-29T00:00:00.0001Z");
    expect(instantText(-1)).toBe("1969-12-31T23:59:59.999999Z");
  });
});

describe("the Nikkei basket of the golden session", () => {
  const weights = { SBG: "24", ADV: "8", FR: "2.4", TEL: "3", FJK: "1", REST: "1" };
  const ids = Object.keys(weights);
  const before = [4223, 27500, 62000, 43000, 21000, 1066099.2];
  const setUp: Line[] = [
    market("XTKS"),
    ...ids.map((id) => listed(id, id === "REST" ? { scale: 1 } : { scale: 1, sector: "tech" })),
    index("N225"),
    {
      type: "IndexDefined",
      instrument: "N225",
      mode: "derived",
      weighting: "adjusted-price",
      divisor: "29.9172",
      constituents: Object.entries(weights).map(([instrument, weight]) => ({ instrument, weight })),
    },
    ...ids.map((id, place) => streak(id, 0, before[place] ?? 0, MON)),
    streak("N225", 2, "56363.94", MON),
    { ...record("close", "56363.94", MON), instrument: "N225" } as Line,
    { ...record("high", "57337.07", MON), instrument: "N225" } as Line,
    opened(TUE, { phase: "auction" }),
  ];
  const open: Line = { type: "SessionPhaseChanged", mic: "XTKS", date: TUE, phase: "open" };
  const at = (...prices: number[]): Line[] => ids.map((id, place) => tick(id, prices[place] ?? 0));
  const fallingRest = (...prices: number[]): Line[] => [
    ...at(...prices).slice(-1),
    ...at(...prices).slice(0, -1),
  ];
  const at0900 = [...setUp, ...at(4400, 27750, 62600, 43350, 21400, 1070366.2), open];
  const at0941 = [...at0900, ...at(4560, 27950, 63000, 43550, 21750, 1079859.3)];
  const at1020 = [...at0941, ...at(4660, 28150, 63400, 43750, 22050, 1085520.1)];
  const at1045 = [...at1020, ...at(4725, 28250, 63600, 43850, 22150, 1088266.5)];
  const down = fallingRest(4698, 28205, 63520, 43830, 22145, 1088266.5);
  const at1130 = [...at1045, ...down.slice(1), tick("REST", 1088510.7)];
  const at1330 = [...at1130, ...fallingRest(4690, 28150, 63450, 43850, 22100, 1088090.1)];
  const at1530 = [...at1330, ...fallingRest(4674, 27830, 63200, 43950, 22050, 1084346.6), closed(TUE)];
  const pointsOf = (lines: readonly Line[]) =>
    Object.fromEntries(
      (shown("N225", ...lines).index?.contributions ?? []).map(({ instrument, points }) => [
        instrument,
        points,
      ]),
    );

  test.each([
    ["09:00", at0900, "56812.01", "448.07"],
    ["09:41", at0941, "57375.00", "1011.06"],
    ["10:20", at1020, "57760.09", "1396.15"],
    ["10:45", at1045, "57960.19", "1596.25"],
    ["11:30", at1130, "57926.07", "1562.13"],
    ["13:30", at1330, "57885.77", "1521.83"],
    ["15:30", at1530, "57650.54", "1286.60"],
  ])("%s", (_, lines, last, change) => {
    expect(shown("N225", ...lines)).toMatchObject({ last, change, open: "56812.01" });
  });

  test("contributions are those printed at 11:30", () => {
    expect(pointsOf(at1130)).toEqual({
      SBG: "381.05",
      ADV: "188.52",
      FR: "121.94",
      TEL: "83.23",
      FJK: "38.27",
      REST: "749.12",
    });
    const { index: shares } = shown("N225", ...at1130);
    expect(shares?.contributions.map(({ instrument }) => instrument).slice(0, 2)).toEqual(["REST", "SBG"]);
    expect(shares?.contributions.find(({ instrument }) => instrument === "SBG")?.share).toMatch(/^24\.39/);
    expect(shares?.sectors).toEqual([
      { sector: "tech", points: "813.01" },
      { sector: "unclassified", points: "749.12" },
    ]);
  });

  test("contributions at 13:30 and 15:30, and the cent too much of 10:20", () => {
    expect(pointsOf(at1330)).toEqual({
      SBG: "374.63",
      ADV: "173.81",
      FR: "116.32",
      TEL: "85.24",
      FJK: "36.77",
      REST: "735.06",
    });
    expect(pointsOf(at1530)).toEqual({
      SBG: "361.80",
      ADV: "88.24",
      FR: "96.27",
      TEL: "95.26",
      FJK: "35.10",
      REST: "609.93",
    });
    const cents = Object.values(pointsOf(at1020)).map((points) => Number(points.replace(".", "")));
    expect(cents.reduce((total, part) => total + part, 0)).toBe(139615);
  });

  test("as of 13:30: records, streak, milestone, breadth", () => {
    const state = shown("N225", ...at1330);
    expect(state.streak).toEqual({
      confirmed: 2,
      provisional: 3,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(state.changePct).toBe("2.7000");
    expect(state.record.high).toMatchObject({
      level: "57960.19",
      date: TUE,
      setThisSession: true,
      straight: 2,
    });
    expect(state.record.high?.previous).toEqual({ level: "57337.07", date: MON });
    expect(state.record.close).toMatchObject({ level: "56363.94", setThisSession: false, near: "at-record" });
    expect(state.milestone).toMatchObject({
      level: "58000.00",
      toward: true,
      reached: ["57000.00"],
      gaveBack: [],
    });
    expect(state.milestone?.neededPct).toBe("0.1973");
    expect(state.index?.breadth).toEqual({ advancers: 6, decliners: 0, unchanged: 0, untraded: 0 });
    expect(state.index?.divisor).toBe("29.9172");
  });

  test("after the close: the third gain, the second record close", () => {
    const state = shown("N225", ...at1530);
    expect(state).toMatchObject({ phase: "closed", close: "57650.54", changePct: "2.2827", move: "up" });
    expect(state.streak).toEqual({
      confirmed: 3,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(state.record.close).toMatchObject({
      level: "57650.54",
      setThisSession: true,
      straight: 2,
      gap: "0.00",
    });
    expect(shown("SBG", ...at1530).changePct).toBe("10.6796");
  });

  test("nothing is published at the opening, nor in the auction", () => {
    expect(shown("N225", ...at0900.slice(0, -1))).toMatchObject({
      last: null,
      move: "untraded",
      phase: "auction",
    });
    expect(shown("N225", ...setUp).index?.breadth.untraded).toBe(6);
    expect(lastCode(...at0900, tick("N225", 56812))).toBe("derived");
  });
});

describe("shown points", () => {
  const parts = [350.571, 173.812, 112.313, 75.209, 35.097, 649.158].map((part) => fromDecimal(part));
  const units = (target: bigint) =>
    apportioned(["a", "b", "c", "d", "e", "f"], parts, target, 2)
      .sort((a, b) => (a.instrument < b.instrument ? -1 : 1))
      .map((part) => Number(part.units));

  test("are floored, and the missing cents go to the largest remainders", () => {
    // Floors 350.57 173.81 112.31 75.20 35.09 649.15 = 1396.13; remainders .1 .2 .3 .9 .7 .8
    expect(units(139613n)).toEqual([35057, 17381, 11231, 7520, 3509, 64915]);
    expect(units(139615n)).toEqual([35057, 17381, 11231, 7521, 3509, 64916]);
    expect(units(139616n)).toEqual([35057, 17381, 11231, 7521, 3510, 64916]);
  });
  test("a cent too much is taken from the smallest remainder, ties by id", () => {
    expect(units(139612n)).toEqual([35056, 17381, 11231, 7520, 3509, 64915]);
    const halves = apportioned(["y", "x"], [ratio(1n, 2n), ratio(1n, 2n)], 1n, 0);
    expect(halves.map((part) => `${part.instrument}${part.units}`)).toEqual(["x1", "y0"]);
  });
});

describe("words and edges", () => {
  test("near, move, region", () => {
    const near = (shortfall: string, isUp = true) => nearnessWord(fromDecimal(shortfall), isUp);
    expect(["0", "-0.01"].map((s) => near(s))).toEqual(["at-record", "at-record"]);
    expect([near("0.001"), near("0.0010001")]).toEqual(["touching", "striking-distance"]);
    expect([near("0.01"), near("0.0100001")]).toEqual(["striking-distance", "near"]);
    expect([near("0.02"), near("0.0200001"), near("0.03", false)]).toEqual(["near", "approaching", "far"]);
    expect([near("0.05"), near("0.0500001")]).toEqual(["approaching", "far"]);
    expect(moveOf(fromDecimal("100.1"), ratio(100n))).toBe("little-changed");
    expect(moveOf(fromDecimal("100.11"), ratio(100n))).toBe("up");
    expect(moveOf(fromDecimal("99.89"), ratio(100n))).toBe("down");
    expect([moveOf(null, ratio(1n)), moveOf(ratio(1n), null)]).toEqual(["untraded", null]);
    expect([regionWord(0, 0), regionWord(1, 0), regionWord(0, 2)]).toEqual([
      "little changed",
      "higher",
      "lower",
    ]);
    expect([regionWord(3, 2), regionWord(6, 2), regionWord(1, 3)]).toEqual([
      "mixed",
      "mostly higher",
      "mostly lower",
    ]);
  });

  test("milestones: given back, and below ten thousand", () => {
    const [now, then, high] = ["9995", "9850", "10120"].map((level) => fromDecimal(level));
    expect(milestoneOracle(now ?? ratio(1), then ?? null, high ?? null, 2)).toEqual({
      level: "10000.00",
      neededPct: "0.0500",
      toward: true,
      reached: ["9900.00", "10000.00", "10100.00"],
      gaveBack: ["10000.00", "10100.00"],
    });
    expect(milestoneOracle(ratio(10_000), ratio(9_990), ratio(10_000), 0)).toMatchObject({
      level: "11000",
      reached: ["10000"],
    });
  });

  test("guidance: the real revision, and the edges of disclosure", () => {
    const mandatory = (from: number, to: number) => isMandatory("netProfitAttributable", from, to);
    expect(isMandatory("netSales", 6700, 6950)).toBe(false);
    expect([isMandatory("netSales", 100, 110), isMandatory("netSales", 100, "90")]).toEqual([true, true]);
    expect([isMandatory("netSales", 100, "109.99"), isMandatory("eps", 1, 9)]).toEqual([false, false]);
    expect([mandatory(100, 130), mandatory(100, 70), mandatory(100, 129)]).toEqual([true, true, false]);
    expect([mandatory(0, 1), mandatory(0, 0), mandatory(-100, -60)]).toEqual([true, false, true]);
    expect(isMandatory("operatingProfit", [100, 200], [100, 260])).toBe(true);
    expect(isMandatory("operatingProfit", null, 5)).toBe(false);
  });

  test("guidance: classes", () => {
    expect(classOfMetric(-100, -60, false)).toBe("raise");
    expect(classOfMetric([10, 20], [10, 21], false)).toBe("raise");
    expect(classOfMetric(10, [8, 10], false)).toBe("lower");
    expect(classOfMetric([10, 20], [11, 19], false)).toBe("narrow");
    expect(classOfMetric(10, [9, 11], false)).toBe("widen");
    expect(classOfMetric("10.0", [10, 10], false)).toBe("reaffirm");
    expect(classOfMetric(null, 10, false)).toBe("initiate");
    expect(classOfMetric(null, 10, true)).toBe("reinstate");
    expect(classOfMetric(10, null, false)).toBe("withdraw");
    const event = (...classes: ("raise" | "lower" | "reaffirm" | "narrow")[]) =>
      classOfEvent(classes.map((of) => ({ class: of })));
    expect([event(), event("reaffirm"), event("reaffirm", "raise")]).toEqual([
      "reaffirm",
      "reaffirm",
      "upgrade",
    ]);
    expect([event("lower", "lower"), event("narrow"), event("raise", "narrow")]).toEqual([
      "downgrade",
      "narrow",
      "mixed",
    ]);
  });
});

describe("sessions", () => {
  const day = (date: string, close: number): Line[] => [opened(date), tick("A", close), closed(date)];

  test("a streak is the length of the last run; unchanged ends it", () => {
    const dates = ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", FRI];
    const run = (...closes: number[]) =>
      shown("A", ...start, ...closes.flatMap((close, place) => day(dates[place] ?? "", close))).streak;
    expect(run(100)).toEqual({
      confirmed: 0,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(run(100, 101, 102)).toEqual({
      confirmed: 2,
      provisional: null,
      since: "2026-02-03",
      cumulativePct: "2.0000",
      ended: null,
    });
    expect(run(100, 101, 102, 101)).toEqual({
      confirmed: -1,
      provisional: null,
      since: "2026-02-05",
      cumulativePct: "-0.9804",
      ended: { length: 2, since: "2026-02-03", cumulativePct: "2.0000" },
    });
    expect(run(100, 101, 101)).toEqual({
      confirmed: 0,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(run(100, 99, 98, 98, 97)).toEqual({
      confirmed: -1,
      provisional: null,
      since: FRI,
      cumulativePct: "-1.0204",
      ended: null,
    });
  });

  test("a seed of one began on its own date; a gap in the calendar makes the streak unknown", () => {
    expect(shown("A", ...start, streak("A", 1, 100, FRI), ...day(MON, 101)).streak).toMatchObject({
      confirmed: 2,
      since: FRI,
    });
    expect(shown("A", ...start, streak("A", -3, 100, FRI), ...day(MON, 99)).streak).toMatchObject({
      confirmed: -4,
      since: null,
    });
    const gap = [...start, calendar(FRI, MON, TUE, THU), ...day(FRI, 100), ...day(TUE, 101)];
    expect(shown("A", ...gap).streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    const cancelled: Line = { type: "SessionCancelled", mic: "XTKS", date: MON };
    const bridged = [...start, calendar(FRI, MON, TUE), ...day(FRI, 100), cancelled, ...day(TUE, 101)];
    expect(shown("A", ...bridged).streak.confirmed).toBe(1);
    expect(shown("A", ...gap, streak("A", 5, 101, TUE), ...day(THU, 102)).streak).toMatchObject({
      confirmed: 6,
    });
  });

  test("a session left open is unconfirmed", () => {
    const left = shown(
      "A",
      ...start,
      ...day(FRI, 100),
      opened(MON),
      tick("A", 110),
      opened(TUE),
      tick("A", 120),
    );
    expect(left).toMatchObject({ previous: { date: MON, close: "110", changePct: "10.0000" }, change: "10" });
    expect(left.streak).toEqual({
      confirmed: null,
      provisional: null,
      since: null,
      cumulativePct: null,
      ended: null,
    });
    expect(left.record.close).toMatchObject({ level: "100", date: FRI });
    expect(left.record.high).toMatchObject({
      level: "120",
      straight: 1,
      previous: { level: "110", date: MON },
    });
  });

  test("records: the first session sets none, equal breaks nothing, two in a row are two", () => {
    const first = shown("A", ...start, ...day(FRI, 100)).record;
    expect(first.close).toMatchObject({
      level: "100",
      setThisSession: false,
      straight: 0,
      previous: null,
      since: FRI,
    });
    const second = shown("A", ...start, ...day(FRI, 100), ...day(MON, 101)).record;
    expect(second.close).toMatchObject({ level: "101", setThisSession: true, straight: 1, position: 8 });
    const equal = shown("A", ...start, ...day(FRI, 100), ...day(MON, 101), ...day(TUE, 101)).record;
    expect(equal.close).toMatchObject({ level: "101", date: MON, setThisSession: false, straight: 0 });
    expect(equal.high).toMatchObject({ position: 7, previous: { level: "101", date: MON } });
  });

  test("a high seed below the close seed is lifted to it", () => {
    const { high } = shown(
      "A",
      ...start,
      record("close", 100, MON),
      record("high", 90, FRI, { complete: true }),
    ).record;
    expect(high).toMatchObject({
      level: "100",
      date: MON,
      complete: true,
      since: null,
      straight: 1,
      previous: null,
    });
    expect(shown("A", ...start, record("close", 100, MON, { complete: true })).record.high?.complete).toBe(
      false,
    );
  });

  test("a split moves what came before onto the new basis", () => {
    const split: Line = { type: "InstrumentSplit", instrument: "A", numerator: 4, denominator: 1, date: MON };
    const after = shown("A", ...start, ...day(FRI, 400), split, opened(MON), tick("A", 110));
    expect(after).toMatchObject({ previous: { close: "100" }, change: "10", changePct: "10.0000" });
    expect(after.record.high).toMatchObject({
      level: "110",
      setThisSession: true,
      previous: { level: "100", date: FRI },
    });
    expect(lastCode(...start, ...day(FRI, 400), { ...split, date: FRI } as Line)).toBe("split-intraday");
  });

  test("the rows of a hand-made week", () => {
    const log = tape(
      ...start,
      opened(FRI),
      tick("A", 3),
      tick("A", 4),
      closed(FRI, { A: 3 }),
      ...day(MON, 4),
      ...day(TUE, 2),
    );
    expect(sessionsOracle(log, "A").split("\n")).toEqual([
      "date,open,high,low,close,change,changePct,streak,recordClose,recordHigh,toRecordPct",
      "2026-02-06,3,4,3,3,,,0,1,1,0.00000000",
      "2026-02-09,4,4,4,4,1,33.33333333,1,1,0,0.00000000",
      "2026-02-10,2,2,2,2,-2,-50.00000000,-1,0,0,-50.00000000",
      "",
    ]);
  });
});

describe("admission", () => {
  const live = [...start, opened(FRI)];

  test("refuses by the first check that bites", () => {
    expect(lastCode(...start, tick("A", 1))).toBe("outside-session");
    expect(lastCode(...live, tick("B", 1))).toBe("unknown");
    expect(lastCode(...live, tick("A", "1.5"))).toBe("bad-price");
    expect(lastCode(...live, tick("A", 0))).toBe("bad-price");
    expect(lastCode(...live, tick("A", "9007199254740992"))).toBe("bad-price");
    expect(lastCode(...live, tick("A", 1, { at: 2_000_000 }))).toBe("session-closed");
    expect(lastCode(...live, tick("A", 1), closed(FRI), tick("A", 1))).toBe("session-closed");
    expect(lastCode(...live, tick("A", 1), closed(FRI), tick("A", 2, { updates: ["highLow"] }))).toBe(null);
    expect(lastCode(...live, { type: "TradingHalted", mic: "XTKS", kind: "halt" }, tick("A", 1))).toBe(
      "halted",
    );
    expect(lastCode(...live, { type: "TradingHalted", mic: "XTKS", kind: "sidecar" }, tick("A", 1))).toBe(
      null,
    );
  });

  test("sees repeats by value while the session is open, and by number", () => {
    const one = { id: "t", at: 9_000_000 };
    expect(codes(...live, tick("A", 1, one), tick("A", "1.0", one), tick("A", 2, one)).slice(3)).toEqual([
      null,
      "duplicate",
      "id-conflict",
    ]);
    const numbered = (seq: number) => ({ source: "s", seq }) as Partial<Line>;
    expect(
      codes(...live, tick("A", 1, numbered(5)), tick("A", 2, numbered(5)), tick("A", 2, numbered(6))).slice(
        3,
      ),
    ).toEqual([null, "duplicate", null]);
  });

  test("sessions open and close once, in order", () => {
    expect(lastCode(...live, opened(FRI))).toBe("double-open");
    expect(lastCode(...live, opened("2026-02-05"))).toBe("outside-session");
    expect(lastCode(...start, calendar(FRI), opened(MON))).toBe("outside-session");
    expect(lastCode(...start, closed(FRI))).toBe("never-closed");
    expect(lastCode(...live, closed(FRI), closed(FRI))).toBe("session-closed");
    expect(lastCode(...live, closed(FRI, { B: 1 }))).toBe("unknown");
    expect(lastCode(...live, closed(FRI, { A: "0.5" }))).toBe("bad-price");
  });

  test("limits and the fat finger look at the base price alone", () => {
    const table: Line = {
      type: "PriceTablesLoaded",
      name: "l",
      kind: "limit",
      from: "2026-01-01",
      rows: [{ below: 5000, value: 700 }, { value: 1000 }],
    };
    const limited = [
      market("XTKS"),
      table,
      listed("A", { priceLimits: "l", fatFinger: 1 }),
      streak("A", 0, 4223, MON),
      opened(TUE),
    ];
    expect(codes(...limited, tick("A", 4923), tick("A", 4924), tick("A", 3522)).slice(5)).toEqual([
      null,
      "limit",
      "limit",
    ]);
    const free = [market("XTKS"), listed("A", { fatFinger: 1000 }), streak("A", 0, 100, MON), opened(TUE)];
    expect(codes(...free, tick("A", 110), tick("A", 111, { id: "f" })).slice(4)).toEqual([
      null,
      "fat-finger",
    ]);
    const confirm: Line = { type: "TickConfirmed", tick: "f" };
    expect(codes(...free, tick("A", 111, { id: "f" }), confirm).slice(4)).toEqual([null, null]);
  });

  test("a bust leaves nothing, before or after; a correction gives the price", () => {
    const high = tick("A", 120, { id: "t", at: 90_000_000 });
    const bust: Line = { type: "TickBusted", tick: "t" };
    for (const lines of [
      [...live, tick("A", 100), high, bust],
      [...live, bust, tick("A", 100), high],
    ]) {
      expect(shown("A", ...lines)).toMatchObject({ last: "100", high: "100" });
      expect(marketOracle(tape(...lines)).tape).toMatchObject({
        events: 6,
        accepted: 5,
        rejected: { busted: 1 },
      });
    }
    const correct: Line = { type: "TickCorrected", tick: "t", price: 105 };
    expect(shown("A", ...live, correct, tick("A", 100), high)).toMatchObject({ last: "105", high: "105" });
    expect(lastCode(...live, bust, bust)).toBe("duplicate");
  });
});

describe("derived indices from day to day", () => {
  const members = [
    { instrument: "A", weight: "1" },
    { instrument: "B", weight: "1" },
  ];
  const define = (weighting: "price" | "cap", divisor: string): Line[] => {
    const definition = {
      type: "IndexDefined",
      instrument: "X",
      mode: "derived",
      constituents: members,
    } as const;
    return [market("XTKS"), listed("A"), listed("B"), index("X"), { ...definition, weighting, divisor }];
  };
  const friday = [opened(FRI), tick("A", 400), tick("B", 100), closed(FRI)];
  const split: Line = { type: "InstrumentSplit", instrument: "A", numerator: 4, denominator: 1, date: MON };

  test("a split moves the divisor of the Dow kind, and the level stays", () => {
    const log = [...define("price", "2.00"), ...friday, split, opened(MON), tick("A", 101)];
    // 500 / 2 = 250; N_b = 100 + 100, D' = 2 · 200 / 500 = 0.80; (101 + 100) / 0.8 = 251.25
    const { last, change, index: made } = shown("X", ...log);
    expect({ last, change }).toEqual({ last: "251.25", change: "1.25" });
    expect(made).toMatchObject({ divisor: "0.80", residual: "0.00", members: 2 });
    expect(made?.contributions).toEqual([
      { instrument: "A", points: "1.25", share: "100.0000" },
      { instrument: "B", points: "0.00", share: "0.0000" },
    ]);
    expect(made?.breadth).toEqual({ advancers: 1, decliners: 0, unchanged: 0, untraded: 1 });
  });

  test("a divisor rounded to what was declared leaves a residual", () => {
    // D' = 3 · 200 / 500 = 1.2, rounded to 1; N_b / D' = 200, before 500 / 3 = 166.666…, shown 166.67
    const { index: made, change } = shown(
      "X",
      ...define("price", "3"),
      ...friday,
      split,
      opened(MON),
      tick("A", 101),
    );
    expect({ change, residual: made?.residual, divisor: made?.divisor }).toEqual({
      change: "34.33",
      residual: "33.33",
      divisor: "1",
    });
    expect(made?.contributions.map(({ points }) => points)).toEqual(["1.00", "0.00"]);
  });

  test("a split multiplies shares, a rebalance replaces all at the next open", () => {
    const grown = shown("X", ...define("cap", "2"), ...friday, split, opened(MON), tick("A", 101));
    expect(grown).toMatchObject({ last: "252.00", index: { divisor: "2", residual: "0.00" } });
    const rebalance: Line = {
      type: "IndexRebalanced",
      instrument: "X",
      divisor: "0.4",
      constituents: [{ instrument: "B", weight: "1" }],
    };
    const replaced = shown(
      "X",
      ...define("price", "2"),
      ...friday,
      split,
      rebalance,
      opened(MON),
      tick("B", 101),
    );
    expect(replaced).toMatchObject({ last: "252.50", change: "2.50", index: { divisor: "0.4", members: 1 } });
    expect(shown("X", ...define("price", "2"), ...friday, rebalance).index?.members).toBe(2);
  });

  test("an index defined as quoted again gets its closes from outside, the other one its own", () => {
    const other = {
      type: "IndexDefined",
      instrument: "Y",
      mode: "derived",
      weighting: "price",
      divisor: "1",
      constituents: members,
    } as const;
    const quoted: Line = { type: "IndexDefined", instrument: "X", mode: "quoted" };
    const log = [
      ...define("price", "2.00"),
      index("Y"),
      other,
      opened(FRI),
      tick("A", 400),
      tick("B", 100),
      quoted,
      tick("X", 300),
      tick("A", 500),
      closed(FRI, { X: 301 }),
    ];
    expect(shown("X", ...log)).toMatchObject({ last: "300.00", close: "301.00", high: "301.00" });
    expect(shown("Y", ...log)).toMatchObject({ last: "600.00", close: "600.00" });
  });

  test("an untraded day ends where it began; without bases there is nothing to contribute", () => {
    const quiet = shown("X", ...define("price", "2"), ...friday, opened(MON), closed(MON));
    expect(quiet).toMatchObject({ close: "250.00", last: "250.00", open: "250.00", change: "0.00" });
    expect(quiet.index?.breadth).toEqual({ advancers: 0, decliners: 0, unchanged: 0, untraded: 2 });
    expect(quiet.streak.confirmed).toBe(0);
    const first = shown("X", ...define("price", "2"), ...friday);
    expect(first.index).toMatchObject({ contributions: [], sectors: [], residual: null });
    expect(first.index?.breadth).toEqual({ advancers: 0, decliners: 0, unchanged: 2, untraded: 0 });
    expect(shown("X", ...define("price", "2"), opened(FRI), tick("A", 400)).last).toBe(null);
  });

  test("close-only publishes once; a halted market on no tick, a late report not at all", () => {
    const [last] = define("cap", "2").slice(-1);
    const closeOnly = [...define("cap", "2").slice(0, -1), { ...last, sampling: "close-only" } as Line];
    expect(shown("X", ...closeOnly, ...friday.slice(0, -1)).last).toBe(null);
    expect(shown("X", ...closeOnly, ...friday)).toMatchObject({ open: "250.00", close: "250.00" });
    const late = tick("A", 500, { updates: ["highLow"] });
    expect(shown("X", ...define("cap", "2"), ...friday, late).high).toBe("250.00");
    expect(shown("A", ...define("cap", "2"), ...friday, late)).toMatchObject({ high: "500", last: "400" });
  });
});

describe("guidance, the night before, hostile names", () => {
  const revised: Line = {
    type: "GuidanceRevised",
    issuer: "9434",
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    at: 17706186e8,
    items: [
      {
        metric: "netSales",
        previous: 6700,
        revised: 6950,
        unit: "1e9",
      },
      {
        metric: "operatingProfit",
        previous: 1e3,
        revised: 1020,
        unit: "1e9",
      },
      {
        metric: "netProfitAttributable",
        previous: 540,
        revised: 543,
        unit: "1e9",
      },
    ],
  };

  test("the upgrade behind the article, and its parent's reaction", () => {
    const { guidance } = marketOracle(
      tape(
        market("XTKS"),
        listed("9984", { issuer: "SBG" }),
        { type: "OwnershipDeclared", parent: "SBG", subsidiary: "9434" },
        streak("9984", 1, 4223, MON),
        revised,
        opened(TUE),
        ...[4400, 4725, 4690].map((price) => tick("9984", price)),
        closed(TUE, { 9984: 4674 }),
      ),
    );
    expect(guidance[0]).toMatchObject({ class: "upgrade", mandatory: false, at: "2026-02-09T06:30:00Z" });
    expect(guidance[0]?.items.map(({ changePct }) => changePct)).toEqual(["3.7313", "2.0000", "0.5556"]);
    expect(guidance[0]?.reactions).toEqual([
      {
        instrument: "9984",
        link: "subsidiary",
        date: TUE,
        reference: "4223",
        gapPct: "4.1913",
        maxUpPct: "11.8873",
        maxDownPct: "4.1913",
        lastPct: "11.0585",
        closePct: "10.6796",
      },
    ]);
  });

  test("a holiday makes the lead stale", () => {
    const us = market("XNYS", "Americas", "US");
    const ny = (date: string): Line[] => [
      { type: "SessionOpened", mic: "XNYS", date },
      closed(date, undefined, "XNYS"),
    ];
    const lines = [us, ...start, ...ny(FRI), opened(MON)];
    expect(shown("A", ...lines).overnightLead).toEqual({ mic: "XNYS", date: FRI, stale: false });
    expect(shown("A", ...lines, closed(MON), opened(TUE)).overnightLead).toEqual({
      mic: "XNYS",
      date: FRI,
      stale: true,
    });
    expect(shown("A", ...lines, closed(MON), ...ny(MON), opened(TUE)).overnightLead?.stale).toBe(false);
  });

  test("an instrument may be called __proto__", () => {
    const state = marketOracle(tape(market("XTKS"), index("__proto__"), opened(FRI), tick("__proto__", 5)));
    expect(Object.keys(state.instruments)).toEqual(["__proto__"]);
    expect(JSON.parse(JSON.stringify(state)).instruments["__proto__"].last).toBe("5.00");
    expect(state.regions).toEqual([
      { region: "Asia", up: 0, down: 0, little: 0, word: null, leader: null, laggard: null },
    ]);
  });

  test("an empty tape has a state too", () => {
    expect(marketOracle([])).toEqual({
      tape: {
        events: 0,
        accepted: 0,
        rejected: {},
        head: 0,
      },
      asOf: {
        position: 0,
        at: null,
      },
      regions: [],
      instruments: {},
      statistics: [],
      sectors: [],
      shares: [],
      guidance: [],
    });
  });
});
