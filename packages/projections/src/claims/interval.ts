/**
 * Intervals: the values that a number in prose allows. Its last digit gives the tolerance: 2.7 stands for 2.65 to 2.75,
 * ends included; "nearly 12" for 11.5 up to but not including 12; "more than", "less than" and "between" leave their
 * ends out, "at most" and "at least" keep theirs.
 */
import {
  addFractions,
  compareFractions,
  type Fraction,
  formatUnits,
  fraction,
  parseDecimal,
  powerOfTen,
  shortestText,
  subtractFractions,
  toFraction,
} from "@tapefold/core";
import type { Relation } from "./claim.ts";

/** An interval of values; an end is null if the interval is unbounded there. */
export interface Interval {
  readonly from: End | null;
  readonly to: End | null;
  /** Half a unit of the last digit, if added to the ends; else null. */
  readonly tolerance: string | null;
}

export interface End {
  readonly value: Fraction;
  readonly included: boolean;
}

/** A decimal of a claim: its value, and half a unit of its last digit. */
export interface Quoted {
  readonly value: Fraction;
  readonly half: Fraction;
}

/** A claim's decimal, read with its tolerance. */
export function quoted(decimal: string): Quoted {
  const { scale } = parseDecimal(decimal) ?? { scale: 0 };
  return { value: toFraction(decimal), half: fraction(1n, 2n * powerOfTen(scale)) };
}

/** The values for which a relation to one decimal holds; undefined for a relation of another kind. */
export function intervalOf(relation: Relation, { value, half }: Quoted): Interval | undefined {
  const end = (at: Fraction, included: boolean): End => ({ value: at, included });
  const exact = { tolerance: null };
  switch (relation) {
    case "is":
    case "about":
      return {
        from: end(subtractFractions(value, half), true),
        to: end(addFractions(value, half), true),
        tolerance: decimalOf(half),
      };
    case "nearly":
      // Of a loss, the size is nearly reached.
      return value.numerator < 0n
        ? { from: end(value, false), to: end(addFractions(value, half), true), tolerance: decimalOf(half) }
        : {
            from: end(subtractFractions(value, half), true),
            to: end(value, false),
            tolerance: decimalOf(half),
          };
    case "more-than":
      return { from: end(value, false), to: null, ...exact };
    case "at-least":
      return { from: end(value, true), to: null, ...exact };
    case "less-than":
      return { from: null, to: end(value, false), ...exact };
    case "at-most":
      return { from: null, to: end(value, true), ...exact };
    default:
      return undefined;
  }
}

/** The interval between two decimals, whichever is given first; `included` tells if the ends belong to it. */
export function span(one: string, other: string, included: boolean): Interval {
  const [from, to] = [toFraction(one), toFraction(other)].sort(compareFractions) as [Fraction, Fraction];
  return { from: { value: from, included }, to: { value: to, included }, tolerance: null };
}

/** True if a value lies in an interval. */
export function lies(value: Fraction, { from, to }: Interval): boolean {
  const isBeyond = (end: End, side: number): boolean => {
    const order = compareFractions(value, end.value) * side;
    return order < 0 || (order === 0 && !end.included);
  };
  return !(from !== null && isBeyond(from, 1)) && !(to !== null && isBeyond(to, -1));
}

/** An interval in words. */
export function intervalText({ from, to }: Interval): string {
  if (from === null)
    return to === null ? "any" : `${to.included ? "at most" : "less than"} ${decimalOf(to.value)}`;
  if (to === null) return `${from.included ? "at least" : "more than"} ${decimalOf(from.value)}`;
  const [low, high] = [decimalOf(from.value), decimalOf(to.value)];
  if (from.included && to.included) return `${low} to ${high}`;
  if (!from.included && !to.included) return `between ${low} and ${high}`;
  return from.included ? `${low} up to below ${high}` : `above ${low} to ${high}`;
}

/** The shortest decimal of a fraction whose denominator divides a power of ten, or twice one. */
function decimalOf({ numerator, denominator }: Fraction): string {
  let scale = 0;
  let power = 1n;
  while ((numerator * power) % denominator !== 0n && scale < 40) {
    power *= 10n;
    scale += 1;
  }
  return shortestText(formatUnits((numerator * power) / denominator, scale));
}
