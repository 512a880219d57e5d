import { type Line, type Lines } from "./tape.ts";
import { admissionOracle } from "@tapefold/projections/testing";
import { expect, test } from "vitest";
import {
  base,
  calendar,
  closed,
  correction,
  defined,
  FRI,
  guidance,
  index,
  listed,
  market,
  MON,
  opened,
  recordSeed,
  refused,
  shown,
  shownOf,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  TUE,
  WED,
} from "./tape.ts";

/** An index of Tokyo with a member there and one in New York. */
const overMarkets = [
  market("XTKS"),
  market("XNYS", "Asia", "US"),
  listed("A"),
  listed("B", { mic: "XNYS" }),
  index("I"),
  defined("I", "price", "1", { A: "1", B: "2" }),
];

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

test("a split that comes after two record seeds may say anew which is the higher", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "high", 90, THU),
    recordSeed("A", "close", 90, FRI),
  ];
  expect(shownOf("A", ...lines).record.high?.date).toBe(THU);
  const told = split("A", 2, 1, FRI);
  expect(shownOf("A", ...lines, told).record.high?.date).toBe(FRI);
});

test("a member with nothing but the seed of the session that it opens keeps its index from a level", () => {
  const lines = [...overMarkets, opened(THU), streakSeed("B", 0, 90, THU), tick("A", 90)];
  expect(shownOf("I", ...lines).last).toBe("270.00");
  expect(shownOf("I", ...lines.slice(0, -1), opened(THU, { mic: "XNYS" }), tick("A", 90)).last).toBeNull();
});

test("a split up to a seed's date is what a member counts with, and says nothing of levels before it", () => {
  const lines = [
    ...overMarkets,
    base("I", THU, 200),
    streakSeed("A", 0, 80, "2026-02-04"),
    opened(THU),
    streakSeed("B", 0, 90, THU),
    tick("A", 90),
  ];
  const told = split("B", 1, 2, THU);
  expect(shownOf("I", ...lines, told)).toMatchObject({ last: "270.00", index: { residual: "60.00" } });
  expect(shownOf("I", ...lines, told, tick("A", 90)).last).toBe("180.00");
});

test("an index defined within its session has weights on the basis of the splits known by then", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "Asia", "US"),
    listed("B", { mic: "XNYS" }),
    opened(THU),
    split("B", 2, 1, THU),
    index("I"),
    defined("I", "price", "1", { B: "1" }),
    opened(THU, { mic: "XNYS" }),
    tick("B", 48),
  ];
  expect(shownOf("I", ...lines).last).toBe("48.00");
});

test("a split of the index itself is none of its members' doing", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    index("I"),
    defined("I", "price", "1", { A: "1" }),
    opened(THU),
    tick("A", 90),
    closed(THU),
    split("I", 2, 1, FRI),
    opened(FRI),
    tick("A", 90),
  ];
  const { change, index: made } = shownOf("I", ...lines);
  expect(change).toBe("45.00");
  expect(made?.contributions).toEqual([{ instrument: "A", points: "0.00", share: null }]);
  expect(made?.residual).toBe("45.00");
});

test("a streak seed looks again for sessions that are missing, by what is known then", () => {
  const scheduled = calendar(THU, FRI, MON, TUE, WED);
  const lines = [market("XTKS"), listed("A"), opened(THU), opened(MON)];
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, THU)).streak.confirmed).toBe(0);
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, THU), scheduled).streak.confirmed).toBe(0);
  expect(shownOf("A", ...lines, scheduled, streakSeed("A", 0, 90, THU)).streak.confirmed).toBeNull();
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

test("an instrument listed after its market's close has that session behind it", () => {
  const lines = [
    market("XTKS"),
    opened(MON),
    closed(MON),
    listed("A"),
    tick("A", 91, { updates: ["highLow"] }),
    recordSeed("A", "high", 90, FRI),
    streakSeed("A", 0, 90, FRI),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.high?.straight).toBe(2);
});

