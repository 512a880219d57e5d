/** Guidance and the sessions that react to it, regions, the overnight lead. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  guidance,
  halted,
  index,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  owns,
  phase,
  shown,
  split,
  tick,
  tokyo,
  TUE,
} from "./tape.ts";

type Item = Parameters<typeof guidance>[1][number];

const said = (...lines: Lines) => {
  const last = shown(lines).guidance.at(-1);
  if (last === undefined) throw new Error("no guidance");
  return last;
};
const classOf = (...items: Item[]): string => said(guidance("X", items)).class;
const itemClass = (previous: Item[1], revised: Item[2]): string | undefined =>
  said(guidance("X", [["netSales", previous, revised]])).items[0]?.class;

describe("edge 24: classes", () => {
  test.each<[Item[1], Item[2], string]>([
    [100, 101, "raise"],
    [100, 99, "lower"],
    [100, "100.0", "reaffirm"],
    [-100, -60, "raise"],
    [-60, -100, "lower"],
    [-10, 0, "raise"],
    [[90, 110], [90, 120], "raise"],
    [[90, 110], [100, 110], "raise"],
    [[90, 110], [80, 110], "lower"],
    [[90, 110], [95, 105], "narrow"],
    [[90, 110], [80, 120], "widen"],
    [[90, 110], [90, 110], "reaffirm"],
    [[100, 100], 100, "reaffirm"],
    [[90, 110], 100, "narrow"],
    [100, [90, 110], "widen"],
    [null, 100, "initiate"],
    [100, null, "withdraw"],
    [null, null, "reaffirm"],
  ])("from %j to %j is %s", (previous, revised, expected) => {
    expect(itemClass(previous, revised)).toBe(expected);
  });

  test("against the event's own `previous`, whatever stands; a difference is flagged", () => {
    const first = guidance("X", [["netSales", null, 100]]);
    const [item] = said(first, guidance("X", [["netSales", 120, 110]])).items;
    expect(item).toMatchObject({ class: "lower", differsFromStanding: true });
    expect(said(first, guidance("X", [["netSales", 100, 110]])).items[0]).toMatchObject({
      class: "raise",
      differsFromStanding: false,
    });
  });

  test("what stands is of issuer, year, span, scope and metric; its unit counts", () => {
    const first = guidance("X", [["netSales", null, 100]]);
    const differs = (issuer: string, more = {}, metric: Item[0] = "netSales"): boolean | undefined =>
      said(first, guidance(issuer, [[metric, 120, 110]], more)).items[0]?.differsFromStanding;
    expect(differs("X")).toBe(true);
    expect(differs("Y")).toBe(false);
    expect(differs("X", { fiscalYearEnd: "2027-03-31" })).toBe(false);
    expect(differs("X", { span: "H1" })).toBe(false);
    expect(differs("X", { scope: "standalone" })).toBe(false);
    expect(differs("X", {}, "operatingProfit")).toBe(false);
    const inUnits = (previous: number, unit: string): Line =>
      ({
        ...guidance("X", []),
        items: [{ metric: "netSales", previous, revised: 200, unit }],
      }) as Line;
    expect(said(first, inUnits(100, "1e6")).items[0]?.differsFromStanding).toBe(true);
    expect(said(first, inUnits(10, "1e1")).items[0]?.differsFromStanding).toBe(false);
  });

  test("`initiate` is `reinstate` where the standing value is a withdrawal", () => {
    const gone = [guidance("X", [["netSales", null, 100]]), guidance("X", [["netSales", 100, null]])];
    expect(said(gone, guidance("X", [["netSales", null, 90]])).items[0]?.class).toBe("reinstate");
    expect(said(gone, guidance("X", [["eps", null, 90]])).items[0]?.class).toBe("initiate");
    const back = [...gone, guidance("X", [["netSales", null, 90]])];
    expect(said(back, guidance("X", [["netSales", null, 90]])).items[0]?.class).toBe("initiate");
  });

  test("reaffirmed metrics are dropped; alike that class, else mixed", () => {
    expect(classOf(["netSales", 1, 2], ["eps", 1, 1])).toBe("upgrade");
    expect(classOf(["netSales", 2, 1], ["eps", 2, 1])).toBe("downgrade");
    expect(classOf(["netSales", 2, 1], ["eps", 1, 2])).toBe("mixed");
    expect(classOf(["netSales", 1, 1], ["eps", 2, 2])).toBe("reaffirm");
    expect(classOf(["netSales", null, 1], ["eps", null, 2])).toBe("initiate");
    expect(classOf(["netSales", null, 1], ["eps", 1, 2])).toBe("mixed");
    expect(classOf(["netSales", 1, null])).toBe("withdraw");
  });
});

describe("edge 24: what must be disclosed", () => {
  const must = (metric: Item[0], previous: Item[1], revised: Item[2]): boolean =>
    said(guidance("X", [[metric, previous, revised]])).mandatory;

  test.each<[Item[0], Item[1], Item[2], boolean]>([
    ["netSales", 1000, 1100, true],
    ["netSales", 1000, 1099, false],
    ["netSales", 1000, 900, true],
    ["netSales", 1000, 901, false],
    ["operatingProfit", 1000, 1300, true],
    ["operatingProfit", 1000, 1299, false],
    ["ordinaryProfit", 1000, 700, true],
    ["profitBeforeTax", 1000, 701, false],
    ["netProfitAttributable", 1000, 1300, true],
    ["eps", 10, 1000, false],
    ["dividendPerShare", 10, 1000, false],
    // A zero triggers if it changes, a loss by the same ratio.
    ["operatingProfit", 0, 1, true],
    ["operatingProfit", 0, 0, false],
    ["operatingProfit", -100, -70, true],
    ["operatingProfit", -100, -71, false],
    ["operatingProfit", -100, -130, true],
    ["operatingProfit", -100, 50, true],
    // A range by either end, a null never.
    ["netSales", [1000, 2000], [1000, 2200], true],
    ["netSales", [1000, 2000], [1100, 2199], true],
    ["netSales", [1000, 2000], [1099, 2199], false],
    ["netSales", null, 1000, false],
    ["netSales", 1000, null, false],
  ])("%s from %j to %j: %s", (metric, previous, revised, expected) => {
    expect(must(metric, previous, revised)).toBe(expected);
  });

  test("one metric decides for the event", () => {
    const { mandatory, items } = said(
      guidance("X", [
        ["netSales", 100, 101],
        ["operatingProfit", 10, 20],
      ]),
    );
    expect(mandatory).toBe(true);
    expect(items.map((item) => item.mandatory)).toEqual([false, true]);
  });

  test("the change is null from a loss, from zero and over ranges", () => {
    const change = (previous: Item[1], revised: Item[2]): string | null | undefined =>
      said(guidance("X", [["netSales", previous, revised]])).items[0]?.changePct;
    expect(change(6700, 6950)).toBe("3.7313");
    expect(change(100, -50)).toBe("-150.0000");
    expect([
      change(-100, -60),
      change(0, 5),
      change([90, 110], 100),
      change(null, 1),
      change(1, null),
    ]).toEqual([null, null, null, null, null]);
  });

  test("`corrects` is information only: both rows stay", () => {
    const first: Line = { ...guidance("X", [["netSales", null, 100]]), id: "g" };
    const { guidance: rows } = shown(first, guidance("X", [["netSales", 100, 110]], { corrects: "g" }));
    expect(rows.map((row) => [row.position, row.class])).toEqual([
      [1, "initiate"],
      [2, "upgrade"],
    ]);
  });
});

const group: Lines = [
  market("XTKS"),
  [listed("P", { issuer: "parent" }), listed("S", { issuer: "sub" }), listed("S2", { issuer: "sub" })],
  [listed("G", { issuer: "grand" }), owns("parent", "sub"), owns("grand", "parent"), owns("sub", "parent")],
  [opened(FRI), ...["P", "S", "S2", "G"].map((id) => tick(id, 100)), closed(FRI)],
];
const news = guidance("sub", [["eps", 1, 2]]);
const none = { gapPct: null, maxUpPct: null, maxDownPct: null, lastPct: null, closePct: null };

describe("edge 25: reactions", () => {
  const of = (instrument: string, ...lines: Lines) =>
    said(lines).reactions.find((one) => one.instrument === instrument);

  test("own, then direct parents, by id; a circle of owners harms nothing", () => {
    const reactions = (issuer: string): unknown =>
      said(group, guidance(issuer, [["eps", 1, 2]])).reactions.map(({ instrument, link }) => [
        instrument,
        link,
      ]);
    expect(reactions("sub")).toEqual([
      ["S", "own"],
      ["S2", "own"],
      ["P", "subsidiary"],
    ]);
    expect(reactions("parent")).toEqual([
      ["P", "own"],
      ["G", "subsidiary"],
      ["S", "subsidiary"],
      ["S2", "subsidiary"],
    ]);
    expect(reactions("nobody")).toEqual([]);
  });

  test("until the next session opens all are null", () => {
    expect(of("S", group, news)).toEqual({
      instrument: "S",
      link: "own",
      date: null,
      reference: null,
      ...none,
    });
  });

  test("after the close it is the next session, against the base price", () => {
    const monday = [group, news, opened(MON)];
    expect(of("S", monday)).toEqual({ instrument: "S", link: "own", date: MON, reference: "100", ...none });
    expect(of("S", monday, tick("S", 110), tick("S", 90), tick("S", 105))).toMatchObject({
      gapPct: "10.0000",
      maxUpPct: "10.0000",
      maxDownPct: "-10.0000",
      lastPct: "5.0000",
      closePct: null,
    });
    expect(of("S", monday, tick("S", 110), closed(MON, { S: 120 }))).toMatchObject({
      lastPct: "10.0000",
      maxUpPct: "20.0000",
      closePct: "20.0000",
    });
    const rights = [group, base("S", MON, 80), news, opened(MON), tick("S", 84)];
    expect(of("S", rights)).toMatchObject({ reference: "80", lastPct: "5.0000" });
    const halved = [group, split("S", 2, 1, MON), news, opened(MON), tick("S", 55)];
    expect(of("S", halved)).toMatchObject({ reference: "50", lastPct: "10.0000" });
  });

  test("the session open at its position, against the last tick before it; later ticks by position", () => {
    const during = [group, opened(MON), tick("S", 110, { at: 20 }), news];
    expect(of("S", during)).toMatchObject({ date: MON, reference: "110", gapPct: null });
    expect(of("S", during, tick("S", 121, { at: 30 }))).toMatchObject({
      gapPct: "10.0000",
      maxUpPct: "10.0000",
    });
    expect(of("P", during, tick("P", 101))).toMatchObject({ reference: "100", gapPct: "1.0000" });
    // A tick that came before keeps out, later on the tape but earlier in time it counts.
    expect(of("S", during, tick("S", 99, { at: 15 }))).toMatchObject({ gapPct: "-10.0000" });
  });

  test("in the break the last of the morning, in the auction the last continuous price, in a halt the last before it", () => {
    const morning = [group, opened(MON), tick("S", 110)];
    const then = { date: MON, reference: "110", gapPct: "10.0000" };
    expect(of("S", morning, phase(MON, "break"), news, phase(MON, "open"), tick("S", 121))).toMatchObject(
      then,
    );
    expect(of("S", morning, phase(MON, "auction"), news, tick("S", 121))).toMatchObject(then);
    const halt: Line = halted({ instrument: "S" });
    expect(
      of("S", morning, halt, news, { ...halt, type: "TradingResumed" } as Line, tick("S", 121)),
    ).toMatchObject(then);
  });

  test("the session over, nothing moves it any more", () => {
    const done = [group, news, opened(MON), tick("S", 110), closed(MON)];
    const after = of("S", done);
    expect(of("S", done, opened(TUE), tick("S", 200))).toEqual(after);
    const left = [group, news, opened(MON), tick("S", 110), opened(TUE), tick("S", 200)];
    expect(of("S", left)).toMatchObject({ date: MON, maxUpPct: "10.0000", closePct: null });
  });

  test("gap and last go by time, max up and down by `highLow`", () => {
    const monday = [
      group,
      news,
      opened(MON, { at: 10 }),
      tick("S", 110, { at: 30 }),
      tick("S", 105, { at: 20 }),
    ];
    expect(of("S", monday)).toMatchObject({ gapPct: "5.0000", lastPct: "10.0000" });
    expect(of("S", monday, lateReport("S", 130, { at: 15 }))).toMatchObject({
      gapPct: "5.0000",
      lastPct: "10.0000",
      maxUpPct: "30.0000",
    });
    expect(of("S", monday, tick("S", 90, { at: 40, updates: ["last"] }))).toMatchObject({
      lastPct: "-10.0000",
      maxDownPct: "5.0000",
    });
  });

  test("without a reference no measure", () => {
    const first = [market("XTKS"), listed("S", { issuer: "sub" }), opened(MON), news, tick("S", 100)];
    expect(of("S", first)).toEqual({ instrument: "S", link: "own", date: MON, reference: null, ...none });
  });
});

describe("edge 26: regions", () => {
  /** Indices that moved by so many percent, one a market, all of the region Asia. */
  const asia = (...moves: (number | null)[]) => {
    const ids = moves.map((_, place) => `I${place}`);
    const lines = ids.flatMap((id, place): Line[] => [
      market(`X${place}`),
      index(id, { mic: `X${place}` }),
      base(id, MON, 1000),
      opened(MON, { mic: `X${place}` }),
      ...(moves[place] === null ? [] : [tick(id, (1000 + 10 * (moves[place] ?? 0)).toFixed(2))]),
    ]);
    return shown(lines).regions[0];
  };

  test.each<[(number | null)[], string | null]>([
    [[null], null],
    [[0.05, -0.1], "little changed"],
    [[1, 0], "higher"],
    [[1, 2], "higher"],
    [[-1, 0.1], "lower"],
    [[1, -1], "mixed"],
    [[1, 1, -1], "mixed"],
    [[1, 1, 1, -1], "mostly higher"],
    [[1, -1, -1, -1], "mostly lower"],
    [[1, 1, -1, -1, -1], "mixed"],
  ])("%j percent: %s", (moves, word) => {
    expect(asia(...moves)?.word).toBe(word);
  });

  test("counts, leader and laggard by exact change, ties by id", () => {
    expect(asia(2, -1, null, 0.1, 2, -1)).toEqual({
      region: "Asia",
      up: 2,
      down: 2,
      little: 1,
      word: "mixed",
      leader: "I0",
      laggard: "I1",
    });
    expect(asia(null, null)).toEqual({
      region: "Asia",
      up: 0,
      down: 0,
      little: 0,
      word: null,
      leader: null,
      laggard: null,
    });
  });

  test("a row a region, in order of listing of the markets; shares and indices before a session left out", () => {
    const lines = [
      market("XNYS", "US", "US"),
      ...tokyo,
      market("XPAR", "Europe", "FR"),
      index("I"),
      base("A", MON, 10),
    ];
    const rows = shown(lines, opened(MON), tick("A", 20)).regions;
    expect(rows.map(({ region, word }) => [region, word])).toEqual([
      ["US", null],
      ["Asia", null],
      ["Europe", null],
    ]);
  });

  test("before the close of the last level, then of the close", () => {
    const lines = [market("XTKS"), index("I"), base("I", MON, 100), opened(MON), tick("I", 90)];
    expect(shown(lines).regions[0]?.word).toBe("lower");
    expect(shown(lines, closed(MON, { I: 110 })).regions[0]?.word).toBe("higher");
  });
});

