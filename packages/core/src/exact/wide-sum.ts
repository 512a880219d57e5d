/**
 * Exact sums too large for a safe integer; adding takes a few float operations. Each value has one form, however it
 * was reached, so a sum may stand in a document.
 */
import { divideHalfAway, powerOfTen } from "./decimal.ts";
import { addFractions, type Fraction, fraction, integerOf, multiplyFractions } from "./fraction.ts";

/** A whole number of any size: a number if that is a safe integer, else a bigint. */
export type Whole = number | bigint;

/** The value `(high · 2^44 + low) / denominator`, the denominator above zero. */
export interface Sum {
  readonly high: Whole;
  /** Low part, from 0 to below 2^44. */
  readonly low: number;
  readonly denominator: Whole;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const LOW_BITS = 44n;
const LOW_SIZE = 2 ** 44;
/** A product up to this, and its sum with a `low`, are exact in a double. */
const EXACT_MOST = 2 ** 52;

/** The whole number as a number if that is a safe integer, else as the bigint. */
export function wholeOf(value: bigint): Whole {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The fraction as a sum that can be added to. */
export function of({ numerator, denominator }: Fraction): Sum {
  return {
    high: wholeOf(numerator >> LOW_BITS),
    low: Number(BigInt.asUintN(Number(LOW_BITS), numerator)),
    denominator: wholeOf(denominator),
  };
}

/** The sum as a fraction. */
export function fractionOf({ high, low, denominator }: Sum): Fraction {
  return { numerator: (BigInt(high) << LOW_BITS) + BigInt(low), denominator: BigInt(denominator) };
}

/** Adds `weight · step` to a sum, in place; the step is a safe integer. */
export function addProduct(sum: Mutable<Sum>, weight: Whole, step: number): void {
  const product = typeof weight === "number" ? weight * step : NaN;
  if (typeof sum.high === "number" && sum.denominator === 1 && Math.abs(product) <= EXACT_MOST) {
    const low = sum.low + product;
    const carry = Math.floor(low / LOW_SIZE);
    const high = sum.high + carry;
    if (Number.isSafeInteger(high)) {
      if (carry !== 0) sum.high = high;
      sum.low = low - carry * LOW_SIZE;
      return;
    }
  }
  const { numerator, denominator } = fractionOf(sum);
  Object.assign(sum, of({ numerator: numerator + BigInt(weight) * BigInt(step) * denominator, denominator }));
}

/** Adds `weight · step` to a sum, in place; the step is any fraction. */
export function addTimes(sum: Mutable<Sum>, weight: Whole, step: Fraction): void {
  const units = integerOf(step);
  if (units !== null) addProduct(sum, weight, units);
  else Object.assign(sum, of(addFractions(fractionOf(sum), multiplyFractions(step, fraction(weight)))));
}

/**
 * Nearest integer to `value · 10^exponent / (divisor · other)`, ties away from zero; no argument is below zero. Floats
 * decide if the result is further from a tie than they can err, else bigints do.
 */
export function scaledQuotient(value: Sum, exponent: number, divisor: Whole, other: Whole): number {
  const numerator = (Number(value.high) * LOW_SIZE + value.low) * (FLOAT_POWERS_OF_TEN[exponent] ?? NaN);
  const quotient = numerator / (Number(value.denominator) * Number(divisor) * Number(other));
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  // Each step rounds by less than 1.2e-16 of its result, and there are fewer than ten of them.
  if (Math.abs(rest - 0.5) > quotient * 1e-14 + 1e-9) return rest > 0.5 ? floor + 1 : floor;
  const exact = fractionOf(value);
  const whole = exact.denominator * BigInt(divisor) * BigInt(other);
  return Number(divideHalfAway(exact.numerator * powerOfTen(exponent), whole));
}

/** The powers of ten that a double holds exactly. */
const FLOAT_POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, exponent) =>
  Number(10n ** BigInt(exponent)),
);
