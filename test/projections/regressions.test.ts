/** Cases that generated tapes found, where the rules and their oracles once parted; kept as they shrank. */
import { fold, type MarketEvent, record } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { admissionOracle, marketOracle } from "@tapefold/projections/testing";
import { expect, test } from "vitest";

type Fields = Readonly<Record<string, unknown>>;

/** Events with ids and instants of their own: a second each, unless a line says otherwise. */
function tape(...lines: readonly Fields[]) {
  const events = lines.map((line, index) => ({ id: `e${index + 1}`, at: (index + 1) * 1_000_000, ...line }));
  return record(events as unknown as MarketEvent[]);
}

function shown(instrument: string, ...lines: readonly Fields[]) {
  const log = tape(...lines);
  const state = marketState(fold(marketRules, log));
  const { instruments, regions, guidance } = marketOracle(log);
  expect({ instruments: state.instruments, regions: state.regions, guidance: state.guidance }).toEqual({
    instruments,
    regions,
    guidance,
  });
  const found = state.instruments[instrument];
  if (found === undefined) throw new Error(`${instrument} is not on the tape`);
  return { ...found, guidance: state.guidance, rejected: state.tape.rejected };
}

const market = (mic: string, country = "JP", region = "Asia") => {
  return { type: "MarketListed", mic, name: mic, country, region, zone: "UTC" };
};
const share = (instrument: string, mic = "XTKS", more: Fields = {}) => {
  return {
    type: "InstrumentListed",
    instrument,
    name: instrument,
    kind: "equity",
    mic,
    currency: "JPY",
    scale: 0,
    ...more,
  };
};
const index = (instrument: string, mic: string, weighting: string, members: Fields, divisor = "1") => [
  { type: "InstrumentListed", instrument, name: instrument, kind: "index", mic, currency: "JPY", scale: 2 },
  {
    type: "IndexDefined",
    instrument,
    mode: "derived",
    weighting,
    divisor,
    constituents: Object.entries(members).map(([member, weight]) => ({ instrument: member, weight })),
  },
];
/** An index of Tokyo with a member there and one in New York. */
const overMarkets = [
  market("XTKS"),
  market("XNYS", "US"),
  share("A"),
  share("B", "XNYS"),
  ...index("I", "XTKS", "price", { A: 1, B: 2 }),
];
const opened = (date: string, mic = "XTKS", more: Fields = {}) => ({
  type: "SessionOpened",
  mic,
  date,
  ...more,
});
const closed = (date: string, mic = "XTKS", closes?: Fields) => {
  return { type: "SessionClosed", mic, date, ...(closes === undefined ? {} : { closes }) };
};
const tick = (instrument: string, price: number, more: Fields = {}) => ({
  type: "PriceTicked",
  instrument,
  price,
  ...more,
});
const streakSeed = (instrument: string, close: number, date: string) => {
  return { type: "StreakSeeded", instrument, streak: 0, close, date };
};

const revision = (previous: number | null, revised: number | null) => {
  return {
    type: "GuidanceRevised",
    issuer: "alpha",
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    items: [{ metric: "netSales", previous, revised }],
  };
};

const [THU, FRI, MON, TUE, WED] = [
  "2025-12-25",
  "2025-12-26",
  "2025-12-29",
  "2025-12-30",
  "2025-12-31",
] as const;

test("of two streak seeds the last on the tape gives the previous close, of an earlier date too", () => {
  const lines = [market("XTKS"), share("A"), streakSeed("A", 735, FRI), streakSeed("A", 728, THU)];
  expect(shown("A", ...lines).previous).toEqual({ date: THU, close: "728", changePct: null });
});

test("a streak seed of a later date leaves the one before it in force for the sessions between", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    streakSeed("A", 105, THU),
    streakSeed("A", 95, TUE),
    opened(MON),
    tick("A", 110),
  ];
  expect(shown("A", ...lines).previous).toEqual({ date: THU, close: "105", changePct: null });
  const later = [closed(MON), opened(TUE), tick("A", 120), closed(TUE), opened(WED), tick("A", 90)];
  expect(shown("A", ...lines, ...later).previous).toEqual({ date: TUE, close: "95", changePct: null });
});

test("a split that comes after two record seeds may say anew which is the higher", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    { type: "RecordSeeded", instrument: "A", basis: "high", level: 90, date: THU },
    { type: "RecordSeeded", instrument: "A", basis: "close", level: 90, date: FRI },
  ];
  expect(shown("A", ...lines).record.high?.date).toBe(THU);
  const split = { type: "InstrumentSplit", instrument: "A", numerator: 2, denominator: 1, date: FRI };
  expect(shown("A", ...lines, split).record.high?.date).toBe(FRI);
});

