/**
 * The session's path: how far the price went above and below the reference, and how much of that it gave back. A gain is
 * a high at least 0.10 % above the reference, a loss a low as far below. A move is erased if the price has gone back past
 * the reference, and pared if it has given back more than half. A view.
 */
import {
  compareFractions,
  type Fraction,
  fraction,
  multiplyFractions,
  subtractFractions,
} from "@tapefold/core";
import type { LookBack } from "../price/look-back.ts";
import { absolute, changeRatio, LITTLE_CHANGED, negated } from "../price/move.ts";

/** A gain or loss of the session that was erased or pared. */
export type Turn = "erased-gain" | "erased-loss" | "pared-gain" | "pared-loss";

/** The path of a session; changes are exact ratios. */
export interface DayPath {
  /** High over the reference, less 1; `maxDown` is the same for the low. Either may have either sign. */
  readonly maxUp: Fraction | null;
  readonly maxDown: Fraction | null;
  /** True if it opened above the reference; null if it opened at the reference, or has none. */
  readonly openedUp: boolean | null;
  readonly turn: Turn | null;
  /** `high` or `low` if the close is within 0.10 % of it; null before the close, and if both or neither. */
  readonly closedAt: "high" | "low" | null;
}

/** The path of the current session; `isClosed` is true if its price is the close. */
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

const NOTHING = fraction(0n);
const HALF = fraction(1n, 2n);

function turnOf(maxUp: Fraction | null, maxDown: Fraction | null, now: Fraction): Turn | null {
  const gain = maxUp ?? NOTHING;
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

function extremeAt(close: number, high: number | null, low: number | null): DayPath["closedAt"] {
  const isAt = (extreme: number | null): boolean => {
    if (extreme === null) return false;
    const distance = subtractFractions(fraction(extreme), fraction(close));
    return compareFractions(absolute(distance), multiplyFractions(LITTLE_CHANGED, fraction(extreme))) <= 0;
  };
  const [atHigh, atLow] = [isAt(high), isAt(low)];
  if (atHigh === atLow) return null;
  return atHigh ? "high" : "low";
}
