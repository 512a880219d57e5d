/** Lists the markets and instruments of a made-up tape before its first session. */
import {
  dayNumber,
  divideHalfAway,
  formatDay,
  formatUnits,
  type Instant,
  type MarketEvent,
  type TradingDate,
} from "@tapefold/core";
import type { Random } from "./random.ts";
import { type Venue, venues } from "./venues.ts";

/** An instrument and where its price stands. */
export interface Quoted {
  readonly instrument: string;
  readonly issuer: string | undefined;
  readonly scale: number;
  /** Units in 1 at its scale. */
  readonly one: number;
  /** In units at its scale. */
  readonly firstPrice: number;
  /** Sensitivity to the market's moves. */
  readonly beta: number;
  price: number;
}

/** A venue of the tape with its listings. */
export interface Listed {
  readonly venue: Venue;
  /** All instruments with prices of their own: shares, and indices whose levels are given. */
  readonly quoted: readonly Quoted[];
  /** The venue's own index, made of its first shares; undefined if there are too few. */
  readonly index: Quoted | undefined;
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
/** One in this many instruments of a venue is an index, beginning with the first. */
const INDEX_EVERY = 8;
/** Powers of ten by scale; a computed power may round differently on another machine. */
const ONES = [1, 10, 100, 1000] as const;
/** Members of a venue's own index. */
const [MEMBERS_LEAST, MEMBERS_MOST] = [3, 30];
/** Decimals of a divisor, as the Dow's is published. */
const DIVISOR_DECIMALS = 14;

/** The first `count` instruments, dealt out to the venues in turn. */
export function list(count: number, random: Random): Listed[] {
  const used = venues.slice(0, Math.min(venues.length, Math.ceil(count / 2)));
  return used.map((venue, turn) => {
    const all = Array.from({ length: Math.ceil((count - turn) / used.length) }, (_, index) =>
      quote(venue, index, random),
    );
    const [index, ...others] = all;
    const isDerived = others.filter(({ issuer }) => issuer !== undefined).length >= MEMBERS_LEAST;
    return isDerived ? { venue, index, quoted: others } : { venue, index: undefined, quoted: all };
  });
}

function quote(venue: Venue, index: number, random: Random): Quoted {
  const isIndex = index % INDEX_EVERY === 0;
  const number = index + 1;
  const scale = isIndex ? 2 : venue.scale;
  const one = ONES[scale] as number;
  const firstPrice = (isIndex ? random.between(2_000, 40_000) : random.between(20, 4_000)) * one;
  const instrument = `${venue.mic}:${isIndex ? "I" : "S"}${number}`;
  return {
    instrument,
    issuer: isIndex ? undefined : `${venue.mic}:E${number}`,
    scale,
    one,
    firstPrice,
    beta: isIndex ? 1 : random.between(40, 180) / 100,
    price: firstPrice,
  };
}

/**
 * Lists markets, calendars and instruments; the previous day's prices, for indices also records; and the
 * venues' own indices.
 */
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
  const before = fridayBefore(from);
  for (const { venue, quoted, index } of listed) {
    const all = index === undefined ? quoted : [index, ...quoted];
    for (const one of all) yield instrumentListed(venue, one, at);
    for (const one of all) yield* seeds(one, before, at);
    if (index !== undefined) yield indexDefined(venue, index, quoted, at);
  }
}

function instrumentListed(venue: Venue, { instrument, issuer, scale }: Quoted, at: Instant): MarketEvent {
  const { mic, currency } = venue;
  const base = { id: `${instrument}-listed`, type: "InstrumentListed", at, instrument } as const;
  const number = Number(/\d+$/.exec(instrument)?.[0]);
  if (issuer === undefined)
    return { ...base, name: `${mic} Index ${number}`, kind: "index", mic, currency, scale };
  // Each venue names different companies.
  const place = venues.indexOf(venue);
  const first = FIRST_NAMES[(number + 3 * place) % FIRST_NAMES.length] as string;
  const last = LAST_NAMES[(number + 5 * place) % LAST_NAMES.length] as string;
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

/** Defines an index so that its level is its first price while its members stand at theirs. */
function indexDefined(
  { weighting }: Venue,
  index: Quoted,
  quoted: readonly Quoted[],
  at: Instant,
): MarketEvent {
  const members = quoted.filter(({ issuer }) => issuer !== undefined).slice(0, MEMBERS_MOST);
  const weightOf = (place: number): bigint =>
    weighting === "price"
      ? 1n
      : weighting === "cap"
        ? BigInt(50_000_000 * (1 + ((place * 7) % 11)))
        : BigInt(1 + (place % 5));
  const sum = members.reduce(
    (total, { firstPrice }, place) => total + weightOf(place) * BigInt(firstPrice),
    0n,
  );
  const scale = members[0]?.scale ?? 0;
  const divisor = divideHalfAway(
    sum * 10n ** BigInt(DIVISOR_DECIMALS + index.scale),
    BigInt(index.firstPrice) * 10n ** BigInt(scale),
  );
  return {
    id: `${index.instrument}-defined`,
    type: "IndexDefined",
    at,
    instrument: index.instrument,
    mode: "derived",
    weighting,
    divisor: formatUnits(divisor, DIVISOR_DECIMALS),
    constituents: members.map(({ instrument }, place) => ({ instrument, weight: String(weightOf(place)) })),
    // An index of capitalisation is published only at its phases and the close: a level for each tick is
    // expensive.
    ...(weighting === "cap" ? { sampling: "close-only" } : {}),
  };
}

function* seeds(
  { instrument, issuer, one, firstPrice }: Quoted,
  date: TradingDate,
  at: Instant,
): Generator<MarketEvent> {
  const above = (percent: number): number => Math.round((firstPrice * (100 + percent)) / 100) / one;
  if (issuer === undefined) {
    const seed = { type: "RecordSeeded", at, instrument, complete: true } as const;
    yield { id: `${instrument}-record-close`, ...seed, basis: "close", level: above(1), date };
    yield { id: `${instrument}-record-high`, ...seed, basis: "high", level: above(2), date };
  }
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

/** The Friday before a Monday. */
function fridayBefore(monday: TradingDate): TradingDate {
  return formatDay((dayNumber(monday) ?? 0) - 3);
}
