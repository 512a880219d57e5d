/** Mishaps of a made-up session, each by the number of its tick. */
import type { Random } from "./random.ts";

/** A halt of one instrument, from before one tick to before another. */
export interface Halt {
  readonly from: number;
  readonly to: number;
}

/** A tick far off its price, which a later event busts or corrects. */
export interface Mistake {
  readonly tick: number;
  /** The tick before which it is amended. */
  readonly mended: number;
  readonly isCorrected: boolean;
}

export interface Incidents {
  readonly halt: Halt | undefined;
  readonly mistake: Mistake | undefined;
  /** True if one trade is reported only after the close. */
  readonly isReportLate: boolean;
}

/** A session with fewer ticks has no mishaps. */
const TICKS_LEAST = 40;
/** Each mishap happens once in this many sessions. */
const [HALT_EVERY, MISTAKE_EVERY, LATE_EVERY] = [5, 3, 3];
/** A mistake is found within this many ticks. */
const FOUND_WITHIN = 60;

/** Draws the mishaps among this many ticks. */
export function incidentsOf(ticks: number, random: Random): Incidents {
  if (ticks < TICKS_LEAST) return { halt: undefined, mistake: undefined, isReportLate: false };
  return {
    halt: random.isOneIn(HALT_EVERY) ? haltOf(ticks, random) : undefined,
    mistake: random.isOneIn(MISTAKE_EVERY) ? mistakeOf(ticks, random) : undefined,
    isReportLate: random.isOneIn(LATE_EVERY),
  };
}

function haltOf(ticks: number, random: Random): Halt {
  const from = random.below(Math.floor(ticks / 2));
  return { from, to: from + random.between(2, Math.floor(ticks / 4)) };
}

function mistakeOf(ticks: number, random: Random): Mistake {
  const tick = random.below(Math.floor(ticks / 2));
  const found = random.between(1, Math.min(FOUND_WITHIN, Math.floor(ticks / 4)));
  return { tick, mended: tick + found, isCorrected: random.isOneIn(3) };
}
