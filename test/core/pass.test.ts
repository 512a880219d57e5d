/** One event's way through the rules: who hears what, in which order, of which documents, and what goes wrong on it. */
import {
  type AnyProjection,
  defineProjection,
  evolve,
  fold,
  Fold,
  MarketError,
  type ProjectionDefinition,
  record,
  type Recorded,
  State,
} from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { judge, opened, prices, revised, tick } from "./small-rules.ts";

declare module "@tapefold/core" {
  interface Facts {
    TestSaid: { readonly type: "TestSaid"; readonly instrument: string; readonly word: string };
  }
}

/** The state by the engine; the pure step must come to the same. */
function folded(rules: readonly AnyProjection[], log: readonly Recorded[]): State {
  const under = new Fold(rules);
  under.add(log);
  let pure = State.initial(rules);
  for (const recorded of log) pure = evolve(pure, recorded);
  expect(pure.digest).toBe(under.state.digest);
  return under.state;
}

/** Facts heard under each key, in the order they come. */
const heard = defineProjection<{ words: string[] }>({
  name: "heard",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { words: [] },
  on: {
    TestSaid: (document, { word }) => {
      document.words.push(word);
    },
  },
});

test("a recipe is told the key, the position and the instant, of ticks and of other events", () => {
  const seen: unknown[] = [];
  const noted = defineProjection<object>({
    name: "noted",
    version: 1,
    key: ({ issuer, instrument }) => issuer ?? instrument,
    initial: {},
    on: {
      PriceTicked: (_, event, { key, position, at }) => void seen.push([event.id, key, position, at]),
      GuidanceRevised: (_, event, { key, position, at }) => void seen.push([event.id, key, position, at]),
    },
  });
  new Fold([noted]).add(record([tick("t", 1, "T"), revised("g", "G"), { ...tick("u", 1), at: 9 }]));
  expect(seen).toEqual([
    ["t", "T", 1, 7],
    ["g", "G", 2, 5],
    ["u", "A", 3, 9],
  ]);
});

describe("facts said of an event", () => {
  const saying = defineProjection<{ said: number }>({
    name: "saying",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { said: 0 },
    on: {
      PriceTicked: (document, { price }, { emit, key }) => {
        for (let word = 0; word < Number(price); word += 1) {
          emit({ type: "TestSaid", instrument: word % 2 === 0 ? key : "odd", word: `${price}:${word}` });
          document.said += 1;
        }
      },
      TestSaid: (document, { word }, { emit }) => {
        document.said += 1;
        if (word === "2:0") emit({ type: "TestSaid", instrument: "A", word: "last" });
      },
    },
  });

  test("are heard first in first out, those of later events alone; and how many they are makes no difference", () => {
    const state = folded(
      [saying, heard],
      record([tick("t1", 4), tick("t2", 130), tick("t3", 2), tick("t4", 0)]),
    );
    const evens = (price: number): string[] =>
      Array.from({ length: price / 2 }, (_, half) => `${price}:${half * 2}`);
    expect(state.read(heard, "A").words).toEqual([...evens(4), ...evens(130), "2:0", "last"]);
    expect(state.read(heard, "odd").words).toHaveLength(2 + 65 + 1);
    expect(state.read(saying, "A").said).toBe(4 + 130 + 2 + 2 + 65 + 2);
  });

  test("may be about another row than the one they are said at, and read both", () => {
    const partner = (key: string): string => (key === "A" ? "B" : "A");
    const passing = defineProjection<{ said: number }>({
      name: "passing",
      version: 1,
      key: ({ instrument }) => instrument,
      initial: { said: 0 },
      on: {
        PriceTicked: (document, _, { key, emit }) => {
          document.said += 1;
          emit({ type: "TestSaid", instrument: partner(key), word: key });
          emit({ type: "TestSaid", instrument: "C", word: key });
        },
      },
    });
    const counted = defineProjection<{ sums: string[] }>({
      name: "counted",
      version: 1,
      needs: [passing],
      key: ({ instrument }) => instrument,
      initial: { sums: [] },
      on: {
        TestSaid: (document, { instrument, word }, { key, read }) => {
          const said = (of: string): number => read(passing, of).said;
          document.sums.push(`${key}${instrument} of ${word}: ${said(word)} ${said(key)} ${said("none")}`);
        },
      },
    });
    const state = folded([passing, counted], record([tick("t1", 1), tick("t2", 1, "B"), tick("t3", 1)]));
    const sums = (key: string): readonly string[] => state.read(counted, key).sums;
    expect(sums("A")).toEqual(["AA of B: 1 1 0"]);
    expect(sums("B")).toEqual(["BB of A: 1 0 0", "BB of A: 2 1 0"]);
    expect(sums("C")).toEqual(["CC of A: 1 0 0", "CC of B: 1 0 0", "CC of A: 2 0 0"]);
  });

  test("are not heard where the event was refused", () => {
    const state = folded([saying, heard, judge], record([tick("t1", 2000), tick("t2", 2)]));
    expect(state.read(heard, "A").words).toEqual(["2:0", "last"]);
  });
});

