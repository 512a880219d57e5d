/** The oracle of indices against values worked out by hand, the golden session's basket among them. */
import { apportioned, fromDecimal, ratio } from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  index,
  listed,
  market,
  MON,
  opened,
  recordSeed,
  streakSeed,
  tick,
  TUE,
  type Line,
} from "../../tape.ts";
import { lastCode, shown } from "../by-oracle.ts";

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
    ...ids.map((id, place) => streakSeed(id, 0, before[place] ?? 0, MON)),
    streakSeed("N225", 2, "56363.94", MON),
    recordSeed("N225", "close", "56363.94", MON),
    recordSeed("N225", "high", "57337.07", MON),
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
