/**
 * Round numbers of an index. The grid is a tenth of the power of ten the current level has reached: 1,000 from
 * 10,000 on, and one unit of the index's last decimal at least. The milestone is the lowest grid level above the
 * current one; the session reached those above its reference that its high is at or above, and gave back the reached
 * ones it stands below now.
 */
import {
  compare,
  fixed,
  floor,
  minus,
  ONE,
  over,
  percentText,
  ratio,
  times,
  type Rational,
} from "../price/exact.ts";

export interface MilestoneJson {
  readonly level: string;
  readonly neededPct: string;
  /** True if the price lies above its reference; null if there is no reference. */
  readonly toward: boolean | null;
  readonly reached: readonly string[];
  readonly gaveBack: readonly string[];
}

/** The round levels of a price: reached, the next above, and those given back since the high. */
export function milestoneOracle(
  current: Rational,
  reference: Rational | null,
  high: Rational | null,
  scale: number,
): MilestoneJson {
  const unit = ratio(1n, 10n ** BigInt(scale));
  const step = compare(stepOf(current), unit) < 0 ? unit : stepOf(current);
  const level = nextAbove(current, step);
  const reached: Rational[] = [];
  if (reference !== null && high !== null) {
    // Downwards from the high, so that the highest are named.
    for (
      let grid = minus(nextAbove(high, step), step);
      compare(grid, reference) > 0;
      grid = minus(grid, step)
    ) {
      if (reached.length === NAMED_MOST) break;
      reached.unshift(grid);
    }
  }
  return {
    level: fixed(level, scale),
    neededPct: percentText(over(minus(level, current), current)),
    toward: reference === null ? null : compare(current, reference) > 0,
    reached: reached.map((grid) => fixed(grid, scale)),
    gaveBack: reached.filter((grid) => compare(current, grid) < 0).map((grid) => fixed(grid, scale)),
  };
}

const TEN = ratio(10);
/** Most milestones named; only a session that jumps by powers of ten crosses more, and names the highest. */
const NAMED_MOST = 1000;

function stepOf(level: Rational): Rational {
  let power = ONE;
  while (compare(power, level) > 0) power = over(power, TEN);
  while (compare(times(power, TEN), level) <= 0) power = times(power, TEN);
  return over(power, TEN);
}

function nextAbove(level: Rational, step: Rational): Rational {
  return times(ratio(floor(over(level, step)) + 1n), step);
}