type KeyOf = Extract<ProjectionDefinition<object>["key"], (...given: never[]) => unknown>;

describe("the keys a fact is about", () => {
  const keyed = (name: string, key: KeyOf) =>
    defineProjection<{ count: number }>({
      name,
      version: 1,
      key,
      initial: { count: 0 },
      on: {
        PriceTicked: (document) => {
          document.count += 1;
        },
      },
    });

  test("are one, several, the same twice, or none", () => {
    const log = record([tick("t1", 1), tick("t2", 1, "B")]);
    const counted = (key: KeyOf): unknown => {
      const rule = keyed("rule", key);
      const documents = folded([rule], log).documents(rule);
      return Object.fromEntries([...documents].map(([at, { count }]) => [at, count]));
    };
    expect(counted(({ instrument }) => instrument)).toEqual({ A: 1, B: 1 });
    expect(counted(({ instrument }) => [instrument as string, "all", "all"])).toEqual({ A: 1, B: 1, all: 4 });
    expect(counted(() => [])).toEqual({});
    expect(counted(() => null)).toEqual({});
    expect(counted(() => undefined)).toEqual({});
  });

  test("by type of fact: a fact without a key, or without a recipe, changes nothing", () => {
    const on = {
      PriceTicked: (document: { count: number }): void => {
        document.count += 1;
      },
      SessionOpened: (document: { count: number }): void => {
        document.count += 10;
      },
      SessionClosed: undefined,
    };
    const rule = defineProjection<{ count: number }>({
      name: "rule",
      version: 1,
      key: { PriceTicked: ({ instrument }) => instrument, SessionClosed: ({ mic }) => mic },
      initial: { count: 0 },
      on: on as object,
    });
    const closed = { id: "c", type: "SessionClosed", at: 1, mic: "X", date: "2026-02-01" } as const;
    const state = fold([rule], record([tick("t", 1), opened("X1"), closed]));
    expect(state.stopped).toEqual([]);
    expect([...state.documents(rule)]).toEqual([["A", { count: 1 }]]);
  });

  test("may go back and forth between documents in one event, reading others", () => {
    const across = defineProjection<{ sum: number }>({
      name: "across",
      version: 1,
      needs: [prices],
      key: () => ["B", "A", "B", "C", "A"],
      initial: { sum: 0 },
      on: {
        PriceTicked: (document, _, { key, read }) => {
          document.sum += key === "C" ? 100 : read(prices, key === "A" ? "B" : "A").prices.length;
        },
      },
    });
    const log = record([tick("t1", 1), tick("t2", 1, "B"), tick("t3", 1, "C")]);
    const under = new Fold([across]);
    under.add(log);
    // t1: one price at A. t2: one at each. t3, of neither: the same.
    expect(under.state.read(across, "A")).toEqual({ sum: 0 + 2 + 2 });
    expect(under.state.read(across, "B")).toEqual({ sum: 2 + 2 + 2 });
    expect(under.state.read(across, "C")).toEqual({ sum: 300 });
    expect(folded([across], log).digest).toBe(under.state.digest);
  });
});

