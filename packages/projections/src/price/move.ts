/** Words for moves and distances. Their thresholds are a convention of market desks, so they are data here. */
import {
  compareFractions,
  divideFractions,
  type Fraction,
  fraction,
  subtractFractions,
} from "@tapefold/core";

/** Word for a move against the reference. */
export type Move = "up" | "down" | "little-changed";

/** Largest change over the reference at which a price is little changed, itself included: 0.10 %. */
export const LITTLE_CHANGED: Fraction = fraction(1n, 1000n);

/** Word for the distance of a price from a record. */
export type Nearness = "at-record" | "touching" | "striking-distance" | "near" | "approaching" | "far";

/** Largest distance below a record, as a share of it, for each word; ends included. */
const NEARNESS = {
  touching: fraction(1n, 1000n),
  strikingDistance: fraction(1n, 100n),
  near: fraction(2n, 100n),
  approaching: fraction(5n, 100n),
} as const;

/** The size of a number, whatever its sign. */
export function absolute(value: Fraction): Fraction {
  return value.numerator < 0n ? negated(value) : value;
}

/** A number with its sign turned round. */
export function negated({ numerator, denominator }: Fraction): Fraction {
  return { numerator: -numerator, denominator };
}

/** The exact change over the reference, which is above zero. */
export function changeRatio(price: number, reference: Fraction): Fraction {
  return divideFractions(subtractFractions(fraction(price), reference), reference);
}

/** The word for a price against its reference, both in units, the reference above zero; little changed within 0.10 %. */
export function moveOf(price: number, reference: Fraction): Move {
  const change = changeRatio(price, reference);
  if (compareFractions(absolute(change), LITTLE_CHANGED) <= 0) return "little-changed";
  return change.numerator > 0n ? "up" : "down";
}

/**
 * The word for a price's distance from a record, all in units: `touching` within 0.10 % of the record, `striking-distance`
 * 1 %, `near` 2 %, `approaching` 5 %, the last only for a price above its reference.
 */
export function nearnessOf(price: number, record: Fraction, reference: Fraction | null): Nearness {
  const shortfall = divideFractions(subtractFractions(record, fraction(price)), record);
  const within = (bound: Fraction): boolean => compareFractions(shortfall, bound) <= 0;
  if (shortfall.numerator <= 0n) return "at-record";
  if (within(NEARNESS.touching)) return "touching";
  if (within(NEARNESS.strikingDistance)) return "striking-distance";
  if (within(NEARNESS.near)) return "near";
  const isRising = reference !== null && compareFractions(fraction(price), reference) > 0;
  return isRising && within(NEARNESS.approaching) ? "approaching" : "far";
}