test("a member with nothing but the seed of the session that it opens keeps its index from a level", () => {
  const lines = [...overMarkets, opened(THU), streakSeed("B", 90, THU), tick("A", 90)];
  expect(shown("I", ...lines).last).toBe("270.00");
  expect(shown("I", ...lines.slice(0, -1), opened(THU, "XNYS"), tick("A", 90)).last).toBeNull();
});

test("a split up to a seed's date is what a member counts with, and says nothing of levels before it", () => {
  const lines = [
    ...overMarkets,
    { type: "BasePriceSet", instrument: "I", price: 200, date: THU },
    streakSeed("A", 80, "2025-12-24"),
    opened(THU),
    streakSeed("B", 90, THU),
    tick("A", 90),
  ];
  const split = { type: "InstrumentSplit", instrument: "B", numerator: 1, denominator: 2, date: THU };
  expect(shown("I", ...lines, split)).toMatchObject({ last: "270.00", index: { residual: "60.00" } });
  expect(shown("I", ...lines, split, tick("A", 90)).last).toBe("180.00");
});

test("an index defined within its session has weights on the basis of the splits known by then", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US"),
    share("B", "XNYS"),
    opened(THU),
    { type: "InstrumentSplit", instrument: "B", numerator: 2, denominator: 1, date: THU },
    ...index("I", "XTKS", "price", { B: 1 }),
    opened(THU, "XNYS"),
    tick("B", 48),
  ];
  expect(shown("I", ...lines).last).toBe("48.00");
});

test("a split of the index itself is none of its members' doing", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    ...index("I", "XTKS", "price", { A: 1 }),
    opened(THU),
    tick("A", 90),
    closed(THU),
    { type: "InstrumentSplit", instrument: "I", numerator: 2, denominator: 1, date: FRI },
    opened(FRI),
    tick("A", 90),
  ];
  const { change, index: made } = shown("I", ...lines);
  expect(change).toBe("45.00");
  expect(made?.contributions).toEqual([{ instrument: "A", points: "0.00", share: null }]);
  expect(made?.residual).toBe("45.00");
});

test("a streak seed looks again for sessions that are missing, by what is known then", () => {
  const calendar = {
    type: "CalendarLoaded",
    mic: "XTKS",
    from: THU,
    to: WED,
    dates: [THU, FRI, MON, TUE, WED],
  };
  const lines = [market("XTKS"), share("A"), opened(THU), opened(MON)];
  expect(shown("A", ...lines, streakSeed("A", 90, THU)).streak.confirmed).toBe(0);
  expect(shown("A", ...lines, streakSeed("A", 90, THU), calendar).streak.confirmed).toBe(0);
  expect(shown("A", ...lines, calendar, streakSeed("A", 90, THU)).streak.confirmed).toBeNull();
});

test("what the open before did not find missing stays found, whether the instrument traded or not", () => {
  const calendar = { type: "CalendarLoaded", mic: "XTKS", from: THU, to: WED, dates: [THU, FRI, MON, TUE] };
  const lines = (...monday: readonly Fields[]) => [
    market("XTKS"),
    share("A"),
    opened(THU),
    tick("A", 90),
    closed(THU),
    opened(MON),
    calendar,
    ...monday,
    closed(MON),
    opened(TUE),
  ];
  expect(shown("A", ...lines()).streak.confirmed).toBe(0);
  expect(shown("A", ...lines(tick("A", 91))).streak.confirmed).toBe(1);
});

test("an instrument listed after its market's close has that session behind it", () => {
  const lines = [
    market("XTKS"),
    opened(MON),
    closed(MON),
    share("A"),
    tick("A", 91, { updates: ["highLow"] }),
    { type: "RecordSeeded", instrument: "A", basis: "high", level: 90, date: FRI },
    streakSeed("A", 90, FRI),
    opened(TUE),
  ];
  expect(shown("A", ...lines).record.high?.straight).toBe(2);
});

