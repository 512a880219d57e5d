/** What a reaction is measured from and by: which session, which prices, and the events that gave them. */
import { fold } from "@tapefold/core";
import { marketRules, reaction } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  guidance,
  lateReport,
  listed,
  type Lines,
  market,
  MON,
  opened,
  owns,
  shown,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  TUE,
  WED,
} from "../edges/tape.ts";

const start: Lines = [
  market("XTKS"),
  listed("A", { issuer: "X" }),
  [opened(THU), tick("A", 100), closed(THU)],
];
const said = guidance("X", [["netSales", 100, 120]]);
const reactions = (...lines: Lines) => shown(start, lines).guidance[0]?.reactions;
/** With the positions of the events behind each price, which count from the first line of the tape. */
const kept = (...lines: Lines) => fold(marketRules, tape(start, lines)).read(reaction, "A").reactions[0];
const FIRST = 6;

describe("the session that reacts", () => {
  test("ends with its market's next open, whether it was closed or not", () => {
    const friday = [said, opened(FRI), tick("A", 110)];
    const left = reactions(friday, opened(MON), tick("A", 150), closed(MON));
    expect(left).toMatchObject([{ date: FRI, lastPct: "10.0000", maxUpPct: "10.0000", closePct: null }]);
    const shut = reactions(friday, closed(FRI, { A: 120 }), opened(MON), tick("A", 150), closed(MON));
    expect(shut).toMatchObject([{ date: FRI, lastPct: "10.0000", closePct: "20.0000", maxUpPct: "20.0000" }]);
  });

  test("is the next where one opened and closed without a price", () => {
    const quiet = [said, opened(FRI), closed(FRI)];
    expect(reactions(quiet, opened(MON), tick("A", 130))).toMatchObject([{ date: MON, lastPct: "30.0000" }]);
    const reported = [said, opened(FRI), lateReport("A", 105), closed(FRI)];
    expect(reactions(reported, opened(MON), tick("A", 130))).toMatchObject([
      { date: FRI, lastPct: null, maxUpPct: "5.0000" },
    ]);
    const official = [said, opened(FRI), closed(FRI, { A: 105 })];
    expect(reactions(official, opened(MON), tick("A", 130))).toMatchObject([
      { date: FRI, closePct: "5.0000" },
    ]);
  });

  test("one revision goes on where another is over", () => {
    const two = [said, opened(FRI), tick("A", 110), closed(FRI), said];
    const [first, second] = shown(start, two, opened(MON), tick("A", 121), closed(MON)).guidance;
    expect(first?.reactions).toMatchObject([{ date: FRI, closePct: "10.0000" }]);
    expect(second?.reactions).toMatchObject([{ date: MON, reference: "110", closePct: "10.0000" }]);
    const three = [two, opened(MON), tick("A", 121), closed(MON), said, opened(TUE), tick("A", 121)];
    expect(shown(start, three).guidance.map(({ reactions: of }) => of[0]?.lastPct)).toEqual([
      "10.0000",
      "10.0000",
      "0.0000",
    ]);
  });
});

describe("prices and the events they are of", () => {
  test("gap and last by time, of two at one instant the first and the later on the tape", () => {
    const ticks = [60, 50, 60, 50, 70, 70].map((at, place) => tick("A", 100 + place, { at }));
    expect(kept(said, opened(FRI, { at: 40 }), ticks)).toMatchObject({
      gap: 101,
      gapPosition: FIRST + 3,
      last: 105,
      lastPosition: FIRST + 7,
    });
  });

  test("furthest up and down by the first that went there", () => {
    const ticks = [100, 90, 110, 110, 90, 100].map((price) => tick("A", price));
    expect(kept(said, opened(FRI), ticks)).toMatchObject({
      maxUp: 110,
      maxUpPosition: FIRST + 4,
      maxDown: 90,
      maxDownPosition: FIRST + 3,
    });
  });

  test("a tick before the revision is its reference, and named", () => {
    const during = kept(opened(FRI), tick("A", 104), said, tick("A", 106));
    expect(during).toMatchObject({ isFromBase: false, referencePosition: FIRST + 1, gap: 106 });
    expect(kept(opened(FRI), said, tick("A", 106))).toMatchObject({ isFromBase: true, referencePosition: 0 });
    expect(kept(opened(FRI), tick("A", 104), closed(FRI), said)).toMatchObject({
      isFromBase: true,
      referencePosition: 0,
      date: null,
      reference: null,
    });
  });
});

