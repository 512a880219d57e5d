/** States: what they show, how they share, and their texts. */
import { Bucket, defineProjection, evolve, fold, Fold, record, type Recorded, State } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { counting, prices, tick } from "./small-rules.ts";

/** Runs before `a-watch`, though its name is later. */
const zeal = counting("zeal");
const watch = defineProjection<{ last: string }, string>({
  name: "a-watch",
  version: 1,
  needs: [zeal],
  key: () => "all",
  initial: { last: "" },
  on: {
    PriceTicked: (document, { instrument }) => {
      document.last = instrument;
    },
  },
  view: ({ last }, key, read) => `${key}: ${last} ${read(zeal, last).count}`,
});

const ids = Array.from({ length: 100 }, (_, index) => `I${(index * 37) % 100}`);
const log = record(ids.map((id, index) => tick(`t${index}`, index + 1, id)));

describe("many documents", () => {
  test("come in code unit order, each its own, also of states in between", () => {
    const under = new Fold([prices]);
    const states: State[] = [];
    for (const size of [10, 22, 1, 31, 36]) {
      under.add(log.slice(under.position, under.position + size));
      states.push(under.state);
    }
    for (const state of states) {
      const documents = state.documents(prices);
      expect([...documents.keys()]).toEqual(ids.slice(0, state.position).sort());
      const expected = ids.map((_, index) => (index < state.position ? [String(index + 1)] : []));
      expect(ids.map((id) => state.read(prices, id).prices)).toEqual(expected);
      expect(ids.map((id) => documents.get(id)?.prices ?? [])).toEqual(expected);
    }
    expect(under.state.digest).toBe(fold([prices], log).digest);
  });

  test("changed later leave those of earlier states, and the order, as they are", () => {
    const under = new Fold([prices]);
    under.add(log);
    const before = under.state;
    const keys = [...before.documents(prices).keys()];
    under.add(record([tick("again", 7, "I5"), tick("more", 8, "I50")], 101));
    expect([...under.state.documents(prices).keys()]).toEqual(keys);
    expect(under.state.read(prices, "I5").prices).toHaveLength(2);
    expect(before.read(prices, "I5").prices).toHaveLength(1);
    expect(under.state.read(prices, "I6")).toBe(before.read(prices, "I6"));
  });

  test("grown from one state twice, by the engine or the pure step, know nothing of each other", () => {
    const before = fold([prices], log.slice(0, 40));
    const grown = (id: string): State => evolve(before, { position: 41, event: tick(id, 1, id) } as Recorded);
    const [left, right] = [grown("L"), grown("R")];
    const next = evolve(left, { position: 42, event: tick("l2", 1, "L2") });
    const keysOf = (state: State): string[] => [...state.documents(prices).keys()];
    const old = ids.slice(0, 40);
    expect(keysOf(before)).toEqual([...old].sort());
    expect(keysOf(left)).toEqual([...old, "L"].sort());
    expect(keysOf(right)).toEqual([...old, "R"].sort());
    expect(keysOf(next)).toEqual([...old, "L", "L2"].sort());
    expect([before.read(prices, "L"), right.read(prices, "L"), left.read(prices, "L2")]).toEqual(
      Array.from({ length: 3 }, () => ({ prices: [] })),
    );
  });
});

test("a view shows a document by its key, and may read others", () => {
  const state = fold([watch], log.slice(0, 3));
  expect(state.get(watch("all"))).toBe("all: I74 1");
  expect(state.get(watch("none"))).toBe("none:  0");
  expect(state.get(zeal("I74"))).toBe(state.read(zeal, "I74"));
});

test("the text is JSON, projections by name in whatever order they run, documents by key", () => {
  const state = fold([watch, zeal], log.slice(0, 2));
  expect(state.projections.map(({ definition }) => definition.name)).toEqual(["zeal", "a-watch"]);
  const written = JSON.parse(state.encode()) as { state: { documents: object } };
  expect(written).toEqual({
    format: 2,
    rules: [expect.stringContaining("zeal"), expect.stringContaining("a-watch")],
    state: {
      at: 7,
      counts: { accepted: 2, rejected: {} },
      documents: {
        "a-watch": [["all", { last: "I37" }]],
        zeal: [
          ["I0", { count: 1 }],
          ["I37", { count: 1 }],
        ],
      },
      position: 2,
      stopped: [],
    },
  });
  expect(Object.keys(written.state.documents)).toEqual(["a-watch", "zeal"]);
  expect(fold([watch], []).encode()).toContain('"documents":{"a-watch":[],"zeal":[]}');
});

