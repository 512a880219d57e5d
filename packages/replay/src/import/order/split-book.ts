/** The splits of files and factor files, in any order; few enough to be held. */
import type { TradingDate } from "@tapefold/core";
import type { FactorChange } from "../read/factor-file.ts";
import type { RowSplit, SplitRatio } from "../read/reading.ts";

/** A split by its first session on the new basis or, from a factor file, by the last date on the old one. */
export type KnownSplit = { readonly instrument: string; readonly ratio: SplitRatio } & (
  { readonly date: TradingDate } | { readonly after: TradingDate }
);

export interface UnreadSplit {
  readonly instrument: string;
  readonly date: TradingDate;
}

export class SplitBook {
  readonly splits: KnownSplit[] = [];
  /** Splits whose ratio could not be read, or was told in two ways. */
  readonly unread: UnreadSplit[] = [];
  readonly #byDate = new Map<string, SplitRatio | undefined>();

  /** Takes a split from a row; files may overlap, so the same split may be told again. */
  see({ instrument, date, ratio }: RowSplit): void {
    const key = `${instrument} ${date}`;
    const before = this.#byDate.get(key);
    if (this.#byDate.has(key)) {
      if (ratio?.numerator === before?.numerator && ratio?.denominator === before?.denominator) return;
      this.unread.push({ instrument, date });
      return;
    }
    this.#byDate.set(key, ratio);
    if (ratio === undefined) this.unread.push({ instrument, date });
    else this.splits.push({ instrument, date, ratio });
  }

  /** Takes the splits of an instrument's factor file. */
  seeFactors(instrument: string, changes: readonly FactorChange[]): void {
    for (const { after, ratio } of changes) {
      if (ratio === undefined) this.unread.push({ instrument, date: after });
      else this.splits.push({ instrument, after, ratio });
    }
  }

  /** True if a split may explain a change of basis after a date, up to and including another. */
  hasBetween(instrument: string, after: TradingDate, upTo: TradingDate): boolean {
    return this.splits.some((split) => {
      if (split.instrument !== instrument) return false;
      return "date" in split
        ? after < split.date && split.date <= upTo
        : after <= split.after && split.after < upTo;
    });
  }
}
