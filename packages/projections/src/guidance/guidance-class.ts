/**
 * Classes of revised forecasts. A metric is classed by difference, never by ratio, since a ratio turns round on losses:
 * from −100 to −60 is a raise. Mandatory disclosure goes by ratio: the Tokyo exchange's timely disclosure rules ask for
 * it from 10 % of net sales and 30 % of a profit, edges included.
 */
import {
  compareFractions,
  type Decimal,
  divideFractions,
  type Fraction,
  fraction,
  type GuidanceItem,
  type Metric,
  subtractFractions,
  toFraction,
} from "@tapefold/core";

/** Class of one metric in a revision. */
export type MetricClass =
  "raise" | "lower" | "reaffirm" | "narrow" | "widen" | "initiate" | "withdraw" | "reinstate";

/** Class of a revision. */
export type GuidanceClass = MetricClass | "upgrade" | "downgrade" | "mixed";

/** Class of one metric, by difference, never by ratio; `standsWithdrawn` is true if the standing forecast is withdrawn. */
export function classifyMetric(
  previous: GuidanceItem["revised"],
  revised: GuidanceItem["revised"],
  standsWithdrawn = false,
): MetricClass {
  if (revised === null) return previous === null ? "reaffirm" : "withdraw";
  if (previous === null) return standsWithdrawn ? "reinstate" : "initiate";
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  const low = compareFractions(after.low, before.low);
  const high = compareFractions(after.high, before.high);
  if (low === 0 && high === 0) return "reaffirm";
  if (low >= 0 && high >= 0) return "raise";
  if (low <= 0 && high <= 0) return "lower";
  return low > 0 ? "narrow" : "widen";
}

/** Class of a revision: that of its metrics, reaffirmed ones left out, if they agree; else mixed. */
export function classifyRevision(metrics: readonly MetricClass[]): GuidanceClass {
  const [first = "reaffirm", ...rest] = new Set(metrics.filter((one) => one !== "reaffirm"));
  if (rest.length > 0) return "mixed";
  if (first === "raise") return "upgrade";
  return first === "lower" ? "downgrade" : first;
}

/** Change from which a metric must be disclosed, in percent; the other metrics never must. */
const DISCLOSED_FROM: Readonly<Partial<Record<Metric, bigint>>> = {
  netSales: 10n,
  operatingProfit: 30n,
  ordinaryProfit: 30n,
  profitBeforeTax: 30n,
  netProfitAttributable: 30n,
};

/**
 * True if Tokyo's timely-disclosure rules ask for the change to be disclosed: from 10 % of net sales and 30 % of a profit,
 * edges included. Either end of a range decides.
 */
export function isMandatory(
  metric: Metric,
  previous: GuidanceItem["revised"],
  revised: GuidanceItem["revised"],
): boolean {
  const percent = DISCLOSED_FROM[metric];
  if (percent === undefined || previous === null || revised === null) return false;
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  return crosses(before.low, after.low, percent) || crosses(before.high, after.high, percent);
}

/** Change over the previous value; null unless both are points and the previous one is above zero. */
export function changeOver(
  previous: GuidanceItem["revised"],
  revised: GuidanceItem["revised"],
): Fraction | null {
  if (previous === null || revised === null) return null;
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  const arePoints =
    compareFractions(before.low, before.high) === 0 && compareFractions(after.low, after.high) === 0;
  if (!arePoints || before.low.numerator <= 0n) return null;
  return divideFractions(subtractFractions(after.low, before.low), before.low);
}

/** True if two values are equal, each counted in a unit of its own. */
export function isSameValue(
  a: Exclude<GuidanceItem["revised"], null>,
  b: Exclude<GuidanceItem["revised"], null>,
  unitOfA: bigint,
  unitOfB: bigint,
): boolean {
  const [x, y] = [rangeOf(a), rangeOf(b)];
  const isSame = (one: Fraction, other: Fraction): boolean =>
    one.numerator * unitOfA * other.denominator === other.numerator * unitOfB * one.denominator;
  return isSame(x.low, y.low) && isSame(x.high, y.high);
}

function crosses(before: Fraction, after: Fraction, percent: bigint): boolean {
  if (before.numerator === 0n) return after.numerator !== 0n;
  const ratio = divideFractions(after, before);
  return (
    compareFractions(ratio, fraction(100n + percent, 100n)) >= 0 ||
    compareFractions(ratio, fraction(100n - percent, 100n)) <= 0
  );
}

function rangeOf(value: Decimal | readonly [Decimal, Decimal]): { low: Fraction; high: Fraction } {
  const [low, high] = typeof value === "object" ? value : [value, value];
  return { low: toFraction(low), high: toFraction(high) };
}
