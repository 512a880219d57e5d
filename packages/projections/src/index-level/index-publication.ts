/** Publication of an index level: rounded from the sum, and emitted at once, or put off if nobody would see it. */
import { type Draft, type RecipeContext, wide } from "@tapefold/core";
import { quote } from "../price/quote.ts";
import type { MemberRoute } from "./index-routes.ts";
import { type IndexLevel, NOTHING } from "./index-sum.ts";
import type { IndexWeights } from "./index-weights.ts";

/** Publishes the level now; false if there is none. */
export function publish(
  index: Draft<IndexLevel>,
  weights: IndexWeights,
  closing: boolean,
  { key, emit }: RecipeContext,
): boolean {
  const level = levelNow(index, weights);
  if (level === null) return false;
  setLevel(index, level);
  emit({ type: "IndexPublished", instrument: key, level, closing });
  return true;
}

/** As `publish`, at a member's tick. A level between the session's extremes that nobody hears is put off. */
export function publishTick(
  index: Draft<IndexLevel>,
  { key, route, read, emit, later }: RecipeContext,
): boolean {
  const { weights, isHeard } = route as MemberRoute;
  const level = levelNow(index, weights);
  if (level === null) return false;
  const isFirst = index.level === null;
  setLevel(index, level);
  if (!isHeard && !isFirst) {
    const { high, low } = read(quote, key);
    const isBetween = high !== null && low !== null && level <= high && level >= low;
    // Called first, so that a level put off before is replaced even if this one is emitted at once.
    if (later() && isBetween) return true;
  }
  emit({ type: "IndexPublished", instrument: key, level, closing: false });
  return true;
}

/** The level of the sum; null if it can't be published. */
function levelNow(
  { missing, sum }: IndexLevel,
  { common, divisor, divisorScale, levelScale }: IndexWeights,
): number | null {
  if (missing > 0 || common === 0) return null;
  const level = wide.scaledQuotient(sum, divisorScale + levelScale, common, divisor);
  // A level that rounds to zero at the index's scale, or is no safe integer there, is no price.
  return level <= 0 || !Number.isSafeInteger(level) ? null : level;
}

/** Keeps a published level and the sum behind it. */
function setLevel(index: Draft<IndexLevel>, level: number): void {
  index.level = level;
  index.published ??= { ...NOTHING };
  const { high, low, denominator } = index.sum;
  index.published.high = high;
  index.published.low = low;
  index.published.denominator = denominator;
  index.since = null;
}
