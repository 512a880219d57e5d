/** A tape's twin, of other markets. */
import type { MarketEvent } from "../../tape/event.ts";
import type { Recorded } from "../../tape/recorded.ts";

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
  "split",
]);

/** The same tape with other ids throughout, so that it has nothing to do with the first one. */
export function otherMarkets(log: readonly Recorded[]): Recorded[] {
  return log.map(({ position, event }) => ({ position, event: renamed(event) as MarketEvent }));
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
