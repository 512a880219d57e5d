/** Exact fractions of bigints, for values larger or finer than a price. Denominators stay above zero. */

/** The value `numerator / denominator`, the denominator above zero. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The fraction `numerator / denominator`; the denominator is above zero. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** A copy of the fraction, since facts and documents share no objects; null stays null. */
export function copyFraction(value: Fraction | null): Fraction | null {
  return value === null ? null : { numerator: value.numerator, denominator: value.denominator };
}

/** The fraction in lowest terms. */
export function reduceFraction({ numerator, denominator }: Fraction): Fraction {
  if (denominator === 1n) return { numerator, denominator };
  const common = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

/** The value as a number; null if it is not a safe integer. */
export function integerOf({ numerator, denominator }: Fraction): number | null {
  if (denominator !== 1n) return null;
  const value = Number(numerator);
  return Number.isSafeInteger(value) ? value : null;
}

/** The sum `a + b`, exact. */
export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  const numerator = a.numerator * b.denominator + b.numerator * a.denominator;
  return reduceFraction({ numerator, denominator: a.denominator * b.denominator });
}

/** The difference `a - b`, exact. */
export function subtractFractions(a: Fraction, b: Fraction): Fraction {
  return addFractions(a, { numerator: -b.numerator, denominator: b.denominator });
}

/** The product `a · b`, exact. */
export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return reduceFraction({ numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator });
}

/** `a / b`; `b` is not zero. */
export function divideFractions(a: Fraction, b: Fraction): Fraction {
  const sign = b.numerator < 0n ? -1n : 1n;
  return reduceFraction({
    numerator: sign * a.numerator * b.denominator,
    denominator: sign * a.denominator * b.numerator,
  });
}

/** Compares two fractions: below zero if `a` is smaller, zero if both are equal, else above zero. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const isAlike = a.denominator === b.denominator;
  const one = isAlike ? a.numerator : a.numerator * b.denominator;
  const other = isAlike ? b.numerator : b.numerator * a.denominator;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Greatest common divisor of two numbers that are not both zero; never negative. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
