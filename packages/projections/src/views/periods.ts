/**
 * Periods: the week, month, quarter and year that an instrument's current session lies in, by the exchange's own dates
 * (ISO weeks). A period is measured from the last close before it. It ends when a session of a later one opens, so on
 * Friday evening the week still runs. A session left unconfirmed or missing at the end of a period leaves both it and
 * the next one without a measure. A view.
 */
import { compareFractions, dayNumber, type Fraction, type TradingDate } from "@tapefold/core";
import { type LookBack, type PricedSession, quotient } from "../price/look-back.ts";
import { nextStreak } from "../streak/session-streak.ts";

export interface Period {
  /** The close it is measured from, on the current session's basis in units; null where it is not known. */
  readonly from: { readonly date: TradingDate; readonly close: Fraction } | null;
  /** Price over `from`. */
  readonly growth: Fraction | null;
  /** Periods in a row on one side, ended ones (`confirmed`), and with the running one (`provisional`). */
  readonly streak: { readonly confirmed: number; readonly provisional: number };
  /** Last session of the last ended period with a change at least as high. */
  readonly bestSince: TradingDate | null;
  readonly worstSince: TradingDate | null;
}

/** The name of the period that a date lies in; in order of time only by equality. */
export const periodNames = {
  week: (date) => String(Math.floor(((dayNumber(date) ?? 0) + MONDAY) / 7)),
  month: (date) => date.slice(0, 7),
  quarter: (date) => `${date.slice(0, 4)} ${Math.ceil(Number(date.slice(5, 7)) / 3)}`,
  year: (date) => date.slice(0, 4),
} as const satisfies Readonly<Record<string, (date: TradingDate) => string>>;

/** The day of day number 0 is a Thursday. */
const MONDAY = 3;

export type PeriodKind = keyof typeof periodNames;

export function period(back: LookBack, kind: PeriodKind): Period {
  const ends = endsOf(back, periodNames[kind]);
  const growths = ends.map((end, at) => growthOver(back, ends[at - 1], end));
  const now = growths.at(-1) ?? null;
  const confirmed = runOf(growths.slice(0, -1));
  const from = ends.at(-2) ?? null;
  const lastWith = (isSought: (order: number) => boolean): TradingDate | null => {
    const at = growths.findLastIndex(
      (one, place) =>
        place < growths.length - 1 && one !== null && now !== null && isSought(compareFractions(one, now)),
    );
    return ends[at]?.date ?? null;
  };
  return {
    from: from === null ? null : { date: from.date, close: back.restated(from.close, from.date) },
    growth: now,
    streak: { confirmed, provisional: nextStreak(confirmed, sideOf(now), "reset") },
    bestSince: lastWith((order) => order >= 0),
    worstSince: lastWith((order) => order <= 0),
  };
}

/** The session that each period ended with, the running one with today's; null where that has no confirmed close. */
function endsOf(
  { today, earlier, gaps }: LookBack,
  nameOf: (date: TradingDate) => string,
): (PricedSession | null)[] {
  const ends: (PricedSession | null)[] = [];
  let name = "";
  const add = (date: TradingDate, session: PricedSession | null): void => {
    const period = nameOf(date);
    if (period === name) ends.pop();
    ends.push(session);
    name = period;
  };
  let gap = 0;
  for (const session of [...earlier, today]) {
    for (; (gaps[gap] ?? session.date) < session.date; gap += 1) add(gaps[gap] ?? "", null);
    add(session.date, session);
  }
  return ends;
}

function growthOver(
  { restated }: LookBack,
  from: PricedSession | null | undefined,
  to: PricedSession | null,
): Fraction | null {
  if (from === null || from === undefined || to === null) return null;
  return quotient(restated(to.close, to.date), restated(from.close, from.date));
}

/** The length of the trailing run of one side, signed. */
function runOf(growths: readonly (Fraction | null)[]): number {
  const side = sideOf(growths.at(-1) ?? null);
  const before = growths.findLastIndex((growth) => sideOf(growth) !== side);
  return side === 0 ? 0 : side * (growths.length - 1 - before);
}

function sideOf(growth: Fraction | null): number {
  if (growth === null || growth.numerator === growth.denominator) return 0;
  return growth.numerator > growth.denominator ? 1 : -1;
}
