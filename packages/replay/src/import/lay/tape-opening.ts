/** Declares an import's market and instruments before their first session. */
import {
  type Instant,
  type InstrumentKind,
  type EventOf,
  MarketError,
  type MarketEvent,
} from "@tapefold/core";
import type { PriceScales } from "../order/price-scales.ts";
import type { TapeSoFar } from "./tape-so-far.ts";

/** Details of a market, used if nobody else gives them. */
interface Market {
  readonly name: string;
  readonly country: string;
  readonly region: string;
  readonly zone: string;
  readonly currency: string;
}

const china = { country: "CN", region: "Asia", zone: "Asia/Shanghai", currency: "CNY" };
const germany = { country: "DE", region: "Europe", zone: "Europe/Berlin", currency: "EUR" };
const india = { country: "IN", region: "Asia", zone: "Asia/Kolkata", currency: "INR" };
const korea = { country: "KR", region: "Asia", zone: "Asia/Seoul", currency: "KRW" };
const us = { country: "US", region: "US", zone: "America/New_York", currency: "USD" };

const markets: Readonly<Record<string, Market>> = {
  XASX: {
    name: "Australian Securities Exchange",
    country: "AU",
    region: "Asia",
    zone: "Australia/Sydney",
    currency: "AUD",
  },
  XBOM: { name: "Bombay Stock Exchange", ...india },
  XETR: { name: "Xetra", ...germany },
  XFRA: { name: "Frankfurt Stock Exchange", ...germany },
  XHKG: {
    name: "Hong Kong Stock Exchange",
    country: "HK",
    region: "Asia",
    zone: "Asia/Hong_Kong",
    currency: "HKD",
  },
  XKOS: { name: "KOSDAQ", ...korea },
  XKRX: { name: "Korea Exchange", ...korea },
  XLON: {
    name: "London Stock Exchange",
    country: "GB",
    region: "Europe",
    zone: "Europe/London",
    currency: "GBP",
  },
  XNAS: { name: "Nasdaq", ...us },
  XNSE: { name: "National Stock Exchange of India", ...india },
  XNYS: { name: "New York Stock Exchange", ...us },
  XSES: {
    name: "Singapore Exchange",
    country: "SG",
    region: "Asia",
    zone: "Asia/Singapore",
    currency: "SGD",
  },
  XSHE: { name: "Shenzhen Stock Exchange", ...china },
  XSHG: { name: "Shanghai Stock Exchange", ...china },
  XTAI: {
    name: "Taiwan Stock Exchange",
    country: "TW",
    region: "Asia",
    zone: "Asia/Taipei",
    currency: "TWD",
  },
  XTKS: { name: "Tokyo Stock Exchange", country: "JP", region: "Asia", zone: "Asia/Tokyo", currency: "JPY" },
  XTSE: {
    name: "Toronto Stock Exchange",
    country: "CA",
    region: "Canada",
    zone: "America/Toronto",
    currency: "CAD",
  },
};

/** Code for no currency in ISO 4217: the letter X three times. */
const NO_CURRENCY = "X".repeat(3);

/** Ids under which the world's indices are commonly known; they are listed as indices unless `--kind` says otherwise. */
const INDICES = new Set("N225 TOPX KS11 KQ11 HSI CSI300 SSEC AXJO NSEI SPX DJI IXIC NIFTY50 NDX".split(" "));

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
  zone: string | undefined,
  scales: PriceScales,
  tape: TapeSoFar | undefined,
): MarketEvent[] {
  const { mic } = options;
  // ISO 3166 leaves ZZ to users, and ISO 4217 has a code for no currency.
  const unknown: Market = { name: mic, country: "ZZ", region: "Other", zone: "UTC", currency: NO_CURRENCY };
  const { currency, ...market } = (Object.hasOwn(markets, mic) ? markets[mic] : undefined) ?? unknown;
  const at = BEFORE_ALL;
  const marketListed: MarketEvent = {
    id: `${profile}-${mic}`,
    type: "MarketListed",
    at,
    mic,
    ...market,
    zone: zone ?? market.zone,
  };
  const instruments = scales.instruments.filter((each) => tape?.listing(each) === undefined).toSorted();
  return [
    ...(tape?.isMarketListed === true ? [] : [marketListed]),
    ...instruments.map((instrument): MarketEvent => ({
      id: `${profile}-${mic}-${instrument}`,
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

function isIndex(instrument: string): boolean {
  return instrument.startsWith("^") || INDICES.has(instrument.toUpperCase());
}
