/** Regions: how the indices of a region's markets move together. A view; an index without a price is left out. */
import { compareFractions, compareText, type Fraction, type Read } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { market, marketList } from "../reference/market.ts";
import { changeRatio, type Move, moveOf } from "../price/move.ts";
import { currentPrice } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";

/** The indices of a region, counted by move. */
export interface Region {
  readonly region: string;
  readonly up: number;
  readonly down: number;
  readonly little: number;
  /** Word for the region; null if no index counts. */
  readonly word: RegionWord | null;
  /** Index with the greatest change, ties by id; null if no index counts. */
  readonly leader: string | null;
  readonly laggard: string | null;
}

/** Word for the moves of a region's indices. */
export type RegionWord = "higher" | "mostly higher" | "mixed" | "mostly lower" | "lower" | "little changed";

/** A row for each region of a listed market, in order of listing. */
export function regions(read: Read): Region[] {
  const { mics } = read(marketList, "all");
  const names = [...new Set(mics.map((mic) => read(market, mic).region))];
  return names.map((region) => {
    const moves = mics
      .filter((mic) => read(market, mic).region === region)
      .flatMap((mic) => movesOn(mic, read));
    const count = (wanted: Move): number => moves.filter(({ move }) => move === wanted).length;
    const [up, down, little] = [count("up"), count("down"), count("little-changed")];
    const word = moves.length === 0 ? null : regionWord(up, down);
    moves.sort((a, b) => compareFractions(b.change, a.change) || compareText(a.index, b.index));
    const lowest = moves.filter(
      ({ change }) => compareFractions(change, moves.at(-1)?.change ?? change) === 0,
    );
    return {
      region,
      up,
      down,
      little,
      word,
      leader: moves[0]?.index ?? null,
      laggard: lowest[0]?.index ?? null,
    };
  });
}

/** The word for counts of rising and falling indices; if both are 0, at least one is little changed. */
function regionWord(up: number, down: number): RegionWord {
  if (up === 0 && down === 0) return "little changed";
  if (down === 0) return "higher";
  if (up === 0) return "lower";
  if (Math.abs(up - down) <= 1) return "mixed";
  return up > down ? "mostly higher" : "mostly lower";
}

function movesOn(mic: string, read: Read): { index: string; move: Move; change: Fraction }[] {
  const indices = read(market, mic).instruments.filter(
    (instrument) => read(listing, instrument).kind === "index",
  );
  return indices.flatMap((index) => {
    const quoted = read(quote, index);
    const { reference } = quoted;
    const price = currentPrice(quoted);
    if (price === null || reference === null) return [];
    return [{ index, move: moveOf(price, reference), change: changeRatio(price, reference) }];
  });
}
