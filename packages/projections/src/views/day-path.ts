/**
 * The session's path: how far it went above and below what it is measured from, and what became of that. A gain is a
 * high at least 0.10 % above the reference, a loss a low as far below. Erased is one that the price has gone back
 * past the reference of, pared one of which more than half was given back. A view.
 */
import {
  compareFractions,
  type Fraction,
  fraction,
  multiplyFractions,
  subtractFractions,
} from "@tapefold/core";
import type { LookBack } from "../price/look-back.ts";
import { changeRatio, LITTLE_CHANGED } from "../price/move.ts";

export type Turn = "erased-gain" | "erased-loss" | "pared-gain" | "pared-loss";

export interface DayPath {
  /** High and low over the reference, less 1; of either sign. */
  readonly maxUp: Fraction | null;
  readonly maxDown: Fraction | null;
  /** Null where it opened at the reference. */
  readonly openedUp: boolean | null;
  readonly turn: Turn | null;
  /** Within 0.10 % of the day's high or low; null before the close, and where both or neither. */
  readonly closedAt: "high" | "low" | null;
}

/** `isClosed`: the price is the close. */
export function dayPath({ today }: LookBack, isClosed: boolean): DayPath {
  const { open, high, low, close, reference } = today;
  const over = (price: number | null): Fraction | null =>
    price === null || reference === null ? null : changeRatio(price, reference);
  const [opened, maxUp, maxDown, now] = [over(open), over(high), over(low), over(close)];
  return {
    maxUp,
    maxDown,
    openedUp: opened === null || opened.numerator === 0n ? null : opened.numerator > 0n,
    turn: now === null ? null : turnOf(maxUp, maxDown, now),
    closedAt: isClosed ? extremeAt(close, high, low) : null,
  };
}

const HALF = fraction(1n, 2n);

function turnOf(maxUp: Fraction | null, maxDown: Fraction | null, now: Fraction): Turn | null {
  const gain = maxUp === null ? NOTHING : maxUp;
  const loss = maxDown === null ? NOTHING : negated(maxDown);
  const [isGain, isLoss] = [gain, loss].map((size) => compareFractions(size, LITTLE_CHANGED) >= 0);
  if (isGain && now.numerator < 0n) return "erased-gain";
  if (isLoss && now.numerator > 0n) return "erased-loss";
  const isPared = (left: Fraction, size: Fraction): boolean =>
    compareFractions(left, multiplyFractions(size, HALF)) < 0;
  const paredGain = isGain && isPared(now, gain);
  const paredLoss = isLoss && isPared(negated(now), loss);
  if (paredGain && paredLoss) return compareFractions(gain, loss) >= 0 ? "pared-gain" : "pared-loss";
  if (paredGain) return "pared-gain";
  return paredLoss ? "pared-loss" : null;
}

const NOTHING = fraction(0n);

function extremeAt(close: number, high: number | null, low: number | null): DayPath["closedAt"] {
  const isAt = (extreme: number | null): boolean => {
    if (extreme === null) return false;
    const distance = subtractFractions(fraction(extreme), fraction(close));
    const size = distance.numerator < 0n ? negated(distance) : distance;
    return compareFractions(size, multiplyFractions(LITTLE_CHANGED, fraction(extreme))) <= 0;
  };
  const [atHigh, atLow] = [isAt(high), isAt(low)];
  if (atHigh === atLow) return null;
  return atHigh ? "high" : "low";
}

function negated({ numerator, denominator }: Fraction): Fraction {
  return { numerator: -numerator, denominator };
}
