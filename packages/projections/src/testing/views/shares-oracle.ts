/**
 * Oracle of the shares of each market by move, by sector and all together, with the ten that moved most; and of the
 * statistics of exchanges. Each figure is counted from the list of listed shares.
 */
import type { EventOf, TradingDate } from "@tapefold/core";
import {
  changeOf,
  compare,
  fromDecimal,
  over,
  percentText,
  plus,
  ratio,
  shortest,
  sign,
  type Rational,
} from "../price/exact.ts";
import { currentOf, referenceOracle, sessionOfInstrument } from "../price/reference-oracle.ts";
import { acceptedOf, FOREVER, instrumentsOf, listingAt, type History } from "../session/history.ts";
import { moveOf } from "./instrument-oracle.ts";
import { byText } from "../text-order.ts";

interface CountsJson {
  readonly up: number;
  readonly down: number;
  readonly little: number;
  readonly untraded: number;
}

export interface SectorJson extends CountsJson {
  readonly mic: string;
  readonly sector: string;
  readonly medianPct: string | null;
}

export interface MoverJson {
  readonly instrument: string;
  readonly changePct: string;
}

export interface SharesJson extends CountsJson {
  readonly mic: string;
  readonly gainers: readonly MoverJson[];
  readonly losers: readonly MoverJson[];
}

export interface StatisticJson {
  readonly mic: string | null;
  readonly instrument: string | null;
  readonly date: TradingDate;
  readonly name: EventOf<"StatisticPublished">["name"];
  readonly value: string;
  readonly unit: string | null;
}

interface Share {
  readonly instrument: string;
  readonly mic: string;
  readonly sector: string | undefined;
  readonly move: string | null;
  readonly change: Rational | null;
}

export function sectorsOracle(history: History): SectorJson[] {
  return sharesByMarket(history).flatMap(([mic, shares]) => {
    const named = [...new Set(shares.flatMap(({ sector }) => sector ?? []))].sort(byText);
    const rows = named.map((name) => ({ name, own: shares.filter(({ sector }) => sector === name) }));
    const rest = shares.filter(({ sector }) => sector === undefined);
    if (rest.length > 0) rows.push({ name: "unclassified", own: rest });
    return rows.map(({ name, own }) => ({ mic, sector: name, ...counts(own), medianPct: median(own) }));
  });
}

export function sharesOracle(history: History): SharesJson[] {
  return sharesByMarket(history).map(([mic, shares]) => {
    const moved = shares.flatMap(({ instrument, change }) =>
      change === null ? [] : [{ instrument, change }],
    );
    const most = (side: number) =>
      moved
        .filter(({ change }) => sign(change) === side)
        .sort((a, b) => byText(a.instrument, b.instrument))
        .sort((a, b) => side * compare(b.change, a.change))
        .filter((_, place) => place < 10)
        .map(({ instrument, change }) => ({ instrument, changePct: percentText(change) }));
    return { mic, ...counts(shares), gainers: most(1), losers: most(-1) };
  });
}

/** The figure of the last date for every subject and name; of several, the last on the tape. */
export function statisticsOracle(history: History): StatisticJson[] {
  const told = acceptedOf(history, "StatisticPublished").map(({ event }) => event);
  const latest = told.filter((one, place) =>
    told.every((other, otherPlace) => {
      const isSame = other.mic === one.mic && other.instrument === one.instrument && other.name === one.name;
      return !isSame || other.date < one.date || (other.date === one.date && otherPlace <= place);
    }),
  );
  const key = ({ mic, instrument, name }: (typeof told)[number]) =>
    `${mic ?? instrument ?? ""}\u0000${mic === undefined ? 1 : 0}\u0000${name}`;
  return latest
    .sort((a, b) => byText(key(a), key(b)))
    .map(({ mic = null, instrument = null, date, name, value, unit = null }) => ({
      mic,
      instrument,
      date,
      name,
      value: shortest(fromDecimal(value)),
      unit,
    }));
}

/** Markets in order of first listing, those without shares left out. */
function sharesByMarket(history: History): [string, Share[]][] {
  const shares = instrumentsOf(history).flatMap((instrument): Share[] => {
    const listing = listingAt(history, instrument, FOREVER);
    if (listing?.kind !== "equity") return [];
    const session = sessionOfInstrument(history, instrument, FOREVER);
    const current = session === null ? null : currentOf(history, instrument, session, FOREVER);
    const reference = session === null ? null : referenceOracle(history, instrument, session, FOREVER);
    const change = current === null || reference === null ? null : changeOf(current, reference);
    return [
      { instrument, mic: listing.mic, sector: listing.sector, move: moveOf(current, reference), change },
    ];
  });
  const mics = [...new Set(acceptedOf(history, "MarketListed").map(({ event }) => event.mic))];
  return mics
    .map((mic): [string, Share[]] => [mic, shares.filter((share) => share.mic === mic)])
    .filter(([, own]) => own.length > 0);
}

function counts(shares: readonly Share[]): CountsJson {
  const of = (move: string) => shares.filter((share) => share.move === move).length;
  return { up: of("up"), down: of("down"), little: of("little-changed"), untraded: of("untraded") };
}

function median(shares: readonly Share[]): string | null {
  const sorted = shares.flatMap(({ change }) => change ?? []).sort(compare);
  const half = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[sorted.length - 1 - half], sorted[half]];
  if (below === undefined || above === undefined) return null;
  return percentText(over(plus(below, above), ratio(2)));
}