test("a price for the last price alone reaches no milestone", () => {
  const lines = [
    market("XTKS"),
    index("Q", { scale: 1 }),
    base("Q", MON, 90),
    opened(MON),
    tick("Q", 91, { updates: ["last"] }),
  ];
  expect(shownOf("Q", ...lines).milestone?.reached).toEqual([]);
  expect(shownOf("Q", ...lines, tick("Q", 91)).milestone?.reached).toEqual(["91.0"]);
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

test("a streak seed that comes late lets a record go on from a seed of that close", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "close", 90, FRI),
    opened(MON),
    tick("A", 91),
    closed(MON),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.close?.straight).toBe(1);
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, FRI)).record.close?.straight).toBe(2);
});

test("a streak seed that comes late is a reaction's reference", () => {
  const lines = [
    market("XTKS"),
    listed("A", { issuer: "alpha" }),
    guidance("alpha", [["netSales", 1, 2]]),
    opened(MON),
    tick("A", 96),
    closed(MON),
    opened(TUE),
    streakSeed("A", 0, 95, FRI),
  ];
  expect(shown(...lines).guidance[0]?.reactions[0]).toMatchObject({ date: MON, reference: "95" });
});

test("a session without a last price still ends a run of record highs", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "close", 90, FRI),
    opened(MON),
    tick("A", 90, { updates: ["highLow"] }),
    closed(MON),
  ];
  expect(shownOf("A", ...lines).record.high?.straight).toBe(0);
});

test("a corrected tick sent again as it was is a duplicate, and with the corrected price a conflict", () => {
  const corrected = correction("t", 96);
  const lines = [market("XTKS"), listed("A"), opened(MON), tick("A", 95, { id: "t", at: 9 }), corrected];
  const again = (price: number) => [...lines, tick("A", price, { id: "t", at: 9 })];
  expect(refused(...again(95))).toEqual({ duplicate: 1 });
  expect(refused(...again(96))).toEqual({ "id-conflict": 1 });
  expect(admissionOracle(tape(...again(96))).verdicts.at(-1)?.code).toBe("id-conflict");
});

test("a split of a member that is told after the index's session counts from the index's next open", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A"),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "adjusted-price", "1", { A: "1" }),
    opened(MON, { mic: "XNYS" }),
    closed(MON, undefined, { mic: "XNYS" }),
    split("A", 2, 1, MON),
    opened(MON),
    opened(TUE, { mic: "XNYS" }),
    tick("A", 48),
  ];
  expect(shownOf("IDX", ...lines).last).toBe("96.00");
});

test("a split of a member that is told after the index's close leaves what the close was made of", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A"),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "price", "1", { A: "1" }),
    opened(MON),
    closed(MON, { A: 95 }),
    opened(TUE, { mic: "XNYS" }),
    closed(TUE, undefined, { mic: "XNYS" }),
    split("A", 2, 1, TUE),
  ];
  expect(shownOf("IDX", ...lines).index?.contributions).toEqual([
    { instrument: "A", points: "0.00", share: null },
  ]);
});

test("a member's sector is that of the last published level, though its market has opened again", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A", { sector: "tech" }),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "price", "1", { A: "1" }),
    opened(MON),
    closed(MON, { A: 96 }),
    listed("A", { sector: "banks" }),
    opened(TUE, { mic: "XNYS" }),
    closed(TUE, undefined, { mic: "XNYS" }),
    opened(WED),
  ];
  expect(shownOf("IDX", ...lines).index?.sectors).toEqual([{ sector: "tech", points: "0.00" }]);
});

test("a unit that must be taken is taken from the first id of those with the smallest remainder", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("B", { mic: "XNYS" }),
    listed("C"),
    index("IDX"),
    defined("IDX", "price", "0.056", { C: "24", B: "1" }),
    opened(MON),
    closed(MON),
    opened(MON, { mic: "XNYS" }),
    closed(MON, { B: 96 }, { mic: "XNYS" }),
    opened(TUE),
    tick("C", 112),
    closed(TUE),
    opened(TUE, { mic: "XNYS" }),
    opened(WED, { phase: "break" }),
    tick("B", 97),
    closed(WED),
  ];
  expect(shownOf("IDX", ...lines).index?.contributions.map(({ points }) => points)).toEqual([
    "-0.01",
    "0.00",
  ]);
});

