/**
 * Exact numbers of the oracles: a rational of two bigints, always in lowest terms with a denominator above
 * zero. Nothing here is shared with the arithmetic it is used to check. Rounding happens only when a number
 * is written down: half away from zero for shown values, ties to even for the columns of `sessions`.
 */
import type { Decimal } from "@tapefold/core";

/** The number `n / d`, in lowest terms, `d` above zero. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };
export const HUNDRED: Rational = { n: 100n, d: 1n };

/** The rational `n / d` in lowest terms; `d` is not zero. */
export function ratio(n: bigint | number, d: bigint | number = 1n): Rational {
  const top = BigInt(n);
  const bottom = BigInt(d);
  if (bottom === 0n) throw new RangeError("a rational over zero");
  const common = greatestCommonDivisor(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { n: top / common, d: bottom / common };
}

/** A decimal as the tape writes it; a number counts as the shortest text that denotes it. */
export function fromDecimal(decimal: Decimal): Rational {
  const { digits, decimals } = written(decimal);
  return decimals >= 0 ? ratio(digits, 10n ** BigInt(decimals)) : ratio(digits * 10n ** BigInt(-decimals));
}

/** Number of decimals as written: 4 for `29.9172`, 2 for `"30.10"`, 0 for `1e3`. */
export function decimalsOf(decimal: Decimal): number {
  return Math.max(0, written(decimal).decimals);
}

export function plus(a: Rational, b: Rational): Rational {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Rational, b: Rational): Rational {
  return ratio(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function times(a: Rational, b: Rational): Rational {
  return ratio(a.n * b.n, a.d * b.d);
}

export function over(a: Rational, b: Rational): Rational {
  return ratio(a.n * b.d, a.d * b.n);
}

export function absolute(a: Rational): Rational {
  return a.n < 0n ? { n: -a.n, d: a.d } : a;
}

export function sum(parts: readonly Rational[]): Rational {
  return parts.reduce(plus, ZERO);
}

/** The sign of a number: -1, 0 or 1. */
export function sign(a: Rational): number {
  return a.n > 0n ? 1 : a.n < 0n ? -1 : 0;
}

/** Compares two numbers: below zero if `a` is smaller, zero if both are equal, else above zero. */
export function compare(a: Rational, b: Rational): number {
  return sign(minus(a, b));
}

export function equal(a: Rational, b: Rational): boolean {
  return compare(a, b) === 0;
}

/** The greatest integer not above a number. */
export function floor(a: Rational): bigint {
  const quotient = a.n / a.d;
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient;
}

/** A number in units of the last of `decimals` places, halves away from zero. */
export function roundHalfAway(a: Rational, decimals: number): bigint {
  const size = absolute(scaled(a, decimals));
  const rounded = (2n * size.n + size.d) / (2n * size.d);
  return a.n < 0n ? -rounded : rounded;
}

/** A number in units of the last of `decimals` places, halves to the even neighbour. */
function roundHalfEven(a: Rational, decimals: number): bigint {
  const size = scaled(a, decimals);
  const below = floor(size);
  const beyondHalf = compare(minus(size, ratio(below)), ratio(1n, 2n));
  if (beyondHalf !== 0) return beyondHalf > 0 ? below + 1n : below;
  return below % 2n === 0n ? below : below + 1n;
}

/** Units as a decimal text: `-1234` units of 2 decimals are `-12.34`; zero has no sign. */
export function unitsText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0n ? "-" : ""}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ""}`;
}

/** The number with so many decimals, ties away from zero. */
export function fixed(a: Rational, decimals: number): string {
  return unitsText(roundHalfAway(a, decimals), decimals);
}

/** As `fixed`, ties to even. */
export function fixedHalfEven(a: Rational, decimals: number): string {
  return unitsText(roundHalfEven(a, decimals), decimals);
}

/** The shortest plain decimal of a number that has one: no exponent, no trailing zeros. */
export function shortest(a: Rational): string {
  let decimals = 0;
  while (scaled(a, decimals).d !== 1n) decimals += 1;
  return fixed(a, decimals);
}

/** The change from `from` to `value`, as a share of `from`. */
export function changeOf(value: Rational, from: Rational): Rational {
  return over(minus(value, from), from);
}

/** A share as a percentage with 4 decimals. */
export function percentText(share: Rational): string {
  return fixed(times(share, HUNDRED), 4);
}

/** True if a number is a safe whole number of units at `scale` decimals. */
export function isExactAt(a: Rational, scale: number): boolean {
  const units = scaled(a, scale);
  return units.d === 1n && absolute(units).n <= BigInt(Number.MAX_SAFE_INTEGER);
}

function scaled(a: Rational, decimals: number): Rational {
  return times(a, ratio(10n ** BigInt(decimals)));
}

function written(decimal: Decimal): { digits: bigint; decimals: number } {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(String(decimal));
  if (parts === null) throw new RangeError(`no decimal: ${decimal}`);
  const [, minusSign, whole = "", fraction = "", exponent = "0"] = parts;
  const digits = BigInt(whole + fraction || "0");
  return { digits: minusSign === "-" ? -digits : digits, decimals: fraction.length - Number(exponent) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
