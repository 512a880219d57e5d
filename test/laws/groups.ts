/** The tapes of two groups of markets, as one. */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { eventsOf, type Log, renumbered } from "./tapes.ts";

/** Both tapes' events, each in its order, a coin deciding whose turn it is. */
export function interleaved(first: Log, second: Log, coins: Iterator<boolean>): Recorded[] {
  const [a, b] = [eventsOf(first), eventsOf(second)];
  const events: MarketEvent[] = [];
  while (a.length > 0 || b.length > 0) {
    const next = b.length === 0 || (a.length > 0 && coins.next().value === true) ? a.shift() : b.shift();
    if (next !== undefined) events.push(next);
  }
  return renumbered(events);
}
