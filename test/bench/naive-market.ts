/**
 * The market as it is often written with RxJS and immer: one root state, one recipe an event. It keeps the prices and
 * index levels of one session, which is less than the market's rules do.
 */
import type { MarketEvent } from "@tapefold/core";
import { produce } from "immer";

interface Instrument {
  power: number;
  units: { open: number | null; high: number | null; low: number | null; last: number | null };
  /** By index, the instrument's weight. */
  weights: Record<string, number>;
}

interface Index {
  divisor: number;
  sum: number;
  missing: number;
}

export interface NaiveMarket {
  open: boolean;
  instruments: Record<string, Instrument>;
  indices: Record<string, Index>;
}

export const naiveStart: NaiveMarket = { open: false, instruments: {}, indices: {} };

/** The argument of `scan`. */
export const naiveStep = (market: NaiveMarket, event: MarketEvent): NaiveMarket =>
  produce(market, (draft) => apply(draft, event));

function apply(market: NaiveMarket, event: MarketEvent): void {
  switch (event.type) {
    case "InstrumentListed":
      market.instruments[event.instrument] = {
        power: 10 ** event.scale,
        units: { open: null, high: null, low: null, last: null },
        weights: {},
      };
      break;
    case "IndexDefined":
      if (event.mode !== "derived") return;
      market.indices[event.instrument] = {
        divisor: Number(event.divisor),
        sum: 0,
        missing: event.constituents.length,
      };
      for (const { instrument, weight } of event.constituents) {
        const member = market.instruments[instrument];
        if (member !== undefined) member.weights[event.instrument] = Number(weight);
      }
      break;
    case "SessionOpened":
      market.open = true;
      break;
    case "PriceTicked": {
      const instrument = market.instruments[event.instrument];
      if (!market.open || instrument === undefined || market.indices[event.instrument] !== undefined) return;
      const units = Math.round(Number(event.price) * instrument.power);
      const before = instrument.units.last;
      print(instrument, units);
      for (const [id, weight] of Object.entries(instrument.weights)) {
        const index = market.indices[id] as Index;
        if (before === null) index.missing -= 1;
        index.sum += weight * (units - (before ?? 0));
        if (index.missing === 0)
          print(market.instruments[id] as Instrument, Math.round(index.sum / index.divisor));
      }
      break;
    }
    default:
  }
}

function print({ units }: Instrument, price: number): void {
  units.open ??= price;
  units.last = price;
  if (units.high === null || price > units.high) units.high = price;
  if (units.low === null || price < units.low) units.low = price;
}
