/** All documents of a rule, functions of the state, shared folds, refusals, and what becomes of rules that throw. */
import {
  all,
  fold,
  type MarketEvent,
  project,
  type Projection,
  record,
  type Recorded,
  refusals,
  type Rules,
  shareState,
  type State,
} from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { marketRules, recordClose, sessionStreak } from "@tapefold/projections";
import fc from "fast-check";
import { from, map, type OperatorFunction, Subject, tap } from "rxjs";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { bust, confirm, correct, counting, fussy, judge, opened, prices, tick } from "./small-rules.ts";

const view = <V>(rules: Rules, look: (state: State) => V) => ({ rules, look });

/** A log in batches of a size. */
function inBatches(log: readonly Recorded[], size: number): (readonly Recorded[])[] {
  const batches: (readonly Recorded[])[] = [];
  for (let at = 0; at < log.length; at += size) batches.push(log.slice(at, at + size));
  return batches;
}

/** All that is emitted of a log in batches of a size, and how many events were folded before a fault ended it. */
function emitted<T>(
  log: readonly Recorded[],
  size: number,
  operator: OperatorFunction<Recorded | readonly Recorded[], T>,
): T[] & { folded: number } {
  const seen: T[] = [];
  let taken = 0;
  let folded = log.length;
  from(inBatches(log, size))
    .pipe(
      tap((batch) => (taken += batch.length)),
      operator,
    )
    .subscribe({
      next: (value) => seen.push(value),
      // An amendment that comes too late for a fold that goes on.
      error: () => (folded = Math.floor((taken - 1) / size) * size),
    });
  return Object.assign(seen, { folded });
}

describe("all of a rule", () => {
  test("law: the map holds what the documents of a fold show, however the log is cut", () => {
    fc.assert(
      fc.property(session(), fc.integer({ min: 1, max: 40 }), (log, size) => {
        const seen = emitted(log, size, project({ streaks: all(sessionStreak), closes: all(recordClose) }));
        const state = fold(marketRules, log.slice(0, seen.folded));
        const expected = <S extends object>(rule: Projection<S, unknown>): unknown[] =>
          [...state.documents(rule).keys()].map((key) => [key, state.get(rule(key))]);
        expect([...(seen.at(-1)?.streaks ?? [])]).toEqual(expected(sessionStreak));
        expect([...(seen.at(-1)?.closes ?? [])]).toEqual(expected(recordClose));
      }),
      { numRuns: runs(80) },
    );
  });

  test("values that did not change are the same objects, and so is the map if none did", () => {
    const log = record([tick("1", 1, "A"), tick("2", 1, "B"), tick("3", 2, "A"), tick("4", 2, "A")]);
    const seen = emitted(log, 1, project({ counts: all(counting("n")) }));
    expect(seen.map(({ counts }) => [...counts.keys()].join(""))).toEqual(["A", "AB", "AB", "AB"]);
    expect(seen[2]?.counts.get("B")).toBe(seen[1]?.counts.get("B"));
    expect(seen[2]?.counts.get("A")).not.toBe(seen[1]?.counts.get("A"));
    const choice = { counts: all(counting("n")), place: view([judge], (state) => state.position) };
    const quiet = emitted(record([tick("1", 1, "A"), bust("none")]), 1, project(choice));
    expect(quiet).toHaveLength(2);
    expect(quiet[1]?.counts).toBe(quiet[0]?.counts);
  });

  test("a key whose first tick is busted is gone", () => {
    const log = record([tick("1", 1, "A"), tick("2", 1, "B"), bust("2")]);
    const seen = emitted(log, 1, project({ counts: all(counting("n")), judged: judge("all") }));
    expect([...(seen.at(-1)?.counts.keys() ?? [])]).toEqual(["A"]);
  });

  test("the map is frozen", () => {
    const [first] = emitted(record([tick("1", 1)]), 1, project({ counts: all(counting("n")) }));
    const counts = first?.counts as Map<string, object>;
    expect(() => counts.set("B", {})).toThrow(TypeError);
    expect(() => counts.delete("A")).toThrow(TypeError);
    expect(() => counts.clear()).toThrow(TypeError);
    expect(Object.isFrozen(counts.get("A"))).toBe(true);
  });
});

describe("a view", () => {
  const rule = counting("n");

  test("is emitted when its value has changed, frozen, with what it was made of", () => {
    const log = record([tick("1", 1, "A"), tick("2", 1, "B"), tick("3", 1, "A")]);
    const many = view([rule], (state) => ({ a: state.read(rule, "A").count > 1 }));
    const seen = [...emitted(log, 1, project({ many }))];
    expect(seen).toEqual([{ many: { a: true }, position: 3, at: 7, stopped: [] }]);
    expect(Object.isFrozen(seen[0]?.many)).toBe(true);
  });

  test("of the whole state is the state of the fold", () => {
    fc.assert(
      fc.property(session(), (log) => {
        const seen = emitted(log, 7, project({ state: view(marketRules, (state) => state) }));
        expect(seen.at(-1)?.state.digest).toBe(fold(marketRules, log.slice(0, seen.folded)).digest);
      }),
      { numRuns: runs(50) },
    );
  });
});

