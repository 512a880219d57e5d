/** Reactions: the session that answers a revision, its prices, and the instruments concerned. */
import { fold } from "@tapefold/core";
import { marketRules, reaction } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  guidance,
  halted,
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
  streakSeed,
  tape,
  THU,
  tick,
  TUE,
  WED,
  day,
} from "../tape.ts";

const said = (...lines: Lines) => {
  const last = shown(lines).guidance.at(-1);
  if (last === undefined) throw new Error("no guidance");
  return last;
};
const group: Lines = [
  market("XTKS"),
  [listed("P", { issuer: "parent" }), listed("S", { issuer: "sub" }), listed("S2", { issuer: "sub" })],
  [listed("G", { issuer: "grand" }), owns("parent", "sub"), owns("grand", "parent"), owns("sub", "parent")],
  [opened(FRI), ...["P", "S", "S2", "G"].map((id) => tick(id, 100)), closed(FRI)],
];
const news = guidance("sub", [["eps", 1, 2]]);
const none = { gapPct: null, maxUpPct: null, maxDownPct: null, lastPct: null, closePct: null };
const start: Lines = [
  market("XTKS"),
  listed("A", { issuer: "X" }),
  [opened(THU), tick("A", 100), closed(THU)],
];
const reactions = (...lines: Lines) => shown(start, lines).guidance[0]?.reactions;
/** With the positions of the events behind each price, which count from the first line of the tape. */
const kept = (...lines: Lines) => fold(marketRules, tape(start, lines)).read(reaction, "A").reactions[0];
const FIRST = 6;

describe("reactions to a revision", () => {
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

describe("the session that reacts", () => {
  const said = guidance("X", [["netSales", 100, 120]]);

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
  const said = guidance("X", [["netSales", 100, 120]]);

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
  const said = guidance("X", [["netSales", 100, 120]]);

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
  const said = guidance("X", [["netSales", 100, 120]]);

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

test("a session without a price of the instrument is not the one that reacts", () => {
  const { guidance: said } = shown(
    market("XTKS"),
    listed("A", { issuer: "alpha" }),
    day(THU, 100),
    guidance("alpha", [["eps", 1, 2]]),
    opened(FRI),
    closed(FRI),
    opened(MON),
    tick("A", 110),
  );
  expect(said[0]?.reactions[0]).toMatchObject({ date: MON, reference: "100", gapPct: "10.0000" });
});
