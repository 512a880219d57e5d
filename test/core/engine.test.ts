/** What a fold knows beforehand, what it finds out, and where it halts. */
import {
  amendmentsOf,
  defineProjection,
  evolve,
  fold,
  Fold,
  type FoldHalt,
  isAmendment,
  type KnownAmendments,
  MarketError,
  orderRules,
  record,
  State,
  stopFor,
} from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { bust, confirm, correct, judge, opened, prices, revised, tick } from "./small-rules.ts";

const rules = [prices, judge];
const NOTHING: KnownAmendments = { upTo: 0, ticks: new Map(), refused: new Set() };

describe("amendments", () => {
  test("hold wherever they stand: the last correction, over all a bust; a refused one counts for nothing", () => {
    const log = record([
      tick("t1", 10),
      tick("t2", 20),
      tick("t3", 30),
      correct("t1", 11),
      correct("t1", 12),
      correct("t2", 21),
      correct("t2", 0),
      bust("t3"),
      correct("t3", 31),
      tick("t4", 5000),
      confirm("t5"),
      tick("t5", 5000),
    ]);
    const state = fold(rules, log);
    expect(state.read(prices, "A").prices).toEqual(["12", "21", "5000"]);
    expect(state.read(judge, "all").refused).toEqual([
      "t3 busted",
      "correct-t2-0 bad-price",
      "t4 fat-finger",
    ]);
    expect(state.stopped).toEqual([]);
  });

  test("of one tick are kept side by side, on top of those known before", () => {
    const before = amendmentsOf(record([confirm("t1"), correct("t2", 5)]));
    expect([...before]).toEqual([
      ["t1", { busted: false, confirmed: true }],
      ["t2", { busted: false, confirmed: false, price: 5 }],
    ]);
    const events = record([correct("t1", 2), bust("t2"), confirm("t2"), tick("t3", 1), bust("t4")], 3);
    expect([...amendmentsOf(events, { before, refused: new Set([5]) })]).toEqual([
      ["t1", { busted: false, confirmed: true, price: 2 }],
      ["t2", { busted: true, confirmed: false, price: 5 }],
      ["t4", { busted: true, confirmed: false }],
    ]);
    expect(before.size).toBe(2);
    expect([tick("t", 1), bust("t"), correct("t", 1), confirm("t")].map(isAmendment)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test("of an event that is no tick change nothing in it", () => {
    const log = record([revised("g"), correct("g", 3)]);
    const seen: string[][] = [];
    const fields = defineProjection<object>({
      name: "fields",
      version: 1,
      key: () => "all",
      initial: {},
      on: { GuidanceRevised: (_, event) => void seen.push(Object.keys(event)) },
    });
    fold([fields, judge], log);
    expect(seen.at(-1)).toEqual(Object.keys(revised("g")));
  });

  test("nobody foresaw halt the fold before them", () => {
    const under = new Fold(rules);
    const log = record([tick("t1", 10), tick("t2", 20), bust("t1"), tick("t3", 30)]);
    expect(under.add(log)).toEqual({ reason: "amendment-unforeseen", position: 3 } satisfies FoldHalt);
    expect(under.position).toBe(2);
    const told = new Fold(rules, { amendments: { ...NOTHING, upTo: 3 } });
    expect(told.add(log)).toBeUndefined();
    expect(told.position).toBe(4);
  });

  test("that turn out refused halt it too, unless it knew", () => {
    const log = record([tick("t1", 10), correct("t1", 0), tick("t2", 20)]);
    const naive = { upTo: 3, ticks: amendmentsOf(log), refused: new Set<number>() };
    expect(new Fold(rules, { amendments: naive }).add(log)).toEqual({
      reason: "amendment-refused",
      position: 2,
    });
    const wise = { upTo: 3, ticks: new Map(), refused: new Set([2]) };
    const under = new Fold(rules, { amendments: wise });
    expect(under.add(log)).toBeUndefined();
    expect(under.state.read(prices, "A").prices).toEqual(["10", "20"]);
  });
});

test("a fold begun with what another one knows goes the same way", () => {
  expect(new Fold(rules).known).toEqual({ amendments: NOTHING, stops: [], isSparse: false });
  const options = {
    amendments: { upTo: 9, ticks: amendmentsOf(record([bust("t1")])), refused: new Set([4]) },
    stops: [{ projection: "prices", position: 3, message: "told" }],
    isSparse: true,
  };
  expect(new Fold(rules, options).known).toEqual(options);
});

describe("positions", () => {
  const sparse = (...positions: number[]): void => {
    const events = positions.map((position) => ({ position, event: tick(`t${position}`, position) }));
    new Fold(rules, { isSparse: true }).add(events);
  };

  test("of a sparse log rise, but not by one", () => {
    expect(() => sparse(2, 3, 7)).not.toThrow();
    expect(() => sparse(2, 2)).toThrow(/position 2 where 3 should follow/);
    expect(() => sparse(2, 1)).toThrow(MarketError);
  });

  test("of any other log follow each other; the error tells both", () => {
    expect(() => new Fold(rules).add(record([tick("t", 1)], 2))).toThrow(
      expect.objectContaining({ code: "POSITION_GAP", detail: { expected: 1, actual: 2 } }),
    );
  });
});

describe("a projection known to throw", () => {
  const log = record([tick("t1", 1), tick("t2", 2), tick("t3", 3), tick("t4", 4)]);
  const stop = { projection: "prices", position: 3, message: "told" };

  test("stands still from its position on, and is named from there", () => {
    const under = new Fold(rules, { stops: [stop] });
    under.add(log.slice(0, 2));
    expect(under.state.stopped).toEqual([]);
    under.add(log.slice(2, 3));
    expect(under.state.stopped).toEqual([stop]);
    under.add(log.slice(3));
    expect(under.state.read(prices, "A").prices).toEqual(["1", "2"]);
    expect(under.state.stopped).toEqual([stop]);
  });

  test("stays so in a fold that goes on from there", () => {
    const under = new Fold(rules, { stops: [stop] });
    under.add(log.slice(0, 3));
    const further = new Fold(rules, { from: under.state });
    expect(further.state).toBe(under.state);
    further.add(log.slice(3));
    expect(further.state.read(prices, "A").prices).toEqual(["1", "2"]);
    expect(further.state.stopped).toEqual([stop]);
    expect(further.state).toBe(further.state);
    const pure = evolve(under.state, log[3] as (typeof log)[number]);
    expect(pure.digest).toBe(further.state.digest);
  });
});

describe("what stops a projection", () => {
  const thrown = new MarketError("RECIPE_THREW", "one: threw", { projection: "one", type: "T", position: 4 });

  test("is the error of its recipe, once", () => {
    const stop = { projection: "one", position: 4, message: "one: threw" };
    expect(stopFor(thrown, [])).toEqual(stop);
    expect(stopFor(thrown, [{ ...stop, projection: "other" }])).toEqual(stop);
    expect(() => stopFor(thrown, [{ ...stop, projection: "other" }, stop])).toThrow(thrown);
  });

  test.each([
    new Error("plain"),
    Object.assign(new Error("plain"), { detail: thrown.detail }),
    new MarketError("PROJECTION_INVALID", "no position", { projection: "one" }),
    new MarketError("AMENDMENT_TOO_OLD", "no projection", { tick: "t", position: 4 }),
    new MarketError("POSITION_GAP", "neither", { expected: 1, actual: 2 }),
  ])("is no other error: %s", (error) => {
    expect(() => stopFor(error, [])).toThrow(error);
  });
});

test("a resumed fold reads and changes what it was given", () => {
  const last = defineProjection<{ sum: number; of: number }>({
    name: "last",
    version: 1,
    needs: [prices],
    key: ({ instrument }) => instrument,
    initial: { sum: 0, of: 0 },
    on: {
      PriceTicked: (document, { price }, { read }) => {
        document.sum += Number(price);
        document.of += read(prices, "B").prices.length;
      },
    },
  });
  const log = record([
    tick("t1", 1),
    tick("t2", 2, "B"),
    opened("X1"),
    tick("t3", 3),
    tick("t4", 4, "B"),
    tick("t5", 5),
  ]);
  const chosen = [last, judge];
  const under = new Fold(chosen, { from: fold(chosen, log.slice(0, 3)) });
  under.add(log.slice(3, 4));
  expect(under.state.read(last, "A")).toEqual({ sum: 4, of: 1 });
  under.add(log.slice(4));
  expect(under.state.read(last, "A")).toEqual({ sum: 9, of: 3 });
  let pure = State.initial(orderRules(chosen));
  for (const recorded of log) pure = evolve(pure, recorded);
  expect(pure.read(last, "A")).toEqual({ sum: 9, of: 3 });
  expect(pure.digest).toBe(under.state.digest);
});