test("what comes back from a text is frozen, and goes on as the fold would have", () => {
  const state = fold([watch, prices], log.slice(0, 50));
  const back = State.decode(state.encode(), state.projections);
  expect(Object.isFrozen(back.read(prices, "I0").prices)).toBe(true);
  const further = new Fold([], { from: back });
  further.add(log.slice(50));
  expect(further.state.digest).toBe(fold([watch, prices], log).digest);
});

describe("taken apart", () => {
  const state = fold([watch, prices], log.slice(0, 50));
  const asked: number[] = [];
  const { head, buckets } = state.pack();
  const packed = {
    head,
    buckets: buckets.map((bucket, index) => {
      const { text } = bucket;
      return Bucket.packed(() => {
        asked.push(index);
        return text;
      });
    }),
  };

  test("only what is asked for is read, once, and frozen", () => {
    const back = State.unpack(packed, state.projections);
    expect(buckets.length).toBeGreaterThan(1);
    expect(asked).toEqual([]);
    const [key] = [...state.documents(prices).keys()] as [string];
    expect(back.read(prices, key)).toEqual(state.read(prices, key));
    expect(Object.isFrozen(back.read(prices, key).prices)).toBe(true);
    expect(back.read(prices, key)).toBe(back.read(prices, key));
    expect(asked).toHaveLength(1);
    expect(back.digest).toBe(state.digest);
    expect([...asked].sort((a, b) => a - b)).toEqual([...buckets.keys()]);
  });

  test("it goes on as the fold would have, and shares the buckets in which nothing changed", () => {
    const further = new Fold([], { from: State.unpack(packed, state.projections) });
    further.add(log.slice(50, 51));
    const later = further.state.pack();
    const changed = later.buckets.filter((bucket, index) => bucket !== packed.buckets[index]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(later.buckets.length);
    further.add(log.slice(51));
    expect(further.state.digest).toBe(fold([watch, prices], log).digest);
  });

  test("of other rules it is refused", () => {
    expect(() => State.unpack(packed, [watch])).toThrow(/other rules/);
  });
});

describe("a text is refused", () => {
  const state = fold([zeal], log.slice(0, 2));
  const refusal = (text: string, rules = state.projections): unknown => {
    try {
      return State.decode(text, rules);
    } catch (error) {
      return error;
    }
  };

  test.each([
    [
      "of another format",
      state.encode().replace('"format":2', '"format":3'),
      "was written in another format",
    ],
    ["that is no text of a state", "{", expect.stringMatching(/^is no state \(SyntaxError/)],
    [
      "that lacks a part",
      state.encode().replace('"documents"', '"d"'),
      expect.stringMatching(/^is no state/),
    ],
  ])("%s", (_, text, reason) => {
    expect(refusal(text)).toMatchObject({
      code: "SNAPSHOT_STALE",
      message: expect.stringMatching(/^snapshot: .*; fold the tape again$/) as unknown,
      detail: { reason },
    });
  });

  test("of other rules", () => {
    expect(refusal(state.encode(), [watch])).toMatchObject({
      code: "SNAPSHOT_STALE",
      detail: { reason: "was made by other rules" },
    });
  });
});

test("what was not folded can't be asked for", () => {
  const state = fold([zeal], log.slice(0, 2));
  for (const ask of [
    () => state.read(prices, "A"),
    () => state.documents(prices),
    () => state.get(watch("all")),
  ])
    expect(ask).toThrow(
      expect.objectContaining({
        code: "PROJECTION_INVALID",
        message: expect.stringMatching(/^projection: .* was not folded; add it to the fold$/) as unknown,
        detail: { projection: expect.stringMatching(/prices|a-watch/) as unknown },
      }),
    );
});

test("a rule reads what only an earlier fold has reached, the very first document too", () => {
  const first = defineProjection<{ seen: number }>({
    name: "first",
    version: 1,
    needs: [zeal],
    key: () => "all",
    initial: { seen: 0 },
    on: {
      PriceTicked: (document, _, { read }) => {
        document.seen += read(zeal, "I0").count;
      },
    },
  });
  const rules = State.initial([first]).projections;
  const before = fold(rules, log.slice(0, 10));
  const further = new Fold([], { from: before });
  further.add(log.slice(10, 12));
  expect(further.state.read(first, "all").seen).toBe(before.read(first, "all").seen + 2);
  expect(further.state.digest).toBe(fold(rules, log.slice(0, 12)).digest);
});
