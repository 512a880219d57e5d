/**
 * Milestones: round numbers of an index. The grid is a tenth of the level's power of ten, 1,000 for a level of
 * 57,885, and never finer than the last decimal of the index. A view of the session's prices.
 */
import { divideFloor, type Fraction, fraction, powerOfTen } from "@tapefold/core";

/** The round numbers around a price. */
export interface Milestone {
  /** The lowest round number above the price, in units. */
  readonly level: Fraction;
  /** Distance to it, as a share of the price. */
  readonly needed: Fraction;
  /** True if the price lies above its reference; null without a reference. */
  readonly toward: boolean | null;
  /** Round numbers above the reference that the session has reached. */
  readonly reached: readonly Fraction[];
  /** The reached round numbers that the price is below now. */
  readonly gaveBack: readonly Fraction[];
}

/** Most round numbers named, the highest ones; a session crosses more only if a price jumps by powers of ten. */
const REACHED_MOST = 1_000n;

/** The milestones around a price. Price, high of the session and reference are in units; null where there is none. */
export function milestoneOf(price: number, high: number | null, reference: Fraction | null): Milestone {
  const grid = gridOf(price);
  const at = (step: bigint): Fraction => fraction(step * grid);
  const current = BigInt(price);
  const above = current / grid + 1n;
  const level = at(above);
  const needed = { numerator: level.numerator - current, denominator: current };
  if (reference === null) return { level, needed, toward: null, reached: [], gaveBack: [] };
  const toward = current * reference.denominator > reference.numerator;
  const passed = divideFloor(reference.numerator, reference.denominator * grid);
  const last = high === null ? 0n : BigInt(high) / grid;
  const below = last - REACHED_MOST > passed ? last - REACHED_MOST : passed;
  const steps: bigint[] = [];
  for (let step = below + 1n; step <= last; step += 1n) steps.push(step);
  return {
    level,
    needed,
    toward,
    reached: steps.map(at),
    gaveBack: steps.filter((step) => step >= above).map(at),
  };
}

/** A tenth of the greatest power of ten not above the price, in units, and one at least. */
function gridOf(price: number): bigint {
  return powerOfTen(Math.max(0, String(price).length - 2));
}
