/**
 * The shares of each market: how they moved by sector and all together, and which moved most. Useful for quoted indices
 * whose members stand on the tape beside them. A view; little changed counts as neither rise nor fall.
 */
import {
  addFractions,
  compareFractions,
  compareText,
  type Fraction,
  fraction,
  multiplyFractions,
  type Read,
} from "@tapefold/core";
import { changeRatio, type Move, moveOf } from "../price/move.ts";
import { currentPrice } from "../price/price-of.ts";
import { percent } from "../price/price-text.ts";
import { quote } from "../price/quote.ts";
import { listing } from "../reference/listing.ts";
import { market, marketList } from "../reference/market.ts";

/** Counts of shares by move; a share with a price but no reference is in no count. */
export interface MoveCounts {
  readonly up: number;
  readonly down: number;
  readonly little: number;
  readonly untraded: number;
}

/** The shares of one sector of a market. */
export interface SectorState extends MoveCounts {
  readonly mic: string;
  /** Name of the sector; shares without one are in the last row of their market, `unclassified`. */
  readonly sector: string;
  /** Median change in percent, for an even count the exact mean of the middle two; null without a change. */
  readonly medianPct: string | null;
}

/** All shares of a market. */
export interface SharesState extends MoveCounts {
  readonly mic: string;
  /** Shares with the largest rise first, ten at most, ties by id. */
  readonly gainers: readonly Mover[];
  readonly losers: readonly Mover[];
}

/** A share and its change. */
export interface Mover {
  readonly instrument: string;
  readonly changePct: string;
}

export interface Sector extends MoveCounts {
  readonly mic: string;
  readonly sector: string;
  readonly median: Fraction | null;
}

/** A row for each sector of each market with shares, by order of listing, then name. */
export function sectors(read: Read): Sector[] {
  return byMarket(read, (mic, shares) => {
    const names = new Set(shares.map(({ sector }) => sector));
    const sorted = [...names].sort((a, b) =>
      a === null || b === null ? Number(a === null) - Number(b === null) : compareText(a, b),
    );
    return sorted.map((name) => {
      const own = shares.filter(({ sector }) => sector === name);
      return { mic, sector: name ?? UNCLASSIFIED, ...countsOf(own), median: medianOf(own) };
    });
  });
}

export function sectorStates(read: Read): SectorState[] {
  return sectors(read).map(({ median, ...row }) => ({
    ...row,
    medianPct: median === null ? null : percent(median),
  }));
}

/** Name of the row for shares or members without a sector. */
export const UNCLASSIFIED = "unclassified";

/** A row for each market with shares, in order of listing. */
export function sharesStates(read: Read): SharesState[] {
  return byMarket(read, (mic, shares) => {
    const moved = shares.filter(hasMoved);
    const largest = (side: 1 | -1): Mover[] =>
      moved
        .filter(({ change }) => (side === 1 ? change.numerator > 0n : change.numerator < 0n))
        .sort(
          (a, b) => side * compareFractions(b.change, a.change) || compareText(a.instrument, b.instrument),
        )
        .slice(0, MOVERS_MAX)
        .map(({ instrument, change }) => ({ instrument, changePct: percent(change) }));
    return [{ mic, ...countsOf(shares), gainers: largest(1), losers: largest(-1) }];
  });
}

const MOVERS_MAX = 10;
const HALF = fraction(1n, 2n);

interface Share {
  readonly instrument: string;
  readonly sector: string | null;
  readonly move: Move | "untraded" | null;
  readonly change: Fraction | null;
}

function byMarket<T>(read: Read, rowsOf: (mic: string, shares: readonly Share[]) => readonly T[]): T[] {
  return read(marketList, "all").mics.flatMap((mic) => {
    const shares = read(market, mic)
      .instruments.filter((instrument) => read(listing, instrument).kind === "equity")
      .map((instrument) => shareOf(read, instrument));
    return shares.length === 0 ? [] : rowsOf(mic, shares);
  });
}

function shareOf(read: Read, instrument: string): Share {
  const quoted = read(quote, instrument);
  const price = currentPrice(quoted);
  const { reference } = quoted;
  const { sector } = read(listing, instrument).now;
  if (price === null) return { instrument, sector, move: "untraded", change: null };
  if (reference === null) return { instrument, sector, move: null, change: null };
  return { instrument, sector, move: moveOf(price, reference), change: changeRatio(price, reference) };
}

function hasMoved<T extends Share>(share: T): share is T & { readonly change: Fraction } {
  return share.change !== null;
}

function countsOf(shares: readonly Share[]): MoveCounts {
  const count = (wanted: Share["move"]): number => shares.filter(({ move }) => move === wanted).length;
  return {
    up: count("up"),
    down: count("down"),
    little: count("little-changed"),
    untraded: count("untraded"),
  };
}

function medianOf(shares: readonly Share[]): Fraction | null {
  const changes = shares.filter(hasMoved).map(({ change }) => change);
  changes.sort(compareFractions);
  const upper = changes[changes.length >> 1];
  const lower = changes[(changes.length - 1) >> 1];
  if (upper === undefined || lower === undefined) return null;
  return multiplyFractions(addFractions(lower, upper), HALF);
}
