/** The troubles of a run, and how often each comes. */
import type { Chance } from "./chance.ts";

/** A probability for each kind of trouble, wherever it may come. */
export interface Weather {
  readonly crash: number;
  readonly fault: number;
  readonly short: number;
  readonly full: number;
  readonly loss: number;
  readonly jump: number;
}

export const CALM: Weather = { crash: 0, fault: 0, short: 0, full: 0, loss: 0, jump: 0 };

/** Most runs have but a few kinds of trouble. */
export function weatherOf(chance: Chance): Weather {
  const often = (...rates: readonly number[]): number => chance.pick([0, 0, ...rates]);
  return {
    crash: often(0.003, 0.02),
    fault: often(0.01, 0.05),
    short: often(0.2, 0.6),
    full: often(0.01, 0.03),
    loss: often(0.05, 0.2),
    jump: often(0.01, 0.1),
  };
}
