/** Counts the oddities of sessions and bars, so that none of real data passes in silence. */
import { dayNumber, type TradingDate } from "@tapefold/core";
import { type Calendar, isWeekend } from "../../calendar/calendar.ts";
import type { SplitBook } from "../order/split-book.ts";
import { isBelow } from "../read/price-text.ts";
import type { Bar } from "../read/reading.ts";

/** Counts of odd but taken data, and the sessions it concerns. */
export interface QuirkCounts {
  /** Rows that came earlier than a row before them and were put in order. */
  readonly outOfOrder: number;
  /** Prices that lost digits to the scale. */
  readonly rounded: number;
  /** Bars of one price. */
  readonly flatBars: number;
  /** Bars without an open, high or low. */
  readonly partialBars: number;
  /** Bars whose high or low does not span their open and close. */
  readonly crossedBars: number;
  /** Bars equal in all four prices to the session before. */
  readonly repeatedBars: number;
  /** Prints just after the bell taken for the closing cross, of a source that does not mark it. */
  readonly closingCrosses: number;
  /** Last sessions with a close and nothing else: the day was probably not over. */
  readonly unfinished: number;
  /** Scheduled sessions between the first and the last that have no row. */
  readonly gaps: readonly TradingDate[];
  /** Sessions on days for which the calendar schedules none. */
  readonly unscheduled: readonly TradingDate[];
  /**
   * Sessions beyond the calendar on a Saturday or Sunday, and the first ones after a pause no holiday
   * explains.
   */
  readonly weekends: readonly TradingDate[];
  readonly afterPauses: readonly TradingDate[];
  /** Prices that a bar did not have before and that its ended session can no longer take. */
  readonly latePrices: number;
  /** Splits before the first session, which affect nothing. */
  readonly earlySplits: number;
  /** Splits whose ratio can't be read, or is told in two ways; of a factor file by the last date before. */
  readonly unreadSplits: readonly Jump[];
  /** Revisions of a year without an earlier forecast in the files or on the tape. */
  readonly unfoundedForecasts: number;
  /** Closes far from the one before without a known split: there may have been one. */
  readonly jumps: readonly Jump[];
}

export interface Jump {
  readonly instrument: string;
  readonly date: TradingDate;
}

/**
 * Least ratio of a close to the one before, or its reciprocal, that looks like a split: two for one shows
 * through a day's own change.
 */
const JUMP = 1.8;
/**
 * Hardly any holiday lasts longer: lunar new years and golden weeks come to eleven days from session to
 * session.
 */
const PAUSE_DAYS = 11;

/** Collects the oddities of sessions and bars. */
export class Quirks {
  readonly #calendar: Calendar | undefined;
  readonly #splits: SplitBook;
  readonly #after: TradingDate | undefined;
  readonly #last = new Map<string, Bar>();
  readonly #dates: TradingDate[] = [];
  readonly #jumps: Jump[] = [];
  readonly #counts = { flatBars: 0, partialBars: 0, crossedBars: 0, repeatedBars: 0, closingCrosses: 0 };

  /** `after` is the last session of a tape that is extended. */
  constructor(calendar: Calendar | undefined, splits: SplitBook, after: TradingDate | undefined) {
    this.#calendar = calendar;
    this.#splits = splits;
    this.#after = after;
  }

  /** Counts a session that came to the tape. */
  session(date: TradingDate): void {
    this.#dates.push(date);
  }

  /** Counts a print after the bell that was taken for the closing cross. */
  closingCross(): void {
    this.#counts.closingCrosses += 1;
  }

  bar(bar: Bar): void {
    const { instrument, open, high, low, close } = bar;
    const isPartial = open === undefined || high === undefined || low === undefined;
    const isFlat = open === close && high === close && low === close;
    const before = this.#last.get(instrument);
    if (isPartial) this.#counts.partialBars += 1;
    if (isFlat) this.#counts.flatBars += 1;
    if (isCrossed(bar)) this.#counts.crossedBars += 1;
    if (before !== undefined && !isFlat && !isPartial && isEqual(before, bar)) this.#counts.repeatedBars += 1;
    if (before !== undefined && isJump(before, bar) && !this.#isSplit(before, bar))
      this.#jumps.push({ instrument, date: bar.date });
    this.#last.set(instrument, bar);
  }

  /** First and last session that came to the tape. */
  get from(): TradingDate | null {
    return this.#dates.find((date) => this.#isNew(date)) ?? null;
  }

  get to(): TradingDate | null {
    return this.#dates.findLast((date) => this.#isNew(date)) ?? null;
  }

  #isNew(date: TradingDate): boolean {
    return this.#after === undefined || date > this.#after;
  }

  counts(
    counted: Pick<
      QuirkCounts,
      "outOfOrder" | "rounded" | "latePrices" | "earlySplits" | "unfoundedForecasts"
    >,
  ): QuirkCounts {
    const unfinished = [...this.#last.values()].filter(
      ({ open, high, low }) => !open && !high && !low,
    ).length;
    return {
      ...counted,
      ...this.#counts,
      unfinished,
      gaps: this.#gaps(),
      unscheduled: this.#unscheduled(),
      weekends: this.#uncovered().filter(isWeekend),
      afterPauses: this.#uncovered().filter(
        (date, index, all) => index > 0 && daysFrom(all[index - 1]!, date) > PAUSE_DAYS,
      ),
      unreadSplits: this.#splits.unread,
      jumps: this.#jumps,
    };
  }

  #isSplit(before: Bar, { instrument, date }: Bar): boolean {
    return this.#splits.hasBetween(instrument, before.date, date);
  }

  #gaps(): TradingDate[] {
    const calendar = this.#calendar;
    const [first, last] = [this.#dates[0], this.#dates.at(-1)];
    if (calendar === undefined || first === undefined || last === undefined) return [];
    // For a tape that is extended, its last session is the one before.
    const from = this.#after !== undefined && this.#after < first ? this.#after : first;
    const dates = new Set([...this.#dates.filter((date) => calendar.covers(date)), this.#after]);
    const scheduled = calendar.sessions(from, last);
    return scheduled.map(({ date }) => date).filter((date) => !dates.has(date));
  }

  #uncovered(): TradingDate[] {
    return this.#dates.filter((date) => this.#calendar?.covers(date) !== true);
  }

  #unscheduled(): TradingDate[] {
    const calendar = this.#calendar;
    if (calendar === undefined) return [];
    return this.#dates.filter((date) => calendar.covers(date) && calendar.session(date) === undefined);
  }
}

/** Floats suffice: this is a suspicion, and touches no price. */
function isJump(before: Bar, { close, base }: Bar): boolean {
  const ratio = Number(close) / Number(base ?? before.close);
  return ratio >= JUMP || ratio <= 1 / JUMP;
}

function daysFrom(from: TradingDate, to: TradingDate): number {
  return (dayNumber(to) ?? 0) - (dayNumber(from) ?? 0);
}

function isCrossed(bar: Bar): boolean {
  return isOutside(bar, bar.close) || (bar.open !== undefined && isOutside(bar, bar.open));
}

function isOutside({ high, low }: Bar, price: string): boolean {
  return (high !== undefined && isBelow(high, price)) || (low !== undefined && isBelow(price, low));
}

function isEqual(a: Bar, b: Bar): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close;
}