describe("what goes wrong", () => {
  const failing = (name: string, recipe: () => unknown, needs: AnyProjection[] = []): AnyProjection =>
    defineProjection<object>({
      name,
      version: 1,
      needs,
      key: () => "all",
      initial: {},
      on: { GuidanceRevised: recipe as () => void },
    });
  const errorOf = (rule: AnyProjection, gate: AnyProjection[] = []): unknown => {
    try {
      new Fold([rule, ...gate]).add(record([tick("t", 1), revised("g")]));
    } catch (error) {
      return error;
    }
    return null;
  };

  test("a recipe throws: its rule, the fact and the position are named, the cause is kept", () => {
    const cause = new RangeError("too far");
    const error = errorOf(
      failing("one", () => {
        throw cause;
      }),
    );
    expect(error).toBeInstanceOf(MarketError);
    expect(error).toMatchObject({
      code: "RECIPE_THREW",
      message: "one: threw on GuidanceRevised: too far (position 2)",
      detail: { projection: "one", type: "GuidanceRevised", position: 2 },
      cause,
    });
  });

  test("it throws what is no error: that is told", () => {
    const error = errorOf(
      failing("one", () => {
        // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- what a rule of somebody's may do
        throw "a text";
      }),
    );
    expect(error).toMatchObject({ message: "one: threw on GuidanceRevised: a text (position 2)" });
  });

  test.each([
    ["a value; change the draft instead", () => 0],
    ["a promise; a recipe is synchronous", async () => {}],
  ])("it returns %s", (what, recipe) => {
    expect(errorOf(failing("one", recipe))).toMatchObject({
      code: "RECIPE_RETURNED",
      message: `one: its recipe for GuidanceRevised returned ${what}`,
      detail: { projection: "one", type: "GuidanceRevised", position: 2 },
    });
  });

  test("it reads what it does not need: that one is named, and nothing stands still for it", () => {
    const reading = defineProjection<object>({
      name: "reading",
      version: 1,
      key: () => "all",
      initial: {},
      on: { GuidanceRevised: (_, __, { read }) => void read(heard, "A") },
    });
    const expected = {
      code: "PROJECTION_INVALID",
      message: "heard: is read but not needed; add it to needs",
      detail: { projection: "heard" },
    };
    expect(errorOf(reading)).toMatchObject(expected);
    expect(() => fold(reading, record([revised("g")]))).toThrow(expect.objectContaining(expected));
  });

  test("a gate throws: it is named, and stands still", () => {
    const gate = defineProjection<object>({
      name: "gate",
      version: 1,
      key: () => "all",
      initial: {},
      on: {},
      admit: () => {
        throw new Error("no verdict");
      },
    });
    expect(
      errorOf(
        failing("one", () => undefined),
        [gate],
      ),
    ).toMatchObject({
      code: "RECIPE_THREW",
      message: "gate: threw on PriceTicked: no verdict (position 1)",
    });
  });
});

test("what the gate says of an event is heard with its type, and what the event says of itself", () => {
  const judged = defineProjection<{ said: string[] }>({
    name: "judged",
    version: 1,
    needs: [judge],
    key: { EventAccepted: () => "all", EventRejected: () => "all" },
    initial: { said: [] },
    on: {
      EventAccepted: ({ said }, { type, event, source, seq }) => {
        said.push(`${type} ${event.id} ${source ?? "-"} ${seq ?? "-"}`);
      },
      EventRejected: ({ said }, { type, event, source, seq, code }) => {
        said.push(`${type} ${event.id} ${source ?? "-"} ${seq ?? "-"} ${code}`);
      },
    },
  });
  const log = record([tick("t1", 1), { ...tick("t2", 2), source: "feed", seq: 7 }, tick("t3", 2000)]);
  expect(folded([judged, judge], log).read(judged, "all").said).toEqual([
    "EventAccepted t1 - -",
    "EventAccepted t2 feed 7",
    "EventRejected t3 - - fat-finger",
  ]);
});

test("two rules stop one after the other, the rest goes on, with what each needs", () => {
  const counting = (name: string, at: string, needs: AnyProjection[] = []) =>
    defineProjection<{ count: number }>({
      name,
      version: 1,
      needs,
      key: () => "all",
      initial: { count: 0 },
      on: {
        GuidanceRevised: (document, { id }) => {
          if (id === at) throw new Error(at);
          document.count += 1;
        },
      },
    });
  const late = counting("a-late", "g3");
  const leaning = counting("b-leaning", "", [late]);
  const twice = counting("c-twice", "", [leaning]);
  const early = counting("d-early", "g2");
  const steady = counting("e-steady", "");
  const rules = [late, leaning, twice, early, steady];
  const state = fold(rules, record(["g1", "g2", "g3", "g4", "g5"].map((id) => revised(id))));
  expect(rules.map((rule) => (state.read(rule, "all") as { count: number }).count)).toEqual([2, 2, 2, 1, 5]);
  expect(state.stopped.map(({ projection, position }) => [projection, position])).toEqual([
    ["d-early", 2],
    ["a-late", 3],
  ]);
});

test("a key may be any text, also none and a control character", () => {
  const keyed = defineProjection<{ ids: string[] }>({
    name: "keyed",
    version: 1,
    key: { PriceTicked: ({ instrument }) => [instrument, "", "\u0000", "__proto__"] },
    initial: { ids: [] },
    on: {
      PriceTicked: (one, { id }, { key, read }) => {
        one.ids.push(`${id} ${read(keyed, key).ids.length} ${read(keyed, "other").ids.length}`);
      },
    },
  });
  const ticks = Array.from({ length: 3 }, (_, index) => tick(`t${index}`, 1, index === 1 ? "\u0000" : "A"));
  const state = folded([keyed], record(ticks));
  const counts = [...state.documents(keyed)].map(([key, { ids }]) => [key, ids.length]);
  expect(counts).toEqual([
    ["", 3],
    ["\u0000", 4],
    ["A", 2],
    ["__proto__", 3],
  ]);
});
