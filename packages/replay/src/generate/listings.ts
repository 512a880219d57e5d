/** What is listed on a made-up tape before its first session. */
import { dayNumber, formatDay, type Instant, type MarketEvent, type TradingDate } from "@tapefold/core";
import type { Random } from "./random.ts";
import { type Venue, venues } from "./venues.ts";

/** An instrument and where its price stands. */
export interface Quoted {
  readonly instrument: string;
  readonly issuer: string | undefined;
  readonly scale: number;
  /** In units at its scale. */
  readonly firstPrice: number;
  price: number;
}

/** A venue of the tape with what is listed there, indices and shares. */
export interface Listed {
  readonly venue: Venue;
  readonly quoted: readonly Quoted[];
}

const SECTORS = ["Technology", "Industrials", "Financials", "Health Care", "Energy", "Utilities"] as const;
const FIRST_NAMES = [
  "Asagi",
  "Borealis",
  "Calder",
  "Dunmore",
  "Everly",
  "Fuji",
  "Granite",
  "Hanbit",
  "Iris",
  "Juno",
] as const;
const LAST_NAMES = ["Works", "Holdings", "Robotics", "Foods", "Bank", "Marine", "Energy", "Optics"] as const;
/** One of so many instruments of a venue is an index, the first of all. */
const INDEX_EVERY = 8;

/** The first `count` instruments, dealt out to the venues in turn. */
export function list(count: number, random: Random): Listed[] {
  const used = venues.slice(0, Math.min(venues.length, Math.ceil(count / 2)));
  return used.map((venue, turn) => ({
    venue,
    quoted: Array.from({ length: Math.ceil((count - turn) / used.length) }, (_, index) =>
      quote(venue, index, random),
    ),
  }));
}

function quote(venue: Venue, index: number, random: Random): Quoted {
  const isIndex = index % INDEX_EVERY === 0;
  const number = index + 1;
  const scale = isIndex ? 2 : venue.scale;
  const firstPrice = (isIndex ? random.between(2_000, 40_000) : random.between(20, 4_000)) * 10 ** scale;
  const instrument = `${venue.mic}:${isIndex ? "I" : "S"}${number}`;
  return {
    instrument,
    issuer: isIndex ? undefined : `${venue.mic}:E${number}`,
    scale,
    firstPrice,
    price: firstPrice,
  };
}

/** Markets, calendars, instruments, and for an index where its record and streak stood the day before. */
export function* listingEvents(
  listed: readonly Listed[],
  dates: readonly TradingDate[],
  at: Instant,
): Generator<MarketEvent> {
  const [from, to] = [dates[0] as TradingDate, dates.at(-1) as TradingDate];
  for (const { venue } of listed) {
    const { mic, name, country, region, zone } = venue;
    yield { id: `${mic}-listed`, type: "MarketListed", at, mic, name, country, region, zone };
    yield { id: `${mic}-calendar`, type: "CalendarLoaded", at, mic, from, to, dates: [...dates] };
  }
  for (const { venue, quoted } of listed) {
    for (const one of quoted) yield instrumentListed(venue, one, at);
    for (const one of quoted) if (one.issuer === undefined) yield* seeds(one, dayBefore(from), at);
  }
}

function instrumentListed(
  { mic, currency }: Venue,
  { instrument, issuer, scale }: Quoted,
  at: Instant,
): MarketEvent {
  const base = { id: `${instrument}-listed`, type: "InstrumentListed", at, instrument } as const;
  const number = Number(/\d+$/.exec(instrument)?.[0]);
  if (issuer === undefined)
    return { ...base, name: `${mic} Index ${number}`, kind: "index", mic, currency, scale };
  const first = FIRST_NAMES[number % FIRST_NAMES.length] as string;
  const last = LAST_NAMES[number % LAST_NAMES.length] as string;
  const sector = SECTORS[number % SECTORS.length] as string;
  return {
    ...base,
    name: `${first} ${last} ${number}`,
    kind: "equity",
    mic,
    currency,
    scale,
    sector,
    issuer,
  };
}

function* seeds(
  { instrument, scale, firstPrice }: Quoted,
  date: TradingDate,
  at: Instant,
): Generator<MarketEvent> {
  const above = (percent: number): number => Math.round((firstPrice * (100 + percent)) / 100) / 10 ** scale;
  const seed = { type: "RecordSeeded", at, instrument, complete: true } as const;
  yield { id: `${instrument}-record-close`, ...seed, basis: "close", level: above(1), date };
  yield { id: `${instrument}-record-high`, ...seed, basis: "high", level: above(2), date };
  yield {
    id: `${instrument}-streak`,
    type: "StreakSeeded",
    at,
    instrument,
    streak: 1,
    close: above(0),
    date,
  };
}

function dayBefore(date: TradingDate): TradingDate {
  return formatDay((dayNumber(date) ?? 0) - 1);
}