describe("a streak seed that comes late", () => {
  const friday = [said, opened(FRI), tick("A", 110)];

  test("gives a reaction from the base price a new one to be measured from", () => {
    expect(reactions(friday, streakSeed("A", 1, 88, THU))).toMatchObject([
      { reference: "88", lastPct: "25.0000" },
    ]);
    const over = [friday, closed(FRI), opened(MON), tick("A", 1)];
    expect(reactions(over, streakSeed("A", 1, 88, THU))).toMatchObject([
      { reference: "88", closePct: "25.0000" },
    ]);
  });

  test("not where it is for that session itself, nor where the reaction is from a tick", () => {
    expect(reactions(friday, streakSeed("A", 1, 88, FRI))).toMatchObject([{ reference: "100" }]);
    const during = [opened(FRI), tick("A", 104), said, tick("A", 130)];
    expect(reactions(during, streakSeed("A", 1, 88, THU))).toMatchObject([
      { reference: "104", lastPct: "25.0000" },
    ]);
    expect(reactions(said, streakSeed("A", 1, 88, THU))).toMatchObject([{ date: null, reference: null }]);
  });

  test("not where a base price is set for the session", () => {
    const based = [said, base("A", FRI, 80), opened(FRI), tick("A", 110)];
    expect(reactions(based, streakSeed("A", 1, 88, THU))).toMatchObject([{ reference: "80" }]);
    const other = [said, base("A", MON, 80), opened(FRI), tick("A", 110)];
    expect(reactions(other, streakSeed("A", 1, 88, THU))).toMatchObject([{ reference: "88" }]);
  });

  test("on the session's basis", () => {
    const halved = [said, split("A", 2, 1, FRI), opened(FRI), tick("A", 55)];
    expect(reactions(halved, streakSeed("A", 1, 88, THU))).toMatchObject([
      { reference: "44", lastPct: "25.0000" },
    ]);
  });

  test("measures from the session before, where that lies after the seed", () => {
    const later = [[opened(FRI), tick("A", 110), closed(FRI)], said, opened(MON), tick("A", 121)];
    expect(reactions(later, streakSeed("A", 1, 88, THU))).toMatchObject([{ reference: "110" }]);
    const gone = [later, closed(MON), [opened(TUE), tick("A", 7), closed(TUE)], opened(WED)];
    expect(reactions(gone, streakSeed("A", 1, 88, THU))).toMatchObject([{ date: MON, reference: "110" }]);
    expect(reactions(gone, streakSeed("A", 1, 88, FRI))).toMatchObject([{ date: MON, reference: "88" }]);
    expect(reactions(gone, streakSeed("A", 1, 88, TUE))).toMatchObject([{ date: MON, reference: "110" }]);
  });

  test("is all there is where the tape begins with the session", () => {
    const bare = [market("XTKS"), listed("A", { issuer: "X" }), said, opened(FRI), tick("A", 110)];
    expect(shown(bare).guidance[0]?.reactions).toMatchObject([{ reference: null, lastPct: null }]);
    const seeded = shown(bare, streakSeed("A", 1, 88, THU)).guidance[0]?.reactions;
    expect(seeded).toMatchObject([{ reference: "88", lastPct: "25.0000" }]);
    const over = shown(bare, closed(FRI), opened(MON), streakSeed("A", 1, 88, THU)).guidance[0]?.reactions;
    expect(over).toMatchObject([{ reference: "88", closePct: "25.0000" }]);
  });
});

