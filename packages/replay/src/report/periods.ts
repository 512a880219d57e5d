/** Weeks, months, quarters and years of an instrument's sessions: from the last close before each to its last close. */
import {
  dayNumber,
  divideFractions,
  formatDay,
  type Fraction,
  fraction,
  subtractFractions,
  type TradingDate,
} from "@tapefold/core";

export type PeriodKind = "week" | "month" | "quarter" | "year";

/** A close on the basis of the last session, in units. */
export interface DatedClose {
  readonly date: TradingDate;
  readonly close: Fraction;
}

export interface Period {
  /** "2026-02", "2026-Q1"; a week by its Monday. */
  readonly name: string;
  readonly first: TradingDate;
  readonly last: TradingDate;
  /** Change over the last close before it; null if the tape has none. */
  readonly change: Fraction | null;
}

const ONE = fraction(1n);

/** Oldest first; named by the exchange's own dates. */
export function periodsOf(closes: readonly DatedClose[], kind: PeriodKind): readonly Period[] {
  const periods: Period[] = [];
  let before: DatedClose | undefined;
  closes.forEach((one, place) => {
    const name = nameOf(one.date, kind);
    const known = periods.at(-1);
    const first = known?.name === name ? known.first : one.date;
    if (known?.name === name) periods.pop();
    else before = closes[place - 1];
    const change =
      before === undefined ? null : subtractFractions(divideFractions(one.close, before.close), ONE);
    periods.push({ name, first, last: one.date, change });
  });
  return periods;
}

function nameOf(date: TradingDate, kind: PeriodKind): string {
  const [year = "", month = ""] = date.split("-");
  if (kind === "year") return year;
  if (kind === "quarter") return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  if (kind === "month") return `${year}-${month}`;
  const day = dayNumber(date) ?? 0;
  // Day 0, 1 January 1970, was a Thursday.
  return formatDay(day - ((((day + 3) % 7) + 7) % 7));
}
