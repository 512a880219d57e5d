/**
 * Exact decimals. A price is a safe integer count of units at its instrument's scale; a value larger or finer
 * is a bigint fraction. Nothing here goes through a float that could lose a digit.
 */
import type { Fraction } from "./fraction.ts";

/** An exact decimal as it stands on the tape: a JSON number of at most 15 significant digits, or a decimal string. */
export type Decimal = number | string;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const BIG_POWERS_OF_TEN: readonly bigint[] = Array.from(
  { length: 64 },
  (_, exponent) => 10n ** BigInt(exponent),
);

/** The decimal's exact value; undefined if the text is no decimal or the number is not finite. */
export function parseDecimal(decimal: Decimal): { units: bigint; scale: number } | undefined {
  const match = DECIMAL.exec(String(decimal));
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent] = match;
  // A text with an exponent is refused, for it could ask for a million digits; a number may print with one.
  if (exponent !== undefined && typeof decimal === "string") return undefined;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent ?? 0);
  const units = sign === "-" ? -digits : digits;
  if (scale < 0) return { units: units * powerOfTen(-scale), scale: 0 };
  return { units, scale };
}

/** The decimal as a fraction; the text must be a valid decimal, which `parseDecimal` and the event schema check. */
export function toFraction(decimal: Decimal): Fraction {
  const { units, scale } = mustParse(decimal);
  return { numerator: units, denominator: powerOfTen(scale) };
}

/** Number of decimals that a valid decimal needs, trailing zeros left out: 2 for `"0.250"`. */
export function decimalsOf(decimal: Decimal): number {
  let { units, scale } = mustParse(decimal);
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return scale;
}

/** The decimal in units of 10^-scale; undefined if it is not exact at that scale or not a safe integer. */
export function toUnits(decimal: Decimal, scale: number): number | undefined {
  if (typeof decimal === "number") {
    const power = POWERS_OF_TEN[scale] ?? NaN;
    const units = Math.round(decimal * power);
    // Below 2^50 a correctly rounded division gives the double back exactly if the decimal is exact at this scale.
    if (Math.abs(units) < 1_125_899_906_842_624) return units / power === decimal ? units + 0 : undefined;
  }
  const parsed = parseDecimal(decimal);
  if (parsed === undefined) return undefined;
  const shift = scale - parsed.scale;
  const divisor = shift < 0 ? powerOfTen(-shift) : 1n;
  if (parsed.units % divisor !== 0n) return undefined;
  const units = Number(shift < 0 ? parsed.units / divisor : parsed.units * powerOfTen(shift));
  return Number.isSafeInteger(units) ? units : undefined;
}

/** Ten to the power of a whole exponent of 0 or more. */
export function powerOfTen(exponent: number): bigint {
  return BIG_POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

/** Units at a scale as a decimal text with exactly that many decimals: (5788577, 2) is "57885.77". */
export function formatUnits(units: number | bigint, scale: number): string {
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return negative ? `-${text}` : text;
}

/** The decimal as short as it can be written, without an exponent: `1e3` is "1000", `"0.50"` is "0.5". */
export function shortestText(decimal: Decimal): string {
  return shortestOf(mustParse(decimal));
}

/** The shortest text of a parsed decimal. */
export function shortestOf({ units, scale }: { units: bigint; scale: number }): string {
  const text = formatUnits(units, scale);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Nearest integer to `numerator / denominator`, ties away from zero; the denominator is above zero. */
export function divideHalfAway(numerator: bigint, denominator: bigint): bigint {
  const twice = numerator < 0n ? -2n * numerator : 2n * numerator;
  const rounded = (twice + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/** Nearest integer to `numerator / denominator`, ties to even; the denominator is above zero. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const floor = divideFloor(numerator, denominator);
  const twiceRest = 2n * (numerator - floor * denominator);
  if (twiceRest < denominator) return floor;
  if (twiceRest > denominator) return floor + 1n;
  return floor % 2n === 0n ? floor : floor + 1n;
}

/** Greatest integer not above `numerator / denominator`; the denominator is above zero. */
export function divideFloor(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return quotient * denominator > numerator ? quotient - 1n : quotient;
}

function mustParse(decimal: Decimal): { units: bigint; scale: number } {
  const parsed = parseDecimal(decimal);
  if (parsed === undefined) throw new RangeError(`${String(decimal)} is no decimal`);
  return parsed;
}
