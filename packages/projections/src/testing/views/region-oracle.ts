/**
 * Regions: the indices of each region's markets, counted up, down and little changed, with one word for all of
 * them. An index not open yet, untraded or without a reference is left out. The leader has the greatest exact
 * change, the laggard the least, ties by id.
 */
import { compare, type Rational } from "../price/exact.ts";
import { acceptedOf, type History } from "../session/history.ts";
import { byText } from "../text-order.ts";

export type RegionWord = "higher" | "mostly higher" | "mixed" | "mostly lower" | "lower" | "little changed";

export interface RegionJson {
  readonly region: string;
  readonly up: number;
  readonly down: number;
  readonly little: number;
  /** Word for the region; null if no index counts. */
  readonly word: RegionWord | null;
  readonly leader: string | null;
  readonly laggard: string | null;
}

/** An index that counts in its region. */
export interface RegionIndex {
  readonly instrument: string;
  readonly mic: string;
  readonly move: "up" | "down" | "little-changed";
  /** Exact change, as a share of the reference. */
  readonly change: Rational;
}

export function regionsOracle(history: History, indices: readonly RegionIndex[]): RegionJson[] {
  const regionOf = marketsOf(history);
  const regions = new Set(regionOf.values());
  return [...regions].map((region) => {
    const ranked = indices
      .filter(({ mic }) => regionOf.get(mic) === region)
      .sort((a, b) => compare(b.change, a.change) || byText(a.instrument, b.instrument));
    const count = (move: RegionIndex["move"]) => ranked.filter((index) => index.move === move).length;
    const [up, down, little] = [count("up"), count("down"), count("little-changed")];
    const lowest = ranked.filter(({ change }) => ranked.every((other) => compare(change, other.change) <= 0));
    return {
      region,
      up,
      down,
      little,
      word: ranked.length === 0 ? null : regionWord(up, down),
      leader: ranked[0]?.instrument ?? null,
      laggard: lowest[0]?.instrument ?? null,
    };
  });
}

/** Words if more fall, if neither leads, if more rise; `against` where some rise while others fall. */
const WORDS = {
  apart: ["lower", "little changed", "higher"],
  against: ["mostly lower", "mixed", "mostly higher"],
} as const;

/** The word for a region with so many indices up and down, of at least one index. */
export function regionWord(up: number, down: number): RegionWord {
  // Each rising index is paired off with a falling one; the word is that of those left over.
  const pairs = Math.min(up, down);
  const words = pairs === 0 ? WORDS.apart : WORDS.against;
  const rest = up - pairs - (down - pairs);
  return words[pairs === 0 || Math.abs(rest) > 1 ? Math.sign(rest) + 1 : 1] as RegionWord;
}

/** Region of each market, in order of first listing; the last listing says which. */
function marketsOf(history: History): Map<string, string> {
  return new Map(acceptedOf(history, "MarketListed").map(({ event }) => [event.mic, event.region]));
}
