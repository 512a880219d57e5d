/**
 * Periods: the week, month, quarter and year that an instrument's current session lies in, by the exchange's own dates
 * (ISO weeks). A period is measured from the last close before it. It ends when a session of a later one opens, so on
 * Friday evening the week still runs. A session left unconfirmed or missing at the end of a period leaves both it and
 * the next one without a measure. A view.
 */
import { compareFractions, dayNumber, formatDay, type Fraction, type TradingDate } from "@tapefold/core";
import type { LookBack, SessionEnd } from "../price/look-back.ts";

/** The running period of a kind. */
export interface Period {
  /** The close it is measured from, on the current session's basis in units; null if not known. */
  readonly from: { readonly date: TradingDate; readonly close: Fraction } | null;
  /** The exact change over `from`, as a ratio; null if not known. */
  readonly change: Fraction | null;
  /** Number of periods in a row on one side: ended ones (`confirmed`), and with the running one (`provisional`). */
  readonly streak: { readonly confirmed: number; readonly provisional: number };
  /** Date of the last session of the latest ended period whose change was at least as high; null if there is none. */
  readonly bestSince: TradingDate | null;
  readonly worstSince: TradingDate | null;
}

/** The first day of the period that a date lies in. */
const starts = {
  week: (date) => formatDay((dayNumber(date) ?? 0) - daysSinceMonday(date)),
  month: (date) => `${date.slice(0, 7)}-01`,
  quarter: (date) => `${date.slice(0, 4)}-${QUARTERS[Math.ceil(Number(date.slice(5, 7)) / 3) - 1]}-01`,
  year: (date) => `${date.slice(0, 4)}-01-01`,
} as const satisfies Readonly<Record<string, (date: TradingDate) => TradingDate>>;

const QUARTERS = ["01", "04", "07", "10"];

/** Days from the Monday of a date's week to the date, 0 to 6. */
export function daysSinceMonday(date: TradingDate): number {
  return ((((dayNumber(date) ?? 0) + THURSDAY) % 7) + 7) % 7;
}

/** Days from Monday to Thursday; day number 0 is a Thursday. */
const THURSDAY = 3;

/** Kind of period. */
export type PeriodKind = keyof typeof starts;

/** True if two dates lie in one period. */
export function isSamePeriod(kind: PeriodKind, one: TradingDate, other: TradingDate): boolean {
  return starts[kind](one) === starts[kind](other);
}

/** The running period of a kind, and the ended ones that it is compared with. */
export function period(back: LookBack, kind: PeriodKind): Period {
  const { today } = back;
  const before = (end: SessionEnd): SessionEnd | undefined => back.endBefore(starts[kind](end.date));
  const from = before(today);
  const change = changeOver(back, from, today);
  let bestSince: TradingDate | null = null;
  let worstSince: TradingDate | null = null;
  const sides: number[] = [];
  let isRun = true;
  for (let end = from; end !== undefined;) {
    const start = before(end);
    const one = changeOver(back, start, end);
    const side = sideOf(one);
    isRun &&= side !== 0 && side === (sides[0] ?? side);
    if (isRun) sides.push(side);
    if (one !== null && change !== null) {
      const order = compareFractions(one, change);
      if (order >= 0) bestSince ??= end.date;
      if (order <= 0) worstSince ??= end.date;
    }
    if (!isRun && (change === null || (bestSince !== null && worstSince !== null))) break;
    end = start;
  }
  const confirmed = sides.reduce((sum, side) => sum + side, 0);
  const side = sideOf(change);
  return {
    from:
      from === undefined || from.close === null
        ? null
        : { date: from.date, close: back.restated(from.close, from.date) },
    change,
    streak: { confirmed, provisional: side * confirmed > 0 ? confirmed + side : side },
    bestSince,
    worstSince,
  };
}

/** The change from one end to the next, each on today's basis; null if one of them has no close. */
function changeOver(back: LookBack, from: SessionEnd | undefined, to: SessionEnd): Fraction | null {
  if (from === undefined || from.close === null || to.close === null) return null;
  const [start, end] = [back.restated(from.close, from.date), back.restated(to.close, to.date)];
  return {
    numerator: end.numerator * start.denominator - start.numerator * end.denominator,
    denominator: end.denominator * start.numerator,
  };
}

function sideOf(change: Fraction | null): number {
  if (change === null || change.numerator === 0n) return 0;
  return change.numerator > 0n ? 1 : -1;
}
