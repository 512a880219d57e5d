/** A fold: its knowledge beforehand, its finds, and the places where it is interrupted. */
import {
  defineProjection,
  evolve,
  fold,
  Fold,
  Foresight,
  type MarketEvent,
  MarketError,
  record,
  State,
} from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { bust, closed, confirm, correct, judge, opened, prices, revised, tick } from "./small-rules.ts";

const rules = [prices, judge];

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

  test("that nobody foresaw interrupt the fold before them", () => {
    const under = new Fold(rules);
    const log = record([tick("t1", 10), tick("t2", 20), bust("t1"), tick("t3", 30)]);
    expect(under.add(log)?.recorded).toBe(log[2]);
    expect(under.position).toBe(2);
    const foresight = new Foresight();
    foresight.note(log);
    const told = new Fold(rules, { foresight });
    expect(told.add(log)).toBeUndefined();
    expect(told.position).toBe(4);
    expect(told.state.read(prices, "A").prices).toEqual(["20", "30"]);
  });

  test("that turn out refused interrupt it too, unless that was known, or changes nothing", () => {
    const log = record([tick("t1", 10), correct("t1", 0), tick("t2", 20)]);
    const naive = new Foresight();
    naive.note(log);
    expect(new Fold(rules, { foresight: naive }).add(log)?.recorded).toEqual(log[1]);
    const wise = new Foresight([2]);
    wise.note(log);
    const under = new Fold(rules, { foresight: wise });
    expect(under.add(log)).toBeUndefined();
    expect(under.state.read(prices, "A").prices).toEqual(["10", "20"]);
    const idle = new Foresight();
    const more = record([tick("t1", 10), correct("t1", 0), correct("t1", 12), bust("no-such")]);
    idle.note(more);
    expect(new Fold(rules, { foresight: idle }).add(more)).toBeUndefined();
    expect([...idle.refused]).toEqual([2]);
  });

  test("are about the nearest tick of their id before them, else the next of the session", () => {
    const twice = (...between: MarketEvent[]) =>
      fold(rules, record([opened("X1"), tick("t", 1), closed("X1"), opened("X2"), tick("t", 2), ...between]));
    expect(twice(bust("t")).read(prices, "A").prices).toEqual(["1"]);
    expect(twice(correct("t", 3), bust("none")).read(prices, "A").prices).toEqual(["1", "3"]);
    const before = [
      tick("t", 1),
      opened("X1"),
      bust("t"),
      tick("t", 2),
      bust("u"),
      tick("u", 3),
      tick("u", 4),
    ];
    expect(fold(rules, record(before)).read(prices, "A").prices).toEqual(["2"]);
    const late = [bust("t"), opened("X1"), tick("t", 2)];
    expect(fold(rules, record(late)).read(prices, "A").prices).toEqual(["2"]);
  });
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
  const stopping = (): Foresight => {
    const foresight = new Foresight();
    foresight.goesOn({ add: thrower(new MarketError("RECIPE_THREW", "told", { ...stop, type: "T" })) }, log);
    return foresight;
  };

  test("stands still from its position on, and is named from there", () => {
    const under = new Fold(rules, { foresight: stopping() });
    under.add(log.slice(0, 2));
    expect(under.state.stopped).toEqual([]);
    under.add(log.slice(2, 3));
    expect(under.state.stopped).toEqual([stop]);
    under.add(log.slice(3));
    expect(under.state.read(prices, "A").prices).toEqual(["1", "2"]);
    expect(under.state.stopped).toEqual([stop]);
  });

  test("stays so in a fold that goes on from there", () => {
    const under = new Fold(rules, { foresight: stopping() });
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

/** A fold that throws. */
const thrower = (error: unknown) => (): never => {
  throw error;
};

describe("what stops a projection", () => {
  const thrown = new MarketError("RECIPE_THREW", "one: threw", { projection: "one", type: "T", position: 4 });

  test("is the error of its recipe, once", () => {
    const foresight = new Foresight();
    expect(foresight.goesOn({ add: thrower(thrown) }, [])).toBe(false);
    expect(foresight.stops).toEqual([{ projection: "one", position: 4, message: "one: threw" }]);
    expect(() => foresight.goesOn({ add: thrower(thrown) }, [])).toThrow(thrown);
  });

  test.each([
    new Error("plain"),
    Object.assign(new Error("plain"), { detail: thrown.detail }),
    new MarketError("PROJECTION_INVALID", "no position", { projection: "one" }),
    new MarketError("AMENDMENT_TOO_OLD", "no projection", { tick: "t", position: 4 }),
    new MarketError("POSITION_GAP", "neither", { expected: 1, actual: 2 }),
  ])("is no other error: %s", (error) => {
    expect(() => new Foresight().goesOn({ add: thrower(error) }, [])).toThrow(error);
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
  let pure = State.initial(chosen);
  for (const recorded of log) pure = evolve(pure, recorded);
  expect(pure.read(last, "A")).toEqual({ sum: 9, of: 3 });
  expect(pure.digest).toBe(under.state.digest);
});