test("a price for the last price alone reaches no milestone", () => {
  const quoted = {
    type: "InstrumentListed",
    instrument: "Q",
    name: "Q",
    kind: "index",
    mic: "XTKS",
    currency: "JPY",
  };
  const lines = [
    market("XTKS"),
    { ...quoted, scale: 1 },
    { type: "BasePriceSet", instrument: "Q", price: 90, date: MON },
    opened(MON),
    tick("Q", 91, { updates: ["last"] }),
  ];
  expect(shown("Q", ...lines).milestone?.reached).toEqual([]);
  expect(shown("Q", ...lines, tick("Q", 91)).milestone?.reached).toEqual(["91.0"]);
});

test("a streak seed that comes late is what the sessions after it are measured from", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    opened(MON),
    closed(MON, "XTKS", { A: 96 }),
    opened(TUE),
    streakSeed("A", 95, FRI),
  ];
  expect(shown("A", ...lines).previous).toEqual({ date: MON, close: "96", changePct: "1.0526" });
});

test("a streak seed that comes late lets a record go on from a seed of that close", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    { type: "RecordSeeded", instrument: "A", basis: "close", level: 90, date: FRI },
    opened(MON),
    tick("A", 91),
    closed(MON),
    opened(TUE),
  ];
  expect(shown("A", ...lines).record.close?.straight).toBe(1);
  expect(shown("A", ...lines, streakSeed("A", 90, FRI)).record.close?.straight).toBe(2);
});

test("a streak seed that comes late is a reaction's reference", () => {
  const lines = [
    market("XTKS"),
    share("A", "XTKS", { issuer: "alpha" }),
    revision(1, 2),
    opened(MON),
    tick("A", 96),
    closed(MON),
    opened(TUE),
    streakSeed("A", 95, FRI),
  ];
  expect(shown("A", ...lines).guidance[0]?.reactions[0]).toMatchObject({ date: MON, reference: "95" });
});

test("a session without a last price still ends a run of record highs", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    { type: "RecordSeeded", instrument: "A", basis: "close", level: 90, date: FRI },
    opened(MON),
    tick("A", 90, { updates: ["highLow"] }),
    closed(MON),
  ];
  expect(shown("A", ...lines).record.high?.straight).toBe(0);
});

test("a corrected tick sent again as it was is a duplicate, and with the corrected price a conflict", () => {
  const correction = { type: "TickCorrected", tick: "t", price: 96 };
  const lines = [market("XTKS"), share("A"), opened(MON), tick("A", 95, { id: "t", at: 9e6 }), correction];
  const again = (price: number) => [...lines, tick("A", price, { id: "t", at: 9e6 })];
  expect(shown("A", ...again(95)).rejected).toEqual({ duplicate: 1 });
  expect(shown("A", ...again(96)).rejected).toEqual({ "id-conflict": 1 });
  expect(admissionOracle(tape(...again(96))).verdicts.at(-1)?.code).toBe("id-conflict");
});

test("a split of a member that is told after the index's session counts from the index's next open", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    share("A"),
    ...index("IDX", "XNYS", "adjusted-price", { A: "1" }),
    opened(MON, "XNYS"),
    closed(MON, "XNYS"),
    { type: "InstrumentSplit", instrument: "A", numerator: 2, denominator: 1, date: MON },
    opened(MON),
    opened(TUE, "XNYS"),
    tick("A", 48),
  ];
  expect(shown("IDX", ...lines).last).toBe("96.00");
});

test("a split of a member that is told after the index's close leaves what the close was made of", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    share("A"),
    ...index("IDX", "XNYS", "price", { A: "1" }),
    opened(MON),
    closed(MON, "XTKS", { A: 95 }),
    opened(TUE, "XNYS"),
    closed(TUE, "XNYS"),
    { type: "InstrumentSplit", instrument: "A", numerator: 2, denominator: 1, date: TUE },
  ];
  expect(shown("IDX", ...lines).index?.contributions).toEqual([
    { instrument: "A", points: "0.00", share: null },
  ]);
});

test("a member's sector is that of the last published level, though its market has opened again", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    share("A", "XTKS", { sector: "tech" }),
    ...index("IDX", "XNYS", "price", { A: "1" }),
    opened(MON),
    closed(MON, "XTKS", { A: 96 }),
    share("A", "XTKS", { sector: "banks" }),
    opened(TUE, "XNYS"),
    closed(TUE, "XNYS"),
    opened(WED),
  ];
  expect(shown("IDX", ...lines).index?.sectors).toEqual([{ sector: "tech", points: "0.00" }]);
});

