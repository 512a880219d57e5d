/** Two groups of markets that have nothing to do with each other, on one tape. */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { eventsOf, type Log, renumbered } from "./tapes.ts";

/** Fields that hold an id of the tape's own. */
const IDS = new Set([
  "id",
  "mic",
  "instrument",
  "issuer",
  "parent",
  "subsidiary",
  "tick",
  "source",
  "priceLimits",
  "tickSizes",
  "corrects",
]);

/** The same tape with other ids throughout. */
export function ofSecondGroup(log: Log): Recorded[] {
  return log.map(({ position, event }) => ({ position, event: renamed(event) as MarketEvent }));
}

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

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((inner) => renamed(inner));
  if (typeof value !== "object" || value === null) return value;
  const { type } = value as { type?: string };
  const fields = Object.entries(value).map(([field, inner]): [string, unknown] => {
    if (field === "closes") return [field, withOtherKeys(inner as object)];
    const isId = IDS.has(field) || (field === "name" && type === "PriceTablesLoaded");
    return [field, isId ? `${String(inner)}.2` : renamed(inner)];
  });
  return Object.fromEntries(fields);
}

function withOtherKeys(closes: object): object {
  return Object.fromEntries(Object.entries(closes).map(([id, close]) => [`${id}.2`, close as unknown]));
}
