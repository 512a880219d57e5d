/** One projection over many symbols, on the ground of libraries that fold stream by stream: all states from all events. */
import assert from "node:assert/strict";
import { defineProjection, digestOf, fold, type EventOf, type Recorded } from "@tapefold/core";
import { nanosOfAsync, type Row, type Scale, timesFaster } from "./measure.ts";
import {
  castoreSide,
  emmettSides,
  type Side,
  START,
  type SymbolQuote,
  type SymbolTick,
  update,
} from "./stream-libraries.ts";

const LIMITS = { must: 6, wish: 10 };

export async function perSymbol(scale: Scale): Promise<Row[]> {
  const [count, symbols, rounds] = scale === "short" ? [2000, 10, 1] : [200_000, 200, 9];
  const ticks = ticksOf(count, symbols);
  const sides: Readonly<Record<string, Side>> = {
    ours: ourSide(ticks),
    byHand: handSide(ticks),
    castore: castoreSide(ticks),
    ...(await emmettSides(ticks)),
  };
  const laps = new Map(Object.keys(sides).map((name) => [name, [] as number[]]));
  const digests = new Set<string>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      let states: Awaited<ReturnType<Side>> = [];
      const nanos = await nanosOfAsync(async () => (states = await side()));
      if (round > 0) laps.get(name)?.push(nanos / count);
      else digests.add(digestOf(Object.fromEntries(states)));
    }
  }
  assert.equal(digests.size, 1, "every side comes to the same states");
  const against = (what: string, name: string, limits = {}): Row => {
    const all = `one projection, ${symbols} symbols; ${what}`;
    return timesFaster(all, laps.get("ours") ?? [], laps.get(name) ?? [], limits);
  };
  return [
    against("Emmett aggregateStream", "emmett", LIMITS),
    against("Emmett aggregateStream, evolving in place", "emmettInPlace"),
    against("Castore getAggregate", "castore", LIMITS),
    // The least there is: nothing but the same recipe, and a map.
    timesFaster(
      `one projection, ${symbols} symbols; a hand-written loop as ours, against Castore getAggregate`,
      laps.get("byHand") ?? [],
      laps.get("castore") ?? [],
    ),
  ];
}

function ticksOf(count: number, symbols: number): SymbolTick[] {
  let random = 7;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 4_294_967_296) * below);
  };
  // The first ticks see to it that each symbol has one.
  return Array.from({ length: count }, (_, at) => ({
    symbol: `S${at < symbols ? at : next(symbols)}`,
    price: 100_000 + next(2000),
    at,
  }));
}

function tapeOf(ticks: readonly SymbolTick[]): Recorded<EventOf<"PriceTicked">>[] {
  return ticks.map(({ symbol, price, at }, index) => ({
    position: index + 1,
    event: { id: `t${index}`, type: "PriceTicked", at, instrument: symbol, price },
  }));
}

function handSide(ticks: readonly SymbolTick[]): Side {
  const tape = tapeOf(ticks);
  return async () => {
    const quotes = new Map<string, SymbolQuote>();
    for (const { event } of tape) {
      let quote = quotes.get(event.instrument);
      if (quote === undefined) {
        quote = { ...START };
        quotes.set(event.instrument, quote);
      }
      update(quote, event.price as number);
    }
    return quotes;
  };
}

function ourSide(ticks: readonly SymbolTick[]): Side {
  const tape = tapeOf(ticks);
  const quotes = defineProjection({
    name: "quotes",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: START,
    on: { PriceTicked: (quote, { price }) => update(quote, price as number) },
  });
  return async () => fold(quotes, tape);
}
