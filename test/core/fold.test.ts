import {
  canonicalText,
  defineProjection,
  evolve,
  fold,
  Fold,
  type EventOf,
  MarketError,
  memoryLog,
  record,
  type Recorded,
  State,
} from "@tapefold/core";
import { expect, test } from "vitest";

const revised = (issuer: string, id: string): EventOf<"GuidanceRevised"> => ({
  id,
  type: "GuidanceRevised",
  at: 0,
  issuer,
  fiscalYearEnd: "2026-03-31",
  span: "FY",
  scope: "consolidated",
  standard: "IFRS",
  items: [{ metric: "eps", previous: 1, revised: 2 }],
});
const log = record([revised("A", "1"), revised("B", "2"), revised("A", "3"), revised("A", "4")]);

const count = defineProjection<{ count: number; seen: string[]; total: bigint }>({
  name: "count",
  version: 1,
  key: ({ issuer }) => issuer,
  initial: { count: 0, seen: [], total: 0n },
  on: {
    GuidanceRevised: (issuer, { id }) => {
      issuer.count += 1;
      issuer.seen.push(id);
      issuer.total += 1n;
    },
  },
});

/** Throws on the third event. */
const fragile = defineProjection<{ count: number }>({
  name: "fragile",
  version: 1,
  key: ({ issuer }) => issuer,
  initial: { count: 0 },
  on: {
    GuidanceRevised: (issuer, { id }) => {
      issuer.count += 1;
      if (id === "3") throw new Error("three");
    },
  },
});
const leaning = defineProjection<{ count: number }>({
  name: "leaning",
  version: 1,
  needs: [fragile],
  key: ({ issuer }) => issuer,
  initial: { count: 0 },
  on: {
    GuidanceRevised: (issuer) => {
      issuer.count += 1;
    },
  },
});

test("one projection gives its documents by key", () => {
  const documents = fold(count, log);
  expect([...documents.keys()]).toEqual(["A", "B"]);
  expect(documents.get("A")).toEqual({ count: 3, seen: ["1", "3", "4"], total: 3n });
});

test("several give the whole state, position and instant with it", () => {
  const state = fold([count], log);
  expect(state.position).toBe(4);
  expect(state.at).toBe(0);
  expect(state.read(count, "nobody")).toEqual({ count: 0, seen: [], total: 0n });
  expect(() => state.read(leaning, "A")).toThrow(/was not folded/);
});

test("any iterable is a log", () => {
  expect(fold([count], new Set(log)).digest).toBe(fold([count], log).digest);
});

test("async batches come to the same, of one projection and of several", async () => {
  const batches = async function* (): AsyncGenerator<readonly Recorded[]> {
    yield log.slice(0, 1);
    yield [];
    yield log.slice(1);
  };
  expect((await fold([count, fragile], batches())).digest).toBe(fold([count, fragile], log).digest);
  expect(await fold(count, batches())).toEqual(fold(count, log));
  const memory = memoryLog();
  await memory.append(log.map(({ event }) => event));
  expect((await fold([count], memory.read())).digest).toBe(fold([count], log).digest);
});

test("async batches with a gap are refused, and what reading throws comes through", async () => {
  const gap = (async function* () {
    yield log.slice(1);
  })();
  await expect(fold(count, gap)).rejects.toMatchObject({ code: "POSITION_GAP" });
  // oxlint-disable-next-line require-yield -- a reader that fails before its first batch
  const broken = (async function* (): AsyncGenerator<readonly Recorded[]> {
    throw new Error("gone");
  })();
  await expect(fold([count], broken)).rejects.toThrow("gone");
});

test("what was handed out never changes", () => {
  const under = new Fold([count]);
  under.add(log.slice(0, 1));
  const first = under.state;
  const kept = first.read(count, "A");
  under.add(log.slice(1));
  expect(kept.count).toBe(1);
  expect(first.read(count, "A")).toBe(kept);
  expect(under.state.read(count, "A").count).toBe(3);
  expect(Object.isFrozen(kept.seen)).toBe(true);
});

test("a state shares the documents that no event has touched", () => {
  const under = new Fold([count]);
  under.add(log.slice(0, 2));
  const before = under.state;
  under.add(log.slice(2));
  expect(under.state.read(count, "B")).toBe(before.read(count, "B"));
});

test("one state may be gone on from twice", () => {
  const before = fold([count], log.slice(0, 2));
  const left = new Fold([count], { from: before });
  const right = new Fold([count], { from: before });
  left.add([{ position: 3, event: revised("C", "c") }]);
  const leftState = left.state;
  right.add([{ position: 3, event: revised("D", "d") }]);
  expect([...right.state.documents(count).keys()]).toEqual(["A", "B", "D"]);
  expect([...leftState.documents(count).keys()]).toEqual(["A", "B", "C"]);
});

test("a gap in the positions is refused with both numbers", () => {
  expect(() => fold(count, log.slice(1))).toThrow(MarketError);
  expect(() => fold(count, [log[0] ?? fail(), log[2] ?? fail()])).toThrow(/position 3 where 2 should follow/);
});

test("a rule that throws stands still with what needs it, the others go on", () => {
  const state = fold([count, fragile, leaning], log);
  expect(state.stopped).toEqual([
    { projection: "fragile", position: 3, message: "fragile: threw on GuidanceRevised: three (position 3)" },
  ]);
  expect(state.read(fragile, "A").count).toBe(1);
  expect(state.read(leaning, "A").count).toBe(1);
  expect(state.read(count, "A").count).toBe(3);
});

test("the pure step names the same event, and leaves the state it was given", () => {
  const before = fold([fragile], log.slice(0, 2));
  const digest = before.digest;
  expect(() => evolve(before, log[2] ?? fail())).toThrow(
    /fragile: threw on GuidanceRevised: three \(position 3\)/,
  );
  expect(before.digest).toBe(digest);
});

test.each([
  ["a value", () => 1],
  ["a promise", async () => undefined],
])("a recipe that returns %s is refused", (_, recipe) => {
  const bad = defineProjection<object>({
    name: "bad",
    version: 1,
    key: () => "all",
    initial: {},
    on: { GuidanceRevised: recipe as () => void },
  });
  const state = fold([bad], log);
  expect(state.stopped[0]).toMatchObject({ projection: "bad", position: 1 });
  expect(state.stopped[0]?.message).toContain("returned");
  expect(() => evolve(State.initial([bad]), log[0] ?? fail())).toThrow(/returned/);
});

test("the state survives its text, and refuses another rule's", () => {
  const state = fold([count], log);
  const back = State.decode(state.encode(), state.projections);
  expect(back.digest).toBe(state.digest);
  expect(back.read(count, "A")).toEqual(state.read(count, "A"));
  expect(() => State.decode(state.encode(), [leaning])).toThrow(/other rules/);
  expect(() => State.decode("{", state.projections)).toThrow(/is no state/);
  expect(() => State.decode('{"format":3}', state.projections)).toThrow(/another format/);
});

test("no two values share a canonical text", () => {
  const values = [
    1,
    "1",
    1n,
    "1n",
    { $bigint: "1" },
    { $$bigint: "1" },
    [1],
    ["1"],
    {},
    [],
    null,
    "null",
    true,
    { a: 1, b: 2 },
    { a: { b: 1 } },
  ];
  expect(new Set(values.map(canonicalText)).size).toBe(values.length);
  expect(canonicalText({ b: 1, a: 2 })).toBe(canonicalText({ a: 2, b: 1 }));
});

function fail(): never {
  throw new Error("the log is shorter than the test believes");
}
