/** A state gives what is frozen at every depth, and never changed by what is folded later. */
import { canonicalText, defineProjection, evolve, Fold, record, State } from "@tapefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tick } from "./small-rules.ts";

interface Box {
  ids: string[];
  from: { id: string } | null;
}

/** Three ways to change what is inside; all of them replace it. */
const boxes = (inner: "replaced" | undefined) =>
  defineProjection<{ first: Box; second: Box; list: Box[]; count: number }>({
    name: "boxes",
    version: 1,
    ...(inner === undefined ? {} : { inner }),
    key: ({ instrument }) => instrument,
    initial: {
      first: { ids: [], from: null },
      second: { ids: [], from: null },
      list: [],
      count: 0,
    },
    on: {
      PriceTicked: (one, { id, price }) => {
        one.count += 1;
        if (price === 1) one.first = { ids: [...one.first.ids, id], from: { id } };
        if (price === 2) one.second = { ids: [...one.first.ids], from: { id } };
        if (price === 3) one.list = [...one.list, { ids: [id], from: { id } }];
        if (price === 4) one.list = one.list.filter((_, index) => index % 2 === 1);
      },
    },
  });

const ticks = fc
  .array(fc.record({ price: fc.integer({ min: 1, max: 5 }), instrument: fc.constantFrom("A", "B") }), {
    maxLength: 40,
  })
  .map((drawn) => record(drawn.map(({ price, instrument }, at) => tick(`t${at}`, price, instrument))));

test.each([["replaced" as const], [undefined]])("inner: %s", (inner) => {
  const rule = boxes(inner);
  fc.assert(
    fc.property(
      ticks,
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.boolean(),
      (log, size, isResumed, isSeldom) => {
        const read: (readonly [object, string])[] = [];
        let under = new Fold([rule]);
        const kept: { readonly state: State; readonly digest: string }[] = [];
        for (let from = 0; from < log.length; from += size) {
          under.add(log.slice(from, from + size));
          read.push(
            ...["A", "B"]
              .map((key) => under.read(rule, key))
              .map((one) => [one, canonicalText(one)] as const),
          );
          if (isSeldom && from % 3 !== 0) continue;
          const { state } = under;
          expectFrozen(state.read(rule, "A"));
          kept.push({ state, digest: new State(state.parts()).digest });
          if (isResumed) {
            const from = State.decode(state.encode(), state.projections);
            under = new Fold([], { from });
          }
        }
        for (const { state, digest } of kept) {
          for (const document of state.documents(rule).values()) expectFrozen(document);
          expectFrozen(state.read(rule, "B"));
          expect(new State(state.parts()).digest).toBe(digest);
        }
        for (const [document, text] of read) {
          expectFrozen(document);
          expect(canonicalText(document)).toBe(text);
        }
        let pure = State.initial(under.projections);
        for (const recorded of log) pure = evolve(pure, recorded);
        expect(pure.digest).toBe(under.state.digest);
        expectFrozen(pure.read(rule, "A"));
        expect(under.read(rule, "B")).toEqual(pure.read(rule, "B"));
      },
    ),
  );
});

function expectFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  for (const inner of Object.values(value)) expectFrozen(inner);
}

test("of two folds from one state each keeps its own rows, new and old", () => {
  const rule = boxes("replaced");
  const first = new Fold([rule]);
  first.add(record([tick("t0", 1)]));
  const from = first.state;
  const next = (id: string, instrument: string, position: number) => ({
    position,
    event: tick(id, 3, instrument),
  });
  const [one, other] = [new Fold([], { from }), new Fold([], { from })];
  one.add([next("t1", "B", 2)]);
  void one.state;
  other.add([next("t2", "C", 2)]);
  void other.state;
  one.add([next("t3", "C", 3), next("t4", "A", 4)]);
  other.add([next("t5", "B", 3), next("t6", "B", 4)]);
  const lists = (state: State): Record<string, string[]> =>
    Object.fromEntries(
      [...state.documents(rule)].map(([key, { list }]) => [key, list.flatMap(({ ids }) => ids)]),
    );
  expect(lists(one.state)).toEqual({ A: ["t4"], B: ["t1"], C: ["t3"] });
  expect(lists(other.state)).toEqual({ A: [], B: ["t5", "t6"], C: ["t2"] });
  expect(lists(from)).toEqual({ A: [] });
});
