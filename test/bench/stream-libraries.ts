/** The same quote by symbol in two libraries that keep a stream of events for each, as their manuals would have it. */
import { EventStore, EventType } from "@castore/core";
import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory";
import { type Event, getInMemoryEventStore } from "@event-driven-io/emmett";

export interface SymbolTick {
  readonly symbol: string;
  readonly price: number;
  readonly at: number;
}

export interface SymbolQuote {
  last: number;
  high: number;
  low: number;
  ticks: number;
  /** Ticks in a row above the one before; below it, a negative count. */
  streak: number;
}

export const START: SymbolQuote = { last: 0, high: 0, low: 0, ticks: 0, streak: 0 };

/** Makes all states anew, by symbol. */
export type Side = () => Promise<Iterable<readonly [string, Readonly<SymbolQuote>]>>;

/** The quote after a tick, in place. */
export function update(quote: SymbolQuote, price: number): void {
  quote.streak = streakAfter(quote, price);
  quote.last = price;
  if (price > quote.high) quote.high = price;
  if (quote.ticks === 0 || price < quote.low) quote.low = price;
  quote.ticks += 1;
}

/** The quote after a tick, the one before untouched. */
function evolve(quote: SymbolQuote, price: number): SymbolQuote {
  return {
    last: price,
    high: price > quote.high ? price : quote.high,
    low: quote.ticks === 0 || price < quote.low ? price : quote.low,
    ticks: quote.ticks + 1,
    streak: streakAfter(quote, price),
  };
}

function streakAfter({ last, streak }: SymbolQuote, price: number): number {
  if (price > last) return streak > 0 ? streak + 1 : 1;
  if (price < last) return streak < 0 ? streak - 1 : -1;
  return 0;
}

type PriceTicked = Event<"PriceTicked", { symbol: string; price: number; at: number }>;

/** The ticks are appended as they came, so that a stream's events lie as far apart as they do in life. */
export async function emmettSides(
  ticks: readonly SymbolTick[],
): Promise<{ emmett: Side; emmettInPlace: Side }> {
  const store = getInMemoryEventStore();
  for (const tick of ticks) {
    const event: PriceTicked = { type: "PriceTicked", data: { ...tick } };
    await store.appendToStream<PriceTicked>(tick.symbol, [event]);
  }
  const symbols = new Set(ticks.map(({ symbol }) => symbol));
  const all = async (step: (quote: SymbolQuote, event: PriceTicked) => SymbolQuote): ReturnType<Side> => {
    const states: [string, SymbolQuote][] = [];
    for (const symbol of symbols) {
      const options = { evolve: step, initialState: (): SymbolQuote => ({ ...START }) };
      const { state } = await store.aggregateStream<SymbolQuote, PriceTicked>(symbol, options);
      states.push([symbol, state]);
    }
    return states;
  };
  const inPlace = (quote: SymbolQuote, { data }: PriceTicked): SymbolQuote => {
    update(quote, data.price);
    return quote;
  };
  return {
    emmett: () => all((quote, { data }) => evolve(quote, data.price)),
    emmettInPlace: () => all(inPlace),
  };
}

interface Aggregate extends SymbolQuote {
  aggregateId: string;
  version: number;
}

export function castoreSide(ticks: readonly SymbolTick[]): Side {
  const versions = new Map<string, number>();
  const initialEvents = ticks.map((tick) => {
    const version = (versions.get(tick.symbol) ?? 0) + 1;
    versions.set(tick.symbol, version);
    const timestamp = new Date(tick.at).toISOString();
    const payload = { ...tick };
    return { aggregateId: tick.symbol, version, type: "PRICE_TICKED" as const, timestamp, payload };
  });
  const store = new EventStore({
    eventStoreId: "QUOTES",
    eventTypes: [new EventType<"PRICE_TICKED", SymbolTick>({ type: "PRICE_TICKED" })],
    // Of the first event there is no aggregate yet, whatever its type says.
    reducer: (quote: Aggregate | undefined, { aggregateId, version, payload }): Aggregate => {
      const { last, high, low, ticks, streak } = evolve(quote ?? START, payload.price);
      return { aggregateId, version, last, high, low, ticks, streak };
    },
    eventStorageAdapter: new InMemoryEventStorageAdapter({ initialEvents }),
  });
  return async () => {
    const states: [string, SymbolQuote][] = [];
    for (const symbol of versions.keys()) {
      const { aggregate } = await store.getExistingAggregate(symbol);
      const { aggregateId: _, version: __, ...quote } = aggregate;
      states.push([symbol, quote]);
    }
    return states;
  };
}
