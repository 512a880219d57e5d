/** The tape that a simulated run is about: two markets, whose ticks two sources number, and every other time busts. */
import { fold, type MarketEvent, record } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { generateTape } from "@tapefold/replay";
import type { Chance } from "./chance.ts";

export interface MarketDay {
  readonly events: readonly MarketEvent[];
  readonly hasBusts: boolean;
  /** The digest of one fold up to a position. */
  readonly digestAt: (position: number) => string;
}

export function marketDay(seed: number, chance: Chance): MarketDay {
  const made = [...generateTape({ seed, instruments: 4, ticks: 12 })].flat();
  const hasBusts = chance.comes(0.5);
  const events = hasBusts ? made.flatMap((event) => [event, ...bustAfter(event, made, chance)]) : made;
  const digests = new Map<number, string>();
  const digestAt = (position: number): string => {
    const known = digests.get(position) ?? fold(marketRules, record(events.slice(0, position))).digest;
    digests.set(position, known);
    return known;
  };
  return { events, hasBusts, digestAt };
}

/** A bust of a tick that has come or is still to come. */
function bustAfter({ at, type }: MarketEvent, made: readonly MarketEvent[], chance: Chance): MarketEvent[] {
  if (type !== "PriceTicked" || !chance.comes(0.2)) return [];
  const { id: tick } = chance.pick(made.filter((event) => event.type === "PriceTicked"));
  return [{ id: `bust-${chance.below(2 ** 31)}`, at, type: "TickBusted", tick }];
}
