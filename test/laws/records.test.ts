/** Laws of records. */
import { compareFractions, fraction, type MarketEvent, type Recorded, toUnits } from "@tapefold/core";
import { type InstrumentState, yearExtremes } from "@tapefold/projections";
import { admissionOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pathTape } from "./path-tape.ts";
import {
  changed,
  eventsOf,
  everyState,
  everyTape,
  folded,
  instrumentsAfter,
  instrumentsOf,
  type Log,
  renumbered,
  shown,
  ticksOf,
  unitsOf,
  without,
} from "./tapes.ts";

const PLAIN = { amendments: false, seeds: false, basisChanges: false };

test("the record high is the highest accepted level, and never falls", () => {
  everyTape(
    PLAIN,
    (given) => {
      // The close of a session is its last tick, which then is a level too.
      const log = changed(given, ["PriceTicked"], ({ updates: _updates, ...tick }) => tick);
      const highs = new Map<string, number>();
      for (const { state } of everyState(log)) {
        for (const [id, high] of recordHighs(state)) {
          expect(high).toBeGreaterThanOrEqual(highs.get(id) ?? 0);
          highs.set(id, high);
        }
      }
      const levels = acceptedLevels(log);
      const instruments = instrumentsAfter(log);
      for (const [id, high] of highs) {
        if (instruments[id]?.index?.mode !== "derived")
          expect(high).toBe(Math.max(...(levels.get(id) ?? [])));
      }
      return highs.size > 0;
    },
    25,
  );
});

test("the record close is never above the record high", () => {
  everyTape({}, (log) => {
    // A seed of the high may be lower than a close that the tape itself shows: what is given wins.
    const given = without(log, (event) => event.type === "RecordSeeded" && event.basis === "high");
    const both = Object.values(instrumentsAfter(given)).flatMap(({ record: { close, high } }) => {
      return close === null ? [] : [[unitsOf(close.level), unitsOf(high?.level ?? "0")] as const];
    });
    for (const [close, high] of both) expect(close <= high).toBe(true);
    return both.length > 0;
  });
});

/** A place for an amendment of a tick: an opening between the two would make it one of no tick. */
function placeFor(log: Log, tick: Recorded, choose: (count: number) => number): number {
  const opening = log.findLastIndex(
    ({ position, event }) => position < tick.position && event.type === "SessionOpened",
  );
  return opening + 1 + choose(log.length - opening);
}

test("a busted tick never was, wherever from its session on its bust stands", () => {
  everyTape({}, (log, choose) => {
    const tick = chosenTick(log, choose);
    if (tick === undefined) return false;
    const bust: MarketEvent = { type: "TickBusted", id: "the-bust", at: 0, tick: tick.event.id };
    const withBust = inserted(log, placeFor(log, tick, choose), bust);
    expect(shown(withBust).valuesDigest).toBe(
      shown(without(log, (event) => event === tick.event)).valuesDigest,
    );
    return true;
  });
});

test("a corrected tick had the new price, wherever from its session on its correction stands", () => {
  everyTape({}, (log, choose) => {
    const tick = chosenTick(log, choose);
    if (tick === undefined) return false;
    const price = String(tick.event.price).replace(/^-/, "9");
    const correction: MarketEvent = {
      type: "TickCorrected",
      id: "the-correction",
      at: 0,
      tick: tick.event.id,
      price,
    };
    const withCorrection = inserted(log, placeFor(log, tick, choose), correction);
    const carrying = changed(log, ["PriceTicked"], (event) =>
      event === tick.event ? { ...event, price } : event,
    );
    expect(shown(withCorrection).valuesDigest).toBe(shown(carrying).valuesDigest);
    return true;
  });
});

test("of a busted record only what the remaining ticks make stands", () => {
  everyTape({ ...PLAIN, slips: false }, (log) => {
    let checked = 0;
    for (const [id, { record }] of Object.entries(instrumentsAfter(log))) {
      const { event } = log.find(({ position }) => position === record.high?.position) ?? {};
      if (event?.type !== "PriceTicked" || event.instrument !== id || record.high === null) continue;
      const busted = instrumentsAfter(
        inserted(log, log.length, { type: "TickBusted", id: "the-bust", at: 0, tick: event.id }),
      );
      const left = busted[event.instrument]?.record.high ?? null;
      const setter = log.find(({ position }) => position === left?.position)?.event;
      expect(setter?.id).not.toBe(event.id);
      if (left !== null) expect(unitsOf(left.level) <= unitsOf(record.high.level)).toBe(true);
      if (left?.setThisSession === true)
        expect(unitsOf(left.level) > unitsOf(left.previous?.level ?? "0")).toBe(true);
      checked += 1;
    }
    return checked > 0;
  });
});

