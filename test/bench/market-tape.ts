/**
 * A tape of many markets that have nothing to do with each other, each numbered by a source of its own; its ticks are
 * written as imports write them.
 */
import type { MarketEvent } from "@tapefold/core";

/** The markets of a tape: how many ticks each has in a session, how many sessions and shares there are. */
export interface MarketTape {
  readonly sizes: readonly number[];
  readonly days: number;
  readonly shares: number;
}

const AT = 1_770_000_000_000_000;

export function* marketTape({ sizes, days, shares }: MarketTape): Generator<MarketEvent> {
  const mics = sizes.map((_, index) => `X${String(index).padStart(3, "0")}`);
  const most = Math.max(...sizes);
  let at = AT;
  for (const mic of mics) {
    yield {
      id: `m-${mic}`,
      at,
      type: "MarketListed",
      mic,
      name: mic,
      country: "JP",
      region: "Asia",
      zone: "UTC",
    };
    for (let share = 0; share < shares; share += 1)
      yield {
        id: `l-${mic}-${share}`,
        at,
        type: "InstrumentListed",
        instrument: `${mic}:${share}`,
        name: String(share),
        kind: "equity",
        mic,
        currency: "JPY",
        scale: 0,
      };
  }
  for (let day = 1; day <= days; day += 1) {
    const date = `2026-02-0${day}`;
    for (const mic of mics) yield { id: `o-${mic}-${day}`, at, type: "SessionOpened", mic, date };
    for (let turn = 0; turn < most; turn += 1)
      for (const [index, mic] of mics.entries()) {
        if (turn >= (sizes[index] ?? 0)) continue;
        at += 1_000;
        const seq = day * most + turn;
        const instrument = `${mic}:${turn % shares}`;
        const price = 1_000 + ((turn * 7 + index) % 90);
        yield {
          id: `${mic}-${seq}`,
          type: "PriceTicked",
          at,
          instrument,
          price,
          source: mic.toLowerCase(),
          seq,
        };
      }
    for (const mic of mics) yield { id: `c-${mic}-${day}`, at, type: "SessionClosed", mic, date };
  }
}