describe("a shared state", () => {
  test("folds once for all, and gives a late subscriber the present at once", () => {
    let folded = 0;
    const rule = counting("n");
    const counted = view([rule], (state) => {
      folded += 1;
      return state.read(rule, "A").count;
    });
    const tape$ = new Subject<MarketEvent>();
    const recorded = map((event: MarketEvent, index: number): Recorded => ({ position: index + 1, event }));
    const state$ = tape$.pipe(recorded, project({ counted }), shareState());
    const [early, late]: number[][] = [[], []];
    const left = state$.subscribe(({ counted: n }) => early?.push(n as number));
    tape$.next(tick("1", 1));
    tape$.next(tick("2", 1));
    const before = folded;
    const right = state$.subscribe(({ counted: n }) => late?.push(n as number));
    expect(late).toEqual([2]);
    expect(folded).toBe(before);
    tape$.next(tick("3", 1));
    expect([early, late]).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    left.unsubscribe();
    right.unsubscribe();
    expect(tape$.observed).toBe(false);
  });

  test("gives who comes after the end its last value", () => {
    const state$ = from(record([tick("1", 1)])).pipe(project({ n: counting("n")("A") }), shareState());
    const seen: number[] = [];
    state$.subscribe();
    state$.subscribe(({ n }) => seen.push(n.count));
    expect(seen).toEqual([1]);
  });
});

describe("a rule that throws", () => {
  const log = record([tick("1", 1), tick("2", 13), tick("3", 1), tick("4", 13), tick("5", 1), opened("X1")]);
  const seenWith = (
    onThrow: "stop" | "skip" | "retry",
    size: number,
    isFault: (price: number) => boolean,
  ) => {
    const choice = { bad: fussy(isFault)("A"), good: counting("good")("A") };
    return emitted(log, size, project(choice, { onThrow })).at(-1);
  };
  const isThirteen = (price: number): boolean => price === 13;

  test.each([1, 2, 6])("stops and leaves the others alone (batches of %i)", (size) => {
    expect(seenWith("stop", size, isThirteen)).toMatchObject({
      bad: { count: 1 },
      good: { count: 5 },
      stopped: [{ projection: "fussy", position: 2 }],
    });
  });

  test.each([1, 2, 6])("passes over the events it threw on, and they are listed (batches of %i)", (size) => {
    const last = seenWith("skip", size, isThirteen);
    expect(last).toMatchObject({ bad: { count: 3 }, good: { count: 5 } });
    expect(last?.stopped).toMatchObject([
      { projection: "fussy", position: 2, until: 3 },
      { projection: "fussy", position: 4, until: 5 },
    ]);
  });

  test.each([1, 2, 6])(
    "is given the event again, and stops if it throws a fourth time (batches of %i)",
    (size) => {
      let times = 0;
      const mends = (price: number): boolean => price === 13 && (times += 1) < 3;
      expect(seenWith("retry", size, mends)).toMatchObject({ bad: { count: 5 }, stopped: [] });
      times = 0;
      const never = (price: number): boolean => {
        if (price === 13) times += 1;
        return price === 13;
      };
      expect(seenWith("retry", size, never)).toMatchObject({
        bad: { count: 1 },
        stopped: [{ projection: "fussy", position: 2 }],
      });
      expect(times).toBe(4);
    },
  );

  test("law: skipping comes to one state however the log is cut", () => {
    const events = fc.array(
      fc.oneof(
        fc.constantFrom(1, 13).map((price) => ({ price })),
        fc.nat(5).map((of) => ({ bust: of })),
      ),
      { maxLength: 24 },
    );
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 9 }), (script, size) => {
        const made = record([
          opened("X1"),
          ...script.map((step, index) =>
            "price" in step ? tick(`t${index}`, step.price) : bust(`t${step.bust}`, `b${index}`),
          ),
        ]);
        const choice = { bad: fussy(isThirteen)("A"), place: view([judge], (state) => state.position) };
        const of = (by: number): unknown => {
          const last = emitted(made, by, project(choice, { onThrow: "skip" })).at(-1);
          return [last?.bad, last?.stopped];
        };
        expect(of(size)).toEqual(of(1));
      }),
    );
  });
});

describe("refusals", () => {
  test("are told once, with event and code, as it is judged when it comes", () => {
    const log = record([
      tick("1", 5000),
      tick("2", 1),
      correct("2", -1),
      tick("3", 7000),
      confirm("3"),
      opened("X1"),
      opened("X1"),
    ]);
    for (const size of [1, 3, 7]) {
      const told = emitted(log, size, refusals([judge, prices]));
      expect(told.map(({ position, event, code }) => [position, event.id, code])).toEqual([
        [1, "1", "fat-finger"],
        [3, "correct-2--1", "bad-price"],
        ...(size === 1 ? [[4, "3", "fat-finger"]] : []),
        [7, "open-X1", "double-open"],
      ]);
    }
  });
});
