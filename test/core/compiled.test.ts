/** Code made for a form must do what the general code does, to the last document. */
import { defineProjection, evolve, fold, Fold, MarketError, record, State } from "@tapefold/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { opened, tick } from "./small-rules.ts";

/** Enough facts for code to be made, and as many again that run by it. */
const OFTEN = 1200;

/** Rules made anew, so that nothing has been made for them yet: one key, several, none; and what each shares. */
function rules() {
  const last = defineProjection<{ price: number; of: { ids: string[] } | null }>({
    name: "last",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { price: 0, of: null },
    on: {
      PriceTicked: (one, { price, id }) => {
        one.price = Number(price);
        if (one.of === null || one.of.ids.length > 3) one.of = { ids: [] };
        one.of.ids.push(id);
      },
    },
  });
  const sums = defineProjection<{ sum: number; parts: Record<string, { count: number }> }>({
    name: "sums",
    version: 1,
    needs: [last],
    key: { PriceTicked: ({ instrument }) => (instrument === "none" ? null : ["all", instrument]) },
    initial: { sum: 0, parts: {} },
    on: {
      PriceTicked: (all, { instrument }, { read }) => {
        all.sum += read(last, instrument).price;
        (all.parts[`#${instrument}`] ??= { count: 0 }).count += 1;
      },
    },
  });
  return [last, sums];
}

const tape = record(
  Array.from({ length: OFTEN }, (_, index) =>
    tick(`t${index}`, index % 97, ["A", "B", "__proto__", "none", "constructor"][index % 5]),
  ),
);

test("rules heard often come to what the pure step comes to, in any batches", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (size) => {
      const chosen = rules();
      const live = new Fold(chosen);
      for (let from = 0; from < OFTEN; from += size) {
        live.add(tape.slice(from, from + size));
        void live.state;
      }
      let pure = State.initial(chosen);
      for (const recorded of tape) pure = evolve(pure, recorded);
      expect(live.state.digest).toBe(pure.digest);
      expect(fold(chosen, tape).digest).toBe(pure.digest);
    }),
    { numRuns: runs(10) },
  );
});

test("states handed out before stay as they were", () => {
  const under = new Fold(rules());
  const kept: [State, string][] = [];
  for (let from = 0; from < OFTEN; from += 50) {
    under.add(tape.slice(from, from + 50));
    kept.push([under.state, new State(under.state.parts()).digest]);
  }
  for (const [state, digest] of kept) expect(new State(state.parts()).digest).toBe(digest);
});

describe("a rule that goes wrong once its code is made", () => {
  const wrong = (fail: (price: number) => unknown) =>
    defineProjection<{ count: number }>({
      name: "wrong",
      version: 1,
      key: ({ instrument }) => instrument,
      initial: { count: 0 },
      on: {
        PriceTicked: (one, { price }) => {
          one.count += 1;
          return fail(Number(price)) as void;
        },
      },
    });
  const codeOf = (fail: (price: number) => unknown): unknown => {
    const ticks = Array.from({ length: OFTEN }, (_, index) => tick(`t${index}`, index, "A"));
    try {
      new Fold([wrong(fail)]).add(record([opened("X1"), ...ticks]));
    } catch (error) {
      return error instanceof MarketError ? [error.code, error.detail] : error;
    }
    return undefined;
  };
  const detail = { projection: "wrong", type: "PriceTicked", position: 1102 };

  test("by a throw is named with its event", () => {
    const fail = (price: number): void => {
      if (price === 1100) throw new Error("no");
    };
    expect(codeOf(fail)).toEqual(["RECIPE_THREW", detail]);
  });

  test("by a value is named with its event", () => {
    expect(codeOf((price) => (price === 1100 ? price : undefined))).toEqual(["RECIPE_RETURNED", detail]);
  });
});

/** Replacing and changing what is inside, by a rule that promises to do the one and by one that does both. */
const replaced = (inner: "replaced" | undefined, changes: boolean) =>
  defineProjection<{ count: number; of: { ids: string[] } }>({
    name: "replaced",
    version: 1,
    ...(inner === undefined ? {} : { inner }),
    key: ({ instrument }) => instrument,
    initial: { count: 0, of: { ids: [] } },
    on: {
      PriceTicked: (one, { id }) => {
        one.count += 1;
        if (changes && one.count > 3) one.of.ids.push(id);
        else if (one.count % 3 === 0) one.of = { ids: [id] };
      },
    },
  });

test("what a rule promises to replace is shared between states, and comes to the same", () => {
  const ticks = record(Array.from({ length: 4 }, (_, index) => tick(`t${index}`, 1)));
  const promised = replaced("replaced", false);
  const under = new Fold([promised]);
  const states = ticks.map((one) => {
    under.add([one]);
    return under.state;
  });
  const [, , third, fourth] = states.map((state) => state.read(promised, "A").of);
  expect(fourth).toBe(third);
  expect(third).toEqual({ ids: ["t2"] });
  expect(fold([replaced(undefined, false)], ticks).digest).toBe(states.at(-1)?.digest);
});

test("a rule that breaks that promise is told so, and stops", () => {
  const ticks = record(Array.from({ length: 5 }, (_, index) => tick(`t${index}`, 1)));
  const under = new Fold([replaced("replaced", true)]);
  const foldEach = (): void => {
    for (const one of ticks) {
      under.add([one]);
      void under.state;
    }
  };
  expect(foldEach).toThrow(/replaced: threw on PriceTicked: .*not extensible \(position 4\)/);
});