test("a tick that equals the record sets no new one", () => {
  everyTape({ slips: false, basisChanges: false }, (log, choose) => {
    const before = shown(log);
    const open = Object.entries(before.instruments).filter(([, one]) => isTradable(one));
    const [id, one] = open[choose(Math.max(1, open.length))] ?? [];
    if (id === undefined || one?.record.high === null || one === undefined) return false;
    const at = Math.max(...log.map(({ event }) => event.at));
    const equal: MarketEvent = {
      type: "PriceTicked",
      id: "equal",
      at,
      instrument: id,
      price: one.record.high?.level ?? 1,
    };
    const after = instrumentsAfter(inserted(log, log.length, equal))[id];
    const { level, date, position, setThisSession, straight } = one.record.high ?? {};
    expect(after?.record.high).toMatchObject({ level, date, position, setThisSession, straight });
    return true;
  });
});

test("a record depends on the levels of a session, not on their order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 90, max: 110 }), { minLength: 1, maxLength: 12 }), (prices) => {
      const values = (path: readonly number[]) => {
        const { close, high } = instrumentsAfter(pathTape(path, prices.at(-1) ?? 0))["A"]?.record ?? {};
        return [close, high].map((one) => one && { ...one, position: 0 });
      };
      expect(values([...prices].sort((a, b) => a - b))).toEqual(values(prices));
      expect(values([...prices].sort((a, b) => b - a))).toEqual(values(prices));
    }),
  );
});

test("the high of 52 weeks is never above the record high", () => {
  everyTape({ seeds: false, basisChanges: false }, (log) => {
    const state = folded(log);
    let checked = 0;
    for (const [id, { record }] of Object.entries(instrumentsAfter(log))) {
      const year = yearExtremes(state, id, "intraday");
      const high = year?.high?.level;
      if (high === undefined || record.high === null) continue;
      expect(compareFractions(high, fraction(unitsOf(record.high.level)))).toBeLessThanOrEqual(0);
      checked += 1;
    }
    return checked > 0;
  });
});

test("a day may set a record close and no record high", () => {
  const { close, high } = instrumentsAfter(pathTape([99, 98], 98))["A"]?.record ?? {};
  expect([close?.setThisSession, high?.setThisSession]).toEqual([true, false]);
});

/** A tick whose id nothing else on the tape uses. */
function chosenTick(log: Log, choose: (count: number) => number) {
  const uses = (id: string): number =>
    log.filter(({ event }) => event.id === id || ("tick" in event && event.tick === id)).length;
  const candidates = ticksOf(log).filter(({ event }) => uses(event.id) === 1);
  return candidates[choose(Math.max(1, candidates.length))];
}

function inserted(log: Log, place: number, event: MarketEvent) {
  const events = eventsOf(log);
  return renumbered([...events.slice(0, place), event, ...events.slice(place)]);
}

function isTradable({ phase, index }: InstrumentState): boolean {
  return (phase === "open" || phase === "auction") && index?.mode !== "derived";
}

function* recordHighs(state: ReturnType<typeof folded>): Generator<[string, number]> {
  for (const [id, { record }] of Object.entries(instrumentsOf(state))) {
    if (record.high !== null) yield [id, Number(unitsOf(record.high.level))];
  }
}

/** Every level that counts for a high: accepted ticks, and closes. */
function acceptedLevels(log: Log): Map<string, number[]> {
  const levels = new Map<string, number[]>();
  const scales = new Map<string, number>();
  const add = (id: string, price: number | string): void => {
    levels.set(id, [...(levels.get(id) ?? []), toUnits(price, scales.get(id) ?? 0) ?? NaN]);
  };
  for (const { event, code } of admissionOracle(log).verdicts) {
    if (code !== null) continue;
    if (event.type === "InstrumentListed") scales.set(event.instrument, event.scale);
    if (event.type === "PriceTicked" && event.updates?.includes("highLow") !== false)
      add(event.instrument, event.price);
    if (event.type === "SessionClosed")
      for (const [id, price] of Object.entries(event.closes ?? {})) add(id, price);
  }
  return levels;
}
