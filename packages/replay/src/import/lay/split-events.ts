/** Writes splits before the first session on their new basis, whatever rows there are around them. */
import { dayNumber, formatDay, type EventOf, MarketError, type TradingDate } from "@tapefold/core";
import type { Calendar } from "../../calendar/calendar.ts";
import type { KnownSplit, SplitBook } from "../order/split-book.ts";
import type { SplitRatio } from "../read/reading.ts";
import { barId } from "./event-ids.ts";
import { rowSessions, type RowSessions } from "./session-hours.ts";
import type { TapeSoFar } from "./tape-so-far.ts";

/** Most days that a market stays closed. */
const CLOSED_DAYS_MAX = 31;

export class SplitEvents {
  /** Splits before the first session, which affect nothing. */
  early = 0;
  /** Splits that the extended tape has already. */
  known = 0;
  readonly #profile: string;
  readonly #calendar: Calendar | undefined;
  readonly #sessionOf: RowSessions;
  readonly #tape: TapeSoFar | undefined;
  #waiting: KnownSplit[];
  #first: TradingDate | undefined;

  constructor(
    profile: string,
    calendar: Calendar | undefined,
    book: SplitBook,
    instruments: readonly string[],
    tape: TapeSoFar | undefined,
  ) {
    this.#profile = profile;
    this.#calendar = calendar;
    this.#sessionOf = rowSessions(calendar);
    this.#tape = tape;
    const listed = new Set(instruments);
    // A share that has never traded is not listed, so its splits are left out.
    const known = book.splits.filter(
      ({ instrument }) => listed.has(instrument) || tape?.listing(instrument) !== undefined,
    );
    this.#waiting = known.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    this.#first = tape?.firstDate;
    if (tape?.lastDate !== undefined) this.#mustStand(tape, tape.lastDate);
  }

  /** The splits due before a session opens. */
  before(date: TradingDate): EventOf<"InstrumentSplit">[] {
    this.#first ??= date;
    return this.#take((split) => this.#dateOf(split, date), date);
  }

  /** Splits told by rows after the last session: the next one may come with another file. */
  rest(): EventOf<"InstrumentSplit">[] {
    return this.#take((split) => ("date" in split ? split.date : undefined), undefined);
  }

  /** Takes the waiting splits that are due by a date; those of one instrument and date become one. */
  #take(
    dateOf: (split: KnownSplit) => TradingDate | undefined,
    upTo: TradingDate | undefined,
  ): EventOf<"InstrumentSplit">[] {
    const due = new Map<string, { instrument: string; date: TradingDate; ratio: SplitRatio }>();
    this.#waiting = this.#waiting.filter((split) => {
      const date = dateOf(split);
      if (date === undefined || (upTo !== undefined && date > upTo)) return true;
      const { instrument, ratio } = split;
      const key = barId(this.#profile, instrument, date);
      const before = due.get(key)?.ratio;
      if (this.#first !== undefined && date < this.#first) this.early += 1;
      else due.set(key, { instrument, date, ratio: before === undefined ? ratio : product(before, ratio) });
      return false;
    });
    return [...due]
      .filter(([, { instrument, date, ratio }]) => !this.#stands(instrument, date, ratio))
      .map(([key, { instrument, date, ratio }]) => ({
        id: `${key}-split`,
        type: "InstrumentSplit",
        at: this.#sessionOf(date).open,
        instrument,
        ...ratio,
        date,
      }));
  }

  /** The first session on the new basis, if the next one on the tape is of `date`. */
  #dateOf(split: KnownSplit, date: TradingDate): TradingDate | undefined {
    if ("date" in split) return split.date;
    if (split.after >= date) return undefined;
    const scheduled = this.#scheduledAfter(split.after);
    if (scheduled !== undefined) return scheduled < date ? scheduled : date;
    // Beyond the calendar, the session after the split is the next one on the tape, unless that is the first
    // of all.
    return date === this.#first ? dayAfter(split.after) : date;
  }

  #scheduledAfter(date: TradingDate): TradingDate | undefined {
    if (this.#calendar?.covers(dayAfter(date)) !== true) return undefined;
    return this.#calendar.sessions(dayAfter(date), dayAfter(date, CLOSED_DAYS_MAX))[0]?.date;
  }

  /** A split within the tape's sessions must already stand there, as it can no longer be told. */
  #mustStand(tape: TapeSoFar, last: TradingDate): void {
    const dateOf = (split: KnownSplit): TradingDate | undefined => {
      if ("date" in split) return split.date;
      const next = tape.sessionAfter(split.after);
      return next === undefined ? undefined : this.#dateOf(split, next);
    };
    const missing = this.#take(dateOf, last).find(({ instrument }) => tape.listing(instrument) !== undefined);
    if (missing === undefined) return;
    const { instrument, date, numerator, denominator } = missing;
    const problem =
      `the split ${numerator}:${denominator} of ${instrument} on ${date} is not on the tape, and its session is past; ` +
      "import all files of the market into a new tape (--out)";
    throw new MarketError("IMPORT_PAST", problem, { instrument, date });
  }

  #stands(instrument: string, date: TradingDate, { numerator, denominator }: SplitRatio): boolean {
    const stands = (this.#tape?.splits ?? []).some(
      (split) =>
        split.instrument === instrument &&
        split.date === date &&
        BigInt(split.numerator) * BigInt(denominator) === BigInt(numerator) * BigInt(split.denominator),
    );
    if (stands) this.known += 1;
    return stands;
  }
}

function orderOf(split: KnownSplit): TradingDate {
  return "date" in split ? split.date : split.after;
}

function product(a: SplitRatio, b: SplitRatio): SplitRatio {
  const [numerator, denominator] = [a.numerator * b.numerator, a.denominator * b.denominator];
  const common = divisor(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function dayAfter(date: TradingDate, days = 1): TradingDate {
  return formatDay((dayNumber(date) ?? 0) + days);
}