test("a unit that must be taken is taken from the first id of those with the smallest remainder", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    share("B", "XNYS"),
    share("C"),
    ...index("IDX", "XTKS", "price", { C: "24", B: "1" }, "0.056"),
    opened(MON),
    closed(MON),
    opened(MON, "XNYS"),
    closed(MON, "XNYS", { B: 96 }),
    opened(TUE),
    tick("C", 112),
    closed(TUE),
    opened(TUE, "XNYS"),
    opened(WED, "XTKS", { phase: "break" }),
    tick("B", 97),
    closed(WED),
  ];
  expect(shown("IDX", ...lines).index?.contributions.map(({ points }) => points)).toEqual(["-0.01", "0.00"]);
});

test("a streak seed of a reaction's own session leaves its reference", () => {
  const lines = [
    market("XTKS"),
    share("A", "XTKS", { issuer: "alpha" }),
    streakSeed("A", 95, FRI),
    revision(1, 2),
    opened(MON),
    tick("A", 96),
    closed(MON),
    opened(TUE),
    streakSeed("A", 90, MON),
  ];
  expect(shown("A", ...lines).guidance[0]?.reactions[0]).toMatchObject({ date: MON, reference: "95" });
});

test("a forecast that nobody knew and nobody made does not stand", () => {
  const { guidance } = shown("A", market("XTKS"), share("A"), revision(null, null), revision(0, 0));
  expect(guidance.map(({ items }) => items[0]?.differsFromStanding)).toEqual([false, false]);
});

test("a level that rounds to zero, or is past a safe integer, is not published", () => {
  const lines = (divisor: string) => [
    market("XTKS"),
    share("A"),
    ...index("IDX", "XTKS", "price", { A: "1" }, divisor),
    opened(MON),
    tick("A", 94),
    closed(MON),
  ];
  expect(shown("IDX", ...lines("100079991717123")).last).toBeNull();
  expect(shown("IDX", ...lines("0.00000000000001")).last).toBeNull();
});

test("members stand as of the last published level where a later one can't be published", () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const lines = [
    market("XTKS"),
    share("A"),
    ...index("IDX", "XTKS", "price", { A: "1" }, "100079991717122"),
    streakSeed("A", huge, FRI),
    opened(MON),
    tick("A", huge),
    tick("A", 94),
  ];
  expect(shown("IDX", ...lines).index?.breadth.unchanged).toBe(1);
});

test("a tick of volume alone is no price that a reaction waits for", () => {
  const lines = [
    market("XTKS"),
    share("A", "XTKS", { issuer: "alpha" }),
    revision(1, 2),
    opened(MON),
    tick("A", 96, { updates: ["volume"] }),
    closed(MON),
    opened(TUE),
  ];
  expect(shown("A", ...lines).guidance[0]?.reactions[0]?.date).toBe(TUE);
});

test("a session up to a record seed's date ends no run of records, though it was left open", () => {
  const lines = [
    market("XTKS"),
    share("A"),
    opened(MON),
    { type: "RecordSeeded", instrument: "A", basis: "close", level: 95, date: MON },
    tick("A", 95),
    opened(TUE),
  ];
  expect(shown("A", ...lines).record.close?.straight).toBe(1);
});

test("an index with levels and ticks of its own in one session", () => {
  const before = [
    market("XTKS"),
    share("A"),
    ...index("X", "XTKS", "price", { A: "1" }, "2.00"),
    opened(MON),
    tick("A", 500),
    { type: "IndexDefined", instrument: "X", mode: "quoted" },
  ];
  const quoted = [...before, tick("X", 300), tick("A", 600), closed(MON, "XTKS", { X: 301 })];
  expect(shown("X", ...quoted)).toMatchObject({ open: "250.00", last: "300.00", close: "301.00" });
  // Older than the level, but no older than the open: it opens the session and is not its last price.
  const older = [...before, tick("X", 200, { at: 5_500_000 })];
  expect(shown("X", ...older)).toMatchObject({ open: "200.00", last: "250.00", low: "200.00" });
  // It is derived only once it has had a tick; older levels than ticks stand all the same.
  const [definition] = index("X", "XTKS", "price", { A: "1" }).slice(1);
  const listedAlone = index("X", "XTKS", "price", {}).slice(0, 1);
  const derivedLater = [
    market("XTKS"),
    share("A"),
    ...listedAlone,
    opened(MON),
    tick("X", 300, { at: 60_000_000 }),
    { ...definition },
    tick("A", 500),
  ];
  expect(shown("X", ...derivedLater)).toMatchObject({ open: "300.00", last: "500.00", high: "500.00" });
});
