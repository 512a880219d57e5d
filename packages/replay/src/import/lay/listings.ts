/** Declares an import's market and instruments before their first session. */
import {
  type EventOf,
  type Instant,
  type InstrumentKind,
  MarketError,
  type MarketEvent,
} from "@tapefold/core";
import type { PriceScales } from "../order/price-scales.ts";
import { isIndex, marketOf } from "./known-markets.ts";
import type { TapeSoFar } from "./tape-so-far.ts";

/** Options of the instruments' listings; absent means by their market and id. */
export interface ListingOptions {
  readonly mic: string;
  readonly name?: string;
  readonly kind?: InstrumentKind;
  readonly currency?: string;
}

/**
 * A market is listed before everything that files tell of it, so that a listing is the same whichever files
 * they are.
 */
const BEFORE_ALL: Instant = Date.UTC(1800, 0, 1) * 1000;

/** The listings of a market and its instruments that an extended tape, if any, does not have yet. */
export function listings(
  profile: string,
  options: ListingOptions,
  zone: string,
  scales: PriceScales,
  tape: TapeSoFar | undefined,
): MarketEvent[] {
  const { mic } = options;
  const { currency, ...market } = marketOf(mic);
  const at = BEFORE_ALL;
  const id = `${profile}-${mic}`;
  const marketListed: MarketEvent = { id, type: "MarketListed", at, mic, ...market, zone };
  const instruments = scales.instruments.filter((each) => tape?.listing(each) === undefined).toSorted();
  return [
    ...(tape?.isMarketListed === true ? [] : [marketListed]),
    ...instruments.map((instrument): MarketEvent => ({
      id: `${id}-${instrument}`,
      type: "InstrumentListed",
      at,
      instrument,
      name: options.name ?? instrument,
      kind: options.kind ?? (isIndex(instrument) ? "index" : "equity"),
      mic,
      currency: options.currency ?? currency,
      scale: scales.scaleOf(instrument),
    })),
  ];
}

/** Checks an instrument's options against its listing on the tape. Throws `USAGE` if they contradict it. */
export function mustAgree(
  options: ListingOptions & { readonly scale?: number },
  listed: EventOf<"InstrumentListed">,
): void {
  for (const field of ["mic", "kind", "currency", "scale"] as const) {
    const said = options[field];
    if (said === undefined || said === listed[field]) continue;
    const problem =
      `${listed.instrument} is listed on the tape with ${field} ${listed[field]}, not ${said}; ` +
      `leave --${field} out, or import into a tape of its own`;
    throw new MarketError("USAGE", problem, { argument: `--${field}` });
  }
}
