import {
  defineProjection,
  type EventOf,
  type MarketEvent,
  project,
  record,
  type Recorded,
} from "@tapefold/core";
import { from, map, of, Subject, take, throwError } from "rxjs";
import { expect, test } from "vitest";
import { counting, tick } from "./small-rules.ts";

/** Numbers events from position 1. */
const numbered = () => map((event: MarketEvent, index) => ({ position: index + 1, event }));

const revised = (issuer: string, id: string): EventOf<"GuidanceRevised"> => ({
  id,
  type: "GuidanceRevised",
  at: 5,
  issuer,
  fiscalYearEnd: "2026-03-31",
  span: "FY",
  scope: "consolidated",
  standard: "IFRS",
  items: [{ metric: "eps", previous: 1, revised: 2 }],
});
const revisions = defineProjection<{ ids: string[] }>({
  name: "revisions",
  version: 1,
  key: ({ issuer }) => issuer,
  initial: { ids: [] },
  on: {
    GuidanceRevised: (issuer, { id }) => {
      issuer.ids.push(id);
    },
  },
});

test("emits after each batch that changed a chosen value, and only then", () => {
  const seen: unknown[] = [];
  const tape$ = new Subject<MarketEvent>();
  tape$.pipe(numbered(), project({ a: revisions("A") })).subscribe((value) => seen.push(value));
  for (const [issuer, id] of [
    ["A", "1"],
    ["B", "2"],
    ["A", "3"],
  ] as const)
    tape$.next(revised(issuer, id));
  expect(seen).toEqual([
    { a: { ids: ["1"] }, position: 1, at: 5, stopped: [] },
    { a: { ids: ["1", "3"] }, position: 3, at: 5, stopped: [] },
  ]);
});

test("a batch is one emission", () => {
  const seen: number[] = [];
  const batch: Recorded[] = [revised("A", "1"), revised("A", "2")].map((event, index) => ({
    position: index + 1,
    event,
  }));
  from([batch])
    .pipe(project({ a: revisions("A") }))
    .subscribe(({ position }) => seen.push(position));
  expect(seen).toEqual([2]);
});

test("what is emitted is frozen, and changing it harms nobody", () => {
  const tape$ = new Subject<MarketEvent>();
  const projected$ = tape$.pipe(numbered(), project({ a: revisions("A") }));
  const errors: unknown[] = [];
  const calm: number[] = [];
  projected$.subscribe((value) => {
    try {
      (value.a.ids as string[]).push("mine");
    } catch (error) {
      errors.push(error);
    }
  });
  projected$.subscribe(({ a }) => calm.push(a.ids.length));
  tape$.next(revised("A", "1"));
  tape$.next(revised("A", "2"));
  expect(errors).toHaveLength(2);
  expect(errors[0]).toBeInstanceOf(TypeError);
  expect(calm).toEqual([1, 2]);
});

test("a gap ends it through the error channel, completion passes on", () => {
  const codes: unknown[] = [];
  from([{ position: 2, event: revised("A", "1") }])
    .pipe(project({ a: revisions("A") }))
    .subscribe({ error: (error) => codes.push((error as { code: string }).code) });
  from([])
    .pipe(project({ a: revisions("A") }))
    .subscribe({ complete: () => codes.push("complete") });
  expect(codes).toEqual(["POSITION_GAP", "complete"]);
});

test("what its source fails with passes on", () => {
  const failed: unknown[] = [];
  throwError(() => "gone")
    .pipe(project({ a: revisions("A") }))
    .subscribe({ error: (error) => failed.push(error) });
  expect(failed).toEqual(["gone"]);
});

test("a value that a view makes anew is frozen too", () => {
  const listed = defineProjection<{ ids: string[] }, { ids: string[] }>({
    ...revisions.definition,
    view: ({ ids }) => ({ ids: [...ids] }),
  });
  const seen: unknown[] = [];
  from([{ position: 1, event: revised("A", "1") }])
    .pipe(project({ a: listed("A") }))
    .subscribe((shown) =>
      seen.push(Object.isFrozen(shown), Object.isFrozen(shown.a), Object.isFrozen(shown.a.ids)),
    );
  expect(seen).toEqual([true, true, true]);
});

test("a rule that throws is named in what is emitted, the others go on", () => {
  const fragile = defineProjection<{ n: number }>({
    name: "fragile",
    version: 1,
    key: ({ issuer }) => issuer,
    initial: { n: 0 },
    on: {
      GuidanceRevised: (issuer, { id }) => {
        if (id === "2") throw new Error("two");
        issuer.n += 1;
      },
    },
  });
  const seen: [number, number, number][] = [];
  const events = ["1", "2", "3"].map((id, index) => ({ position: index + 1, event: revised("A", id) }));
  from([events.slice(0, 1), events.slice(1)])
    .pipe(project({ fragile: fragile("A"), steady: revisions("A") }))
    .subscribe((value) => seen.push([value.fragile.n, value.steady.ids.length, value.stopped.length]));
  expect(seen).toEqual([
    [1, 1, 0],
    [1, 3, 1],
  ]);
});

