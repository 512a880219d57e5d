/**
 * Laws of courses: where facts go, and what ticks are judged by, is asked once and kept; the pure step, which keeps nothing,
 * comes to the same state. The tapes are those of other laws, with numbered sources, price tables and limits besides.
 */
import {
  defineProjection,
  evolve,
  Fold,
  Foresight,
  type MarketEvent,
  type Recorded,
  record,
  Route,
  type Rules,
  State,
} from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { indexLevel, marketRules, quote } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../runs.ts";
import { denseTape } from "./dense-tapes.ts";
import { eventsOf, type Log } from "./tapes.ts";

/** How a tape is made to go the short ways: which ticks a source numbers, and the bounds of the instruments. */
const changes = fc.record({
  sources: fc.array(fc.constantFrom("one", "two", "__proto__", undefined), { minLength: 1, maxLength: 4 }),
  bounds: fc.array(
    fc.constantFrom(
      {},
      {},
      { tickSizes: "t" },
      { priceLimits: "l" },
      { fatFinger: 800 },
      { tickSizes: "t", fatFinger: 300 },
    ),
    { minLength: 1, maxLength: 4 },
  ),
  isTold: fc.boolean(),
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
});
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

const tables: MarketEvent[] = [
  {
    id: "steps",
    type: "PriceTablesLoaded",
    at: 0,
    kind: "tickSize",
    name: "t",
    from: "2000-01-01",
    rows: [{ below: "97.5", value: 1 }, { below: 105, value: "1.5" }, { value: 5 }],
  },
  {
    id: "limits",
    type: "PriceTablesLoaded",
    at: 0,
    kind: "limit",
    name: "l",
    from: "2000-01-01",
    rows: [{ below: 100, value: "4.5" }, { value: 7 }],
  },
];

function changed(log: Log, { sources, bounds, isTold }: Changes): Log {
  const numbers = new Map<string, number>();
  const events = eventsOf(log)
    .flatMap(withMoreTicks)
    .map((event, index): MarketEvent => {
      const source = sources[index % sources.length];
      if (event.type === "InstrumentListed" && event.kind !== "index")
        return { ...event, ...bounds[index % bounds.length] };
      if (event.type !== "PriceTicked" || source === undefined || event.source !== undefined) return event;
      const seq = numbers.get(source) ?? 0;
      numbers.set(source, seq + 1);
      return { ...event, source, seq };
    });
  return record(isTold ? [...tables, ...events] : events);
}

/** A tick, and more of them about it: levels that lie between those before are put off. */
function withMoreTicks(event: MarketEvent): MarketEvent[] {
  if (event.type !== "PriceTicked" || typeof event.price !== "number") return [event];
  const { price } = event;
  const more = [price + 3, price - 3, price, price + 1].map((near, index) => {
    return { ...event, id: `${event.id}-${index}`, price: near };
  });
  return event.source === undefined ? [event, ...more] : [event];
}

/** The state by the pure step alone. */
function stepped(rules: Rules, log: Log): State {
  const foresight = new Foresight();
  foresight.note(log);
  let fold = new Fold(rules, { foresight });
  while (!foresight.goesOn(fold, log)) fold = new Fold(rules, { foresight });
  return log.reduce(
    (state, recorded) => evolve(state, recorded, foresight.saidOf(recorded)),
    State.initial(fold.projections),
  );
}

/** The state in batches; between them documents are read, or a state is taken. */
function inBatches(rules: Rules, log: Log, sizes: readonly number[]): State {
  const foresight = new Foresight();
  foresight.note(log);
  for (;;) {
    const fold = new Fold(rules, { foresight });
    if (goesOn(fold, foresight, log, sizes)) return fold.state;
  }
}

function goesOn(fold: Fold, foresight: Foresight, log: Log, sizes: readonly number[]): boolean {
  for (let from = 0, turn = 0; from < log.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    if (!foresight.goesOn(fold, log.slice(from, from + size))) return false;
    if (turn % 3 === 1) void fold.state;
    if (turn % 3 === 2) for (const key of ["A", "I", "N225"]) fold.read(quote, key);
    from += size;
  }
  return true;
}

const heard = { PriceTicked: "prices", InstrumentTicked: "ticks", IndexPublished: "levels" } as const;

/** A rule of a user's own that hears a fact of every tick by its key, and reads at each what is put off elsewhere. */
const own = (type: keyof typeof heard) =>
  defineProjection<{ count: number; seen: number[] }>({
    name: heard[type],
    version: 1,
    needs: [quote, indexLevel],
    key: { [type]: ({ instrument }: { instrument: string }) => instrument },
    initial: { count: 0, seen: [] },
    on: {
      [type]: (document: { count: number; seen: number[] }, _: unknown, { read }: { read: Fold["read"] }) => {
        document.count += 1;
        document.seen = [
          ...document.seen,
          ...["I", "N225"].map((index) => read(quote, index).last ?? 0),
        ].slice(-6);
      },
    },
  });

const tapes = fc.oneof(denseTape(), denseTape(), session());

function agrees(rules: () => Rules, runs: number): void {
  const law = fc.property(tapes, changes, (log, how) => {
    const tape: readonly Recorded[] = changed(log, how);
    const pure = stepped(rules(), tape);
    expect(pure.stopped).toEqual([]);
    expect(inBatches(rules(), tape, [tape.length]).digest).toBe(pure.digest);
    expect(inBatches(rules(), tape, how.sizes).digest).toBe(pure.digest);
  });
  fc.assert(law, { numRuns: runs });
}

const numRuns = runs(100);

test("the market's rules come to the state of the pure step", () => {
  agrees(() => marketRules, numRuns);
});

for (const type of Object.keys(heard) as (keyof typeof heard)[])
  test(`so they do beside a rule that hears ${type} and reads levels`, () => {
    agrees(() => [...marketRules, own(type)], numRuns / 2);
  });

test("so they do beside a rule that counts levels by routes, none of which is put off then", () => {
  const published = defineProjection<{ count: number }>({
    name: "published",
    version: 1,
    needs: [quote, indexLevel],
    key: {},
    routes: { IndexPublished: (index) => [new Route(index)] },
    initial: { count: 0 },
    on: { IndexPublished: (document) => void (document.count += 1) },
  });
  agrees(() => [...marketRules, published], numRuns / 2);
});

test("a rule that hears of each accepted event hears of the ticks that go the short way too", () => {
  const accepted = defineProjection<{ count: number }>({
    name: "accepted",
    version: 1,
    needs: [quote],
    key: { EventAccepted: () => "all" },
    initial: { count: 0 },
    on: { EventAccepted: (document) => void (document.count += 1) },
  });
  const law = fc.property(tapes, changes, (log, how) => {
    const state = inBatches([...marketRules, accepted], changed(log, how), how.sizes);
    expect(state.documents(accepted).get("all")?.count ?? 0).toBe(state.counts.accepted);
  });
  fc.assert(law, { numRuns: numRuns / 2 });
});