test("a streak seed of a reaction's own session leaves its reference", () => {
  const lines = [
    market("XTKS"),
    listed("A", { issuer: "alpha" }),
    streakSeed("A", 0, 95, FRI),
    guidance("alpha", [["netSales", 1, 2]]),
    opened(MON),
    tick("A", 96),
    closed(MON),
    opened(TUE),
    streakSeed("A", 0, 90, MON),
  ];
  expect(shown(...lines).guidance[0]?.reactions[0]).toMatchObject({ date: MON, reference: "95" });
});

test("a forecast that nobody knew and nobody made does not stand", () => {
  const { guidance: rows } = shown(
    market("XTKS"),
    listed("A"),
    guidance("alpha", [["netSales", null, null]]),
    guidance("alpha", [["netSales", 0, 0]]),
  );
  expect(rows.map(({ items }) => items[0]?.differsFromStanding)).toEqual([false, false]);
});

test("a level that rounds to zero, or is past a safe integer, is not published", () => {
  const lines = (divisor: string) => [
    market("XTKS"),
    listed("A"),
    index("IDX"),
    defined("IDX", "price", divisor, { A: "1" }),
    opened(MON),
    tick("A", 94),
    closed(MON),
  ];
  expect(shownOf("IDX", ...lines("100079991717123")).last).toBeNull();
  expect(shownOf("IDX", ...lines("0.00000000000001")).last).toBeNull();
});

test("members stand as of the last published level where a later one can't be published", () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const lines = [
    market("XTKS"),
    listed("A"),
    index("IDX"),
    defined("IDX", "price", "100079991717122", { A: "1" }),
    streakSeed("A", 0, huge, FRI),
    opened(MON),
    tick("A", huge),
    tick("A", 94),
  ];
  expect(shownOf("IDX", ...lines).index?.breadth.unchanged).toBe(1);
});

test("a tick of volume alone is no price that a reaction waits for", () => {
  const lines = [
    market("XTKS"),
    listed("A", { issuer: "alpha" }),
    guidance("alpha", [["netSales", 1, 2]]),
    opened(MON),
    tick("A", 96, { updates: ["volume"] }),
    closed(MON),
    opened(TUE),
  ];
  expect(shown(...lines).guidance[0]?.reactions[0]?.date).toBe(TUE);
});

test("a session up to a record seed's date ends no run of records, though it was left open", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    opened(MON),
    recordSeed("A", "close", 95, MON),
    tick("A", 95),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.close?.straight).toBe(1);
});

test("an index with levels and ticks of its own in one session", () => {
  const quotedAgain = { type: "IndexDefined", instrument: "X", mode: "quoted" } as const;
  const before = [
    market("XTKS"),
    listed("A"),
    index("X"),
    defined("X", "price", "2.00", { A: "1" }),
    opened(MON),
    tick("A", 500),
    quotedAgain,
  ];
  const quoted = [...before, tick("X", 300), tick("A", 600), closed(MON, { X: 301 })];
  expect(shownOf("X", ...quoted)).toMatchObject({ open: "250.00", last: "300.00", close: "301.00" });
  // Older than the level, but no older than the open: it opens the session and is not its last price.
  const older = [...before, tick("X", 200, { at: 5.5 })];
  expect(shownOf("X", ...older)).toMatchObject({ open: "200.00", last: "250.00", low: "200.00" });
  // It is derived only once it has had a tick; older levels than ticks stand all the same.
  const derivedLater = [
    market("XTKS"),
    listed("A"),
    index("X"),
    opened(MON),
    tick("X", 300, { at: 60 }),
    defined("X", "price", "1", { A: "1" }),
    tick("A", 500),
  ];
  expect(shownOf("X", ...derivedLater)).toMatchObject({ open: "300.00", last: "500.00", high: "500.00" });
});