test("who has enough is sent no more, and after an error nothing is folded", () => {
  function* endless(first: number): Generator<Recorded> {
    for (let at = first; ; at += 1) yield { position: at, event: tick(`t${at}`, 1) };
  }
  const counts = counting("counts");
  const seen: number[] = [];
  const codes: unknown[] = [];
  from(endless(1))
    .pipe(project({ c: counts("A") }), take(2))
    .subscribe(({ c }) => seen.push(c.count));
  from(endless(2))
    .pipe(project({ c: counts("A") }))
    .subscribe({ error: (error: { code?: string }) => codes.push(error.code) });
  expect([seen, codes]).toEqual([[1, 2], ["POSITION_GAP"]]);
});

test("what a view shows besides plain trees counts as another value each time", () => {
  const mapped = defineProjection<{ count: number }, ReadonlyMap<string, number>>({
    ...counting("mapped").definition,
    view: ({ count }) => new Map([["count", count]]),
  });
  const seen: unknown[] = [];
  from(record([tick("t1", 1), tick("t2", 1)]))
    .pipe(project({ mapped: mapped("A") }))
    .subscribe((value) => seen.push(value.mapped.get("count")));
  expect(seen).toEqual([1, 2]);
});

test("a view that throws is the subscriber's error", () => {
  const shown = defineProjection<{ count: number }, number>({
    ...counting("shown").definition,
    view: ({ count }) => {
      if (count > 1) throw new Error("two");
      return count;
    },
  });
  const seen: unknown[] = [];
  from(record([tick("t1", 1), tick("t2", 1), tick("t3", 1)]))
    .pipe(project({ shown: shown("A") }))
    .subscribe({
      next: (value) => seen.push(value.shown),
      error: (error: Error) => seen.push(error.message),
    });
  expect(seen).toEqual([1, "two"]);
});

test("a view is asked again only where a document that it has read is another one", () => {
  const counts = counting("counts");
  const asked: string[] = [];
  const pair = defineProjection<{ other: string }, { sum: number }>({
    name: "pair",
    version: 1,
    needs: [counts],
    key: ({ instrument }) => instrument,
    initial: { other: "B" },
    on: {},
    view: ({ other }, key, read) => {
      asked.push(key);
      return { sum: read(counts, key).count + read(counts, other).count };
    },
  });
  const seen: { readonly pair: { readonly sum: number }; readonly c: { readonly count: number } }[] = [];
  from(record(["A", "C", "B", "C"].map((instrument, at) => tick(`t${at}`, 1, instrument))))
    .pipe(project({ pair: pair("A"), c: counts("C") }))
    .subscribe((value) => seen.push(value));
  expect(seen.map(({ pair: { sum }, c: { count } }) => [sum, count])).toEqual([
    [1, 0],
    [1, 1],
    [2, 1],
    [2, 2],
  ]);
  expect(asked).toEqual(["A", "A", "A"]);
  expect(seen[0]?.pair).toBe(seen[1]?.pair);
  expect(seen[2]?.c).toBe(seen[1]?.c);
});

test("a value that comes out the same stays the same object, and alone is not emitted again", () => {
  const parity = defineProjection<{ count: number }, { odd: boolean }>({
    ...counting("parity").definition,
    view: ({ count }) => ({ odd: count > 0 }),
  });
  const other = counting("other");
  const seen: unknown[] = [];
  from(record([tick("t1", 1), tick("t2", 1)]))
    .pipe(project({ parity: parity("A"), other: other("A") }))
    .subscribe((value) => seen.push(value.parity));
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBe(seen[0]);
  const alone: unknown[] = [];
  from(record([tick("t1", 1), tick("t2", 1)]))
    .pipe(project({ parity: parity("A") }))
    .subscribe((value) => alone.push(value.parity));
  expect(alone).toEqual([{ odd: true }]);
});

test("selections may have any names, and any number", () => {
  const counts = counting("counts");
  const names = ["__proto__", "constructor", "a b", ...Array.from({ length: 80 }, (_, at) => `n${at}`)];
  const seen: object[] = [];
  from(record([tick("t1", 1), tick("t2", 1)]))
    .pipe(project(Object.fromEntries(names.map((name) => [name, counts("A")]))))
    .subscribe((value) => seen.push(value));
  for (const [index, value] of seen.entries()) {
    expect(Object.keys(value)).toEqual([...names, "position", "at", "stopped"]);
    expect(Object.isFrozen(value)).toBe(true);
    for (const name of names)
      expect(Object.getOwnPropertyDescriptor(value, name)?.value).toEqual({ count: index + 1 });
  }
  expect(seen).toHaveLength(2);
});

test.each([undefined, null, 7, "x", {}, [], { position: 1 }, { position: 1, event: {} }, [[]], { id: "a" }])(
  "junk from a source fails with a code: %j",
  (junk) => {
    const errors: unknown[] = [];
    of(junk as unknown as Recorded)
      .pipe(project({ revisions: revisions("A") }))
      .subscribe({ error: (error: unknown) => errors.push(error) });
    if (Array.isArray(junk) && junk.length === 0) expect(errors).toEqual([]);
    else expect(errors).toMatchObject([{ code: "EVENT_INVALID" }]);
  },
);
