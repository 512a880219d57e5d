/** Exact values as the texts people read: rounded once, here, ties away from zero. */
import { divideHalfAway, formatUnits, type Fraction, powerOfTen } from "@tapefold/core";

/** A price in units at its scale. */
export function priceText({ numerator, denominator }: Fraction, scale: number): string {
  return formatUnits(divideHalfAway(numerator, denominator), scale);
}

/** A ratio as a percentage with 4 decimals. */
export function percent({ numerator, denominator }: Fraction): string {
  return formatUnits(divideHalfAway(numerator * 1_000_000n, denominator), 4);
}

/** An exact value rounded to a number of decimals. */
export function decimalText({ numerator, denominator }: Fraction, decimals: number): string {
  return formatUnits(divideHalfAway(numerator * powerOfTen(decimals), denominator), decimals);
}
