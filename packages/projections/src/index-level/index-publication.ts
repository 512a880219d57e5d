/** Publication of an index level: rounded from the sum, and told at once or, if nobody would see it go by, later. */
import { type Draft, type RecipeContext, wide } from "@tapefold/core";
import { quote } from "../price/quote.ts";
import type { MemberRoute } from "./index-routes.ts";
import { type IndexLevel, NOTHING } from "./index-sum.ts";
import type { IndexWeights } from "./index-weights.ts";

/** True where there was a level to publish. */
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

/** As `publish`, at a member's tick: a level between the session's extremes that nobody hears is told after the last tick. */
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
    // A level that is told at once takes the place of one put off before.
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
  // A level that rounds to nothing at the index's scale, or is too large for it, is no price.
  return level <= 0 || !Number.isSafeInteger(level) ? null : level;
}

function setLevel(index: Draft<IndexLevel>, level: number): void {
  index.level = level;
  index.published ??= { ...NOTHING };
  const { high, low, denominator } = index.sum;
  index.published.high = high;
  index.published.low = low;
  index.published.denominator = denominator;
  index.since = null;
}
