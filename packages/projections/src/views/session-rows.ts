/**
 * Session rows: an instrument's closed sessions as a table, each measured by earlier sessions of the tape. The first
 * session counts as a record here, which makes the table comparable with one computed from prices alone.
 */
import {
  compareFractions,
  divideFractions,
  type Fraction,
  fraction,
  type Read,
  subtractFractions,
  type TradingDate,
  type Readable,
} from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { sessionsAfter } from "../price/history.ts";
import { endOf, quote } from "../price/quote.ts";
import { nextStreak } from "../streak/session-streak.ts";
import { type StreakSeed, streakMarks } from "../streak/streak-marks.ts";
import { onBasis, split } from "../reference/split.ts";

/** A closed session; prices are units at the instrument's scale. */
export interface SessionRow {
  readonly date: TradingDate;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Close less the session's reference, in units, and as a share of it; null if there is no reference. */
  readonly change: Fraction | null;
  readonly changeRatio: Fraction | null;
  /** Streak after this close; null if unknown. */
  readonly streak: number | null;
  readonly isRecordClose: boolean;
  readonly isRecordHigh: boolean;
  /** Distance of the close from the highest so far, as a share of that one: 0 or below. */
  readonly toRecord: Fraction;
}

/** The closed sessions of an instrument, oldest first. */
export function sessionRows({ read }: Readable, instrument: string): SessionRow[] {
  const table = new Table(read, instrument);
  const quoted = read(quote, instrument);
  const past = sessionsAfter({ read }, instrument);
  const current = quoted.date === null ? [] : [endOf(quoted, quoted.date)];
  for (const session of [...past, ...current]) table.add(session);
  return table.rows;
}

interface Level {
  readonly price: number;
  readonly date: TradingDate;
}

/** Builds the rows, one session after the other. */
class Table {
  readonly rows: SessionRow[] = [];
  readonly #read: Read;
  readonly #instrument: string;
  /** Seeds not reached yet, oldest first. */
  readonly #seeds: StreakSeed[];
  readonly #gaps: readonly TradingDate[];
  #before: Level | null = null;
  #streak: number | null = 0;
  #highestClose: Level | null = null;
  #highestHigh: Level | null = null;

  constructor(read: Read, instrument: string) {
    this.#read = read;
    this.#instrument = instrument;
    const { seeds, gaps } = read(streakMarks, instrument);
    this.#seeds = [...seeds];
    this.#gaps = gaps;
  }

  add(session: EndedSession): void {
    const { date, open, high, low, close, confirmed } = session;
    const isRecordHigh = high !== null && this.#isAbove(high, this.#highestHigh, date);
    if (isRecordHigh) this.#highestHigh = { price: high, date };
    // A closed session with late reports alone leaves the streak as it is; one left open ends it.
    if (close === null && (confirmed || high === null)) return;
    this.#takeSeeds((seed) => seed.date < date);
    if (this.#isMissingBefore(date)) this.#streak = null;
    const reference = session.base === null ? this.#on(this.#before, date) : fraction(session.base);
    if (close !== null) {
      this.#step(close, reference);
      this.#before = { price: close, date };
    }
    if (!confirmed) this.#streak = null;
    this.#takeSeeds((seed) => seed.date === date);
    if (close === null || !confirmed) return;
    const isRecordClose = this.#isAbove(close, this.#highestClose, date);
    if (isRecordClose) this.#highestClose = { price: close, date };
    const highest = this.#on(this.#highestClose, date) ?? fraction(close);
    this.rows.push({
      date,
      open: open ?? close,
      high: high ?? close,
      low: low ?? close,
      close,
      ...changeOf(close, reference),
      streak: this.#streak,
      isRecordClose,
      isRecordHigh,
      toRecord: divideFractions(subtractFractions(fraction(close), highest), highest),
    });
  }

  /** Applies the seeds that are reached; a seed gives the streak after its session's close, whatever came before. */
  #takeSeeds(isReached: (seed: StreakSeed) => boolean): void {
    while (this.#seeds[0] !== undefined && isReached(this.#seeds[0])) {
      const { date, streak, close } = this.#seeds.shift() as StreakSeed;
      this.#streak = streak;
      this.#before = { price: close, date };
    }
  }

  #step(close: number, reference: Fraction | null): void {
    if (reference === null || this.#streak === null || this.#before === null) return;
    this.#streak = nextStreak(this.#streak, compareFractions(fraction(close), reference), "reset");
  }

  #isMissingBefore(date: TradingDate): boolean {
    const { date: after } = this.#before ?? {};
    return after !== undefined && this.#gaps.some((gap) => after < gap && gap <= date);
  }

  #isAbove(price: number, highest: Level | null, date: TradingDate): boolean {
    const level = this.#on(highest, date);
    return level === null || compareFractions(fraction(price), level) > 0;
  }

  /** A level of an earlier session on the basis of a later one. */
  #on(level: Level | null, date: TradingDate): Fraction | null {
    return level === null
      ? null
      : onBasis(this.#read(split, this.#instrument), level.price, level.date, date);
  }
}

function changeOf(close: number, reference: Fraction | null): Pick<SessionRow, "change" | "changeRatio"> {
  if (reference === null || reference.numerator === 0n) return { change: null, changeRatio: null };
  const change = subtractFractions(fraction(close), reference);
  return { change, changeRatio: divideFractions(change, reference) };
}