describe("edge 27: the overnight lead", () => {
  const markets: Lines = [
    [market("XNYS", "US", "US"), market("XNAS", "US", "US"), market("XTKS"), listed("A")],
    [listed("Q", { mic: "XNAS" }), listed("N", { mic: "XNYS" })],
  ];
  const us = (mic: string, date: string, openAt: string, closeAt: string): Line[] => [
    opened(date, { mic, at: openAt }),
    closed(date, undefined, { mic, at: closeAt }),
  ];
  const friday = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:00Z");
  const tokyoOpens = (date: string, at: string): Line => opened(date, { at });
  const lead = (...lines: Lines): unknown => shown(markets, lines).instruments["A"]?.overnightLead;

  test("is the US session closed last at the market's open; Monday's is Friday's", () => {
    expect(lead(friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toEqual({
      mic: "XNYS",
      date: FRI,
      stale: false,
    });
    const monday = us("XNYS", MON, "2026-02-09T14:30:00Z", "2026-02-09T21:00:00Z");
    const tuesday = [friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"), monday];
    expect(lead(tuesday)).toMatchObject({ date: FRI });
    expect(lead(tuesday, tokyoOpens(TUE, "2026-02-10T00:00:00Z"))).toEqual({
      mic: "XNYS",
      date: MON,
      stale: false,
    });
  });

  test("by the instants of closes and opens, not by their places on the tape", () => {
    const late = [tokyoOpens(MON, "2026-02-09T00:00:00Z"), friday];
    expect(lead(late)).toEqual({ mic: "XNYS", date: FRI, stale: false });
    const still = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-09T00:00:01Z");
    expect(lead(still, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toBeNull();
    const same = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-09T00:00:00Z");
    expect(lead(same, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ date: FRI });
  });

  test("of two closing at one instant the market listed first, else the later", () => {
    const nasdaq = us("XNAS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:00Z");
    expect(lead(nasdaq, friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ mic: "XNYS" });
    const later = us("XNAS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:01Z");
    expect(lead(friday, later, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ mic: "XNAS" });
  });

  test("`stale` where the US close isn't after the market's own previous close", () => {
    const own = (closeAt: string): Line[] => [
      opened(FRI, { at: "2026-02-06T00:00:00Z" }),
      closed(FRI, undefined, { at: closeAt }),
    ];
    const next = tokyoOpens(MON, "2026-02-09T00:00:00Z");
    expect(lead(own("2026-02-06T06:30:00Z"), friday, next)).toMatchObject({ stale: false });
    expect(lead(friday, own("2026-02-06T21:00:00Z"), next)).toMatchObject({ stale: true });
    expect(lead(friday, own("2026-02-06T20:59:59Z"), next)).toMatchObject({ stale: false });
  });

  test("null before a session, for US markets, and where none has closed", () => {
    expect(lead(friday)).toBeNull();
    expect(lead(tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toBeNull();
    const both = shown(markets, friday, opened(MON, { mic: "XNAS", at: "2026-02-09T14:30:00Z" }));
    expect(both.instruments["Q"]?.overnightLead).toBeNull();
  });
});