test("of more rules than a row has bits for, each keeps its own", () => {
  const many = Array.from({ length: 70 }, (_, index) =>
    defineProjection<{ sum: number; ids: string[] }>({
      name: `rule-${index}`,
      version: 1,
      key: ({ instrument }) => instrument,
      initial: { sum: 0, ids: [] },
      on: {
        PriceTicked: (one, { id, price }) => {
          if (Number(price) % (1 + index) !== 0) return;
          one.sum += index;
          one.ids.push(id);
        },
      },
    }),
  );
  const short = tape.slice(0, 60);
  const under = new Fold(many);
  let pure = State.initial(many);
  const kept: [State, string][] = [];
  for (const recorded of short) {
    under.add([recorded]);
    pure = evolve(pure, recorded);
    kept.push([under.state, pure.digest]);
  }
  for (const [state, digest] of kept) expect(state.digest).toBe(digest);
});

/** A document whose keys come and go in any order, with lists in lists and integers of any size. */
interface Wild {
  sum?: number;
  big: bigint;
  list: [number, { x: number }][];
  by: Record<string, { count: number; id: string }>;
  [more: `k${number}`]: Record<string, unknown>;
}

function wildRule() {
  return defineProjection<Wild>({
    name: "wild",
    version: 1,
    key: {
      PriceTicked: ({ instrument, price }) => {
        if (Number(price) % 11 === 0) return null;
        if (Number(price) % 7 === 0) return [];
        return Number(price) % 5 === 0 ? [instrument, instrument, "all", ""] : instrument;
      },
    },
    initial: { sum: 0, big: 1n, list: [], by: {} },
    on: {
      PriceTicked: (one, { id, price }) => {
        const units = Number(price);
        if (units % 3 === 0) delete one.sum;
        else one.sum = (one.sum ?? 0) + units;
        one.big *= BigInt(units);
        one.list.push([units, { x: units }]);
        if (one.list.length > 5) one.list.shift();
        for (const [, inner] of one.list) inner.x += 1;
        one.by[`${units % 13}`] = { count: (one.by[`${units % 13}`]?.count ?? 0) + 1, id };
        if (units % 4 === 0) delete one.by[`${(units + 1) % 13}`];
        if (units % 2 === 1) one[`k${units % 6}`] = { "odd key": units, [`z${units % 3}`]: [1n, null] };
        if (one.big > 10n ** 40n) one.big = 1n;
      },
    },
  });
}

test("documents whose keys come and go come to what the pure step makes of them, and stay as handed out", () => {
  const ticked = fc.tuple(fc.nat({ max: 7 }), fc.integer({ min: 1, max: 60 }));
  const ids = ["A", "B", "0", "12", "constructor", "toString", "^x", "a.b"];
  fc.assert(
    fc.property(
      fc.array(ticked, { minLength: 600, maxLength: 700 }),
      fc.integer({ min: 1, max: 300 }),
      (steps, size) => {
        const rule = wildRule();
        const log = record(steps.map(([which, price], index) => tick(`t${index}`, price, ids[which])));
        const live = new Fold([rule]);
        let pure = State.initial([rule]);
        const kept: [State, string][] = [];
        for (let from = 0; from < log.length; from += size) {
          const part = log.slice(from, from + size);
          for (const one of part) pure = evolve(pure, one);
          live.add(part);
          kept.push([live.state, pure.digest]);
        }
        for (const [state, digest] of kept) expect(state.digest).toBe(digest);
        expect(fold([rule], log).digest).toBe(pure.digest);
      },
    ),
    { numRuns: runs(25) },
  );
});

test.each([
  "a[globalThis.pwned=1].b",
  "b[globalThis.pwned=1]",
  "x;globalThis.pwned=1;y",
  "x:globalThis.pwned=1,y",
  "globalThis.pwned=1,x",
  "constructor",
  "__proto__",
  "a.b",
  "1a",
  "é",
])("no key of a document runs as code: %s", (hostile) => {
  const rule = defineProjection<{ by: Record<string, { ids: string[] }> }>({
    name: "hostile",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { by: {} },
    on: {
      PriceTicked: (one, { id }) => {
        const mine = Object.hasOwn(one.by, hostile) ? one.by[hostile] : undefined;
        if (mine === undefined)
          Object.defineProperty(one.by, hostile, {
            value: { ids: [id] },
            enumerable: true,
            writable: true,
            configurable: true,
          });
        else mine.ids.push(id);
      },
    },
  });
  const log = record(Array.from({ length: 40 }, (_, index) => tick(`t${index}`, 1, `I${index % 4}`)));
  const under = new Fold([rule]);
  for (let from = 0; from < log.length; from += 4) {
    under.add(log.slice(from, from + 4));
    const { by } = under.state.read(rule, "I1");
    expect(Object.keys(by)).toEqual([hostile]);
    const mine = Object.getOwnPropertyDescriptor(by, hostile)?.value as { ids: string[] };
    expect(Object.isFrozen(mine.ids)).toBe(true);
    expect(mine.ids).toHaveLength(1 + from / 4);
  }
  expect("pwned" in globalThis).toBe(false);
});
