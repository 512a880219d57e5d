/**
 * The ratio of shares behind two factors that were rounded when they were written. The number of decimals
 * limits how far a ratio may lie from the quotient; all arithmetic is exact.
 */
import {
  addFractions as plus,
  compareFractions,
  divideFractions as over,
  type Fraction,
  fraction,
  multiplyFractions,
  subtractFractions as minus,
  toFraction,
} from "@tapefold/core";
import type { SplitRatio } from "./reading.ts";

const FACTOR = /^\d{1,15}(?:\.\d{1,30})?$/;
/** A double has no more reliable decimals. */
const DECIMALS_MAX = 14;
/** A quotient of terms this small is taken as it is written: 0.35 is 20 for 7, but 0.14 hardly 50 for 7. */
const EXACT_TERM_MAX = 20n;
const TERM_MAX = 1000n;
/**
 * Vendors' own sums are off by more than they write, so a near whole number or ratio of terms this small is
 * meant.
 */
const NEAR_TERM_MAX = 10n;
const NEAR = fraction(1, 2000);
const ONE = fraction(1);

/** True if the text is a factor that can be divided by. */
function isFactor(text: string): boolean {
  return FACTOR.test(text) && !/^[0.]+$/.test(text);
}

/** Digits behind the point. */
export function decimalsOf(text: string): number {
  return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
}

/**
 * New shares for old ones, if earlier prices are multiplied by `before` and later ones by `after`; undefined
 * if no ratio lies within the rounding, or if 1 does.
 */
export function splitRatio(before: string, after: string, decimals: number): SplitRatio | undefined {
  if (!isFactor(before) || !isFactor(after)) return undefined;
  const [one, other] = [toFraction(before), toFraction(after)];
  const order = compareFractions(one, other);
  if (order === 0) return undefined;
  // A reverse split is turned into a split, so that the smaller term is the denominator.
  const [low, high] = order < 0 ? [before, after] : [after, before];
  const ratio = ratioAboveOne(low, high, Math.min(decimals, DECIMALS_MAX));
  if (ratio === undefined) return undefined;
  const { numerator, denominator } = ratio;
  const terms = order < 0 ? [numerator, denominator] : [denominator, numerator];
  return { numerator: Number(terms[0]), denominator: Number(terms[1]) };
}

function ratioAboveOne(low: string, high: string, decimals: number): Fraction | undefined {
  const [bottom, top] = [toFraction(low), toFraction(high)];
  const quotient = over(top, bottom);
  const isWritten = quotient.numerator <= EXACT_TERM_MAX || !(low + high).includes(".");
  if (isWritten && quotient.denominator <= EXACT_TERM_MAX) return quotient;
  const [bottomSlack, topSlack] = [slackOf(low, decimals), slackOf(high, decimals)];
  const least = over(minus(top, topSlack), plus(bottom, bottomSlack));
  if (compareFractions(least, ONE) <= 0 || compareFractions(bottom, bottomSlack) <= 0) return undefined;
  const most = over(plus(top, topSlack), minus(bottom, bottomSlack));
  const margin = multiplyFractions(quotient, NEAR);
  const within = nearest(quotient, TERM_MAX, least, most);
  if (within !== undefined) return within;
  const near = nearest(quotient, NEAR_TERM_MAX, minus(quotient, margin), plus(quotient, margin));
  if (near === undefined) return undefined;
  return near.denominator === 1n || near.numerator <= NEAR_TERM_MAX ? near : undefined;
}

/** How far the number may lie from the intended one; a whole number is exact. */
function slackOf(text: string, decimals: number): Fraction {
  return text.includes(".") ? fraction(1, 2n * 10n ** BigInt(decimals)) : fraction(0);
}

/** The ratio of the least denominator that lies between two bounds. */
function nearest(quotient: Fraction, termMax: bigint, least: Fraction, most: Fraction): Fraction | undefined {
  for (let denominator = 1n; denominator <= termMax; denominator += 1n) {
    const twice = 2n * quotient.numerator * denominator + quotient.denominator;
    const ratio = fraction(twice / (2n * quotient.denominator), denominator);
    if (
      compareFractions(ratio, ONE) > 0 &&
      compareFractions(least, ratio) < 0 &&
      compareFractions(ratio, most) < 0
    )
      return ratio;
  }
  return undefined;
}
