/** Instruments that are new to the tape: their rows must come after what it holds of their market. */
import { type Instant, MarketError, type TradingDate } from "@tapefold/core";
import type { Calendar } from "../../calendar/calendar.ts";
import type { Taken } from "../read/reading.ts";
import type { TapeSoFar } from "./tape-so-far.ts";

export class Newcomers {
  readonly #tape: TapeSoFar;
  readonly #dates = new Map<string, TradingDate>();
  readonly #instants = new Map<string, Instant>();

  constructor(tape: TapeSoFar) {
    this.#tape = tape;
  }

  readonly see = (reading: Taken, at: Instant): void => {
    if (reading.kind === "bar") earliest(this.#dates, reading.instrument, reading.date);
    else if (reading.kind === "trade") earliest(this.#instants, reading.instrument, at);
  };

  /** Throws `IMPORT_PAST` for an instrument whose first row lies within what the tape holds of its market. */
  mustBeNew(calendar: Calendar | undefined): void {
    const { lastDate, marketLatest } = this.#tape;
    if (lastDate === undefined) return;
    for (const [instrument, date] of this.#dates) if (date <= lastDate) this.#refuse(instrument, date);
    for (const [instrument, at] of this.#instants) {
      const date = calendar?.clock.dateOf(at);
      if (date === undefined ? at < marketLatest : date <= lastDate)
        this.#refuse(instrument, date ?? lastDate);
    }
  }

  #refuse(instrument: string, date: TradingDate): void {
    if (this.#tape.listing(instrument) !== undefined) return;
    const problem =
      `${instrument} is not on the tape and has rows from ${date}, but its market has gone on to ${this.#tape.lastDate}; ` +
      "import all files of the market into a new tape (--out, it is fast), or only what is later";
    throw new MarketError("IMPORT_PAST", problem, { instrument, date });
  }
}

function earliest<Value extends string | number>(known: Map<string, Value>, key: string, value: Value): void {
  const before = known.get(key);
  if (before === undefined || value < before) known.set(key, value);
}