describe("the instruments a revision concerns", () => {
  const listings: Lines = [
    market("XTKS"),
    listed("P2", { issuer: "P" }),
    listed("O1", { issuer: "Q" }),
    listed("P1", { issuer: "P" }),
    listed("X1", { issuer: "X" }),
    listed("Z"),
  ];
  const links = (...lines: Lines) =>
    shown(listings, lines, said).guidance[0]?.reactions.map(({ instrument, link }) => [instrument, link]);

  test("are its own, then those of its parents, by id, whichever parent was declared first", () => {
    expect(links(owns("Q", "X"), owns("P", "X"))).toEqual([
      ["X1", "own"],
      ["O1", "subsidiary"],
      ["P1", "subsidiary"],
      ["P2", "subsidiary"],
    ]);
    expect(links(owns("P", "X"), owns("Q", "X"), owns("P", "X"))).toHaveLength(4);
    expect(links(owns("X", "X"))).toEqual([["X1", "own"]]);
  });

  test("are those whose issuer it is now: one listed anew for another is its no more", () => {
    const anew = [listed("X1", { issuer: "Y" }), opened(FRI)];
    expect(links(owns("P", "X"), anew)).toEqual([
      ["P1", "subsidiary"],
      ["P2", "subsidiary"],
    ]);
    expect(links(anew.slice(0, 1))).toEqual([["X1", "own"]]);
    expect(links(anew, [closed(FRI), listed("X1", { issuer: "X" }), opened(MON)])).toEqual([["X1", "own"]]);
  });
});

describe("what stands of a forecast", () => {
  const items = (...lines: Lines) => shown(market("XTKS"), lines).guidance.map(({ items: of }) => of[0]);
  const sales = (previous: unknown, revised: unknown, more = {}) =>
    ({ ...guidance("X", []), items: [{ metric: "netSales", previous, revised, ...more }] }) as ReturnType<
      typeof guidance
    >;

  test("is told apart by its currency and by both ends of a range", () => {
    const yen = { currency: "JPY" };
    expect(items(sales(1, 100, yen), sales(100, 110, yen))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, 100, yen), sales(100, 110, { currency: "USD" }))[1]?.differsFromStanding).toBe(
      true,
    );
    expect(items(sales(1, 100, yen), sales(100, 110))[1]?.differsFromStanding).toBe(true);
    expect(items(sales(1, 100), sales(100, 110))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, [90, 100]), sales([90, 100], 110))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, [90, 100]), sales([90, 101], 110))[1]?.differsFromStanding).toBe(true);
    expect(items(sales(1, [90, 100]), sales([91, 100], 110))[1]?.differsFromStanding).toBe(true);
  });

  test("is the same in another unit, and with decimals", () => {
    const billions = sales(1, "6.7", { unit: "1e9" });
    expect(items(billions, sales(6700, 6950, { unit: "1e6" }))[1]?.differsFromStanding).toBe(false);
    expect(items(billions, sales(6701, 6950, { unit: "1e6" }))[1]?.differsFromStanding).toBe(true);
    expect(items(billions, sales("6700.0", 6950, { unit: "1000000" }))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, "0.67", { unit: "1e10" }), sales("6.70", 7, { unit: "1e9" }))[1]).toMatchObject({
      differsFromStanding: false,
    });
  });

  test("of a withdrawn one nothing: null follows it, a number differs", () => {
    expect(items(sales(100, null), sales(null, 90))[1]).toMatchObject({
      class: "reinstate",
      differsFromStanding: false,
    });
    expect(items(sales(100, null), sales(100, 90))[1]).toMatchObject({
      class: "lower",
      differsFromStanding: true,
    });
    expect(items(sales(1, 100), sales(null, 90))[1]).toMatchObject({ differsFromStanding: true });
  });

  test("nothing said of a forecast that nobody knew withdraws nothing", () => {
    expect(items(sales(null, null), sales(null, 90))[1]).toMatchObject({ class: "initiate" });
    expect(items(sales(null, 90), sales(90, 95))[1]).toMatchObject({ differsFromStanding: false });
  });
});
