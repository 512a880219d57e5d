/**
 * Oracle of week, month, quarter and year: a period is the set of its dates. It is measured from the last confirmed
 * close before the first of them, which is unknown if a gap of an earlier period lies between; a period that ends in a
 * gap counts as one without a close. ISO weeks are numbered by the day of the year, as the standard has it.
 */
import type { TradingDate } from "@tapefold/core";
import { changeOf, compare, fixed, minus, percentText, sign, ZERO, type Rational } from "../price/exact.ts";

export interface PeriodJson {
  readonly from: { readonly date: TradingDate; readonly close: string } | null;
  readonly change: string | null;
  readonly changePct: string | null;
  readonly streak: { readonly confirmed: number; readonly provisional: number };
  readonly bestSince: TradingDate | null;
  readonly worstSince: TradingDate | null;
}

export interface PeriodsJson {
  readonly week: PeriodJson;
  readonly month: PeriodJson;
  readonly quarter: PeriodJson;
  readonly year: PeriodJson;
}

interface Close {
  readonly date: TradingDate;
  /** The close on today's basis. */
  readonly close: Rational;
}

/** The periods, from the closes before today, the dates before today with a missing close, and today. */
export function periodsOracle(
  earlier: readonly Close[],
  gaps: readonly TradingDate[],
  today: Close,
  scale: number,
): PeriodsJson {
  const of = (nameOf: (date: TradingDate) => string) => periodOracle(earlier, gaps, today, scale, nameOf);
  return {
    week: of(isoWeek),
    month: of((date) => date.slice(0, 7)),
    quarter: of((date) => `${date.slice(0, 4)}Q${"111222333444"[Number(date.slice(5, 7)) - 1]}`),
    year: of((date) => date.slice(0, 4)),
  };
}

function periodOracle(
  earlier: readonly Close[],
  gaps: readonly TradingDate[],
  today: Close,
  scale: number,
  nameOf: (date: TradingDate) => string,
): PeriodJson {
  const dates = [...earlier.map(({ date }) => date), ...gaps, today.date].sort();
  const names = [...new Set(dates.map(nameOf))];
  const running = nameOf(today.date);
  const closes = [...earlier, today];
  /** The close that a period is measured from; null if not known. */
  const fromOf = (name: string): Close | null => {
    const first = dates.find((date) => nameOf(date) === name) ?? "";
    const from = closes.filter(({ date }) => date < first).at(-1) ?? null;
    const isKnown = gaps.every((gap) => gap <= (from?.date ?? "") || nameOf(gap) === name || gap > first);
    return isKnown ? from : null;
  };
  const periods = names.map((name) => {
    const own = closes.filter(({ date }) => nameOf(date) === name);
    const last = own.at(-1) ?? null;
    const endsInGap =
      name !== running && gaps.some((gap) => nameOf(gap) === name && gap > (last?.date ?? ""));
    const from = fromOf(name);
    const change = from === null || last === null || endsInGap ? null : changeOf(last.close, from.close);
    return { last, change, side: change === null ? 0 : sign(change) };
  });
  const ended = periods.slice(0, -1);
  const now = periods.at(-1);
  const from = fromOf(running);
  const change = now?.change ?? null;
  const known = ended.filter((one) => one.change !== null && change !== null);
  const since = (side: number) =>
    known.filter((one) => compare(one.change ?? ZERO, change ?? ZERO) * side >= 0).at(-1)?.last?.date ?? null;
  return {
    from: from === null ? null : { date: from.date, close: fixed(from.close, scale) },
    change: from === null ? null : fixed(minus(today.close, from.close), scale),
    changePct: change === null ? null : percentText(change),
    streak: {
      confirmed: trailing(ended.map(({ side }) => side)),
      provisional: trailing(periods.map(({ side }) => side)),
    },
    bestSince: since(1),
    worstSince: since(-1),
  };
}

/** The sum of the equal sides at the end of a list. */
function trailing(sides: readonly number[]): number {
  let count = 0;
  for (const side of [...sides].reverse()) {
    if (side === 0 || side !== sides.at(-1)) break;
    count += side;
  }
  return count;
}

/** The ISO 8601 week, as `2026-W07`: the week that holds the year's first Thursday is the first. */
function isoWeek(date: TradingDate): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const ordinal = ordinalOf(year, month, day);
  const week = Math.floor((ordinal - weekday(year, ordinal) + 10) / 7);
  if (week === 0) return `${year - 1}-W${weeksIn(year - 1)}`;
  return week > weeksIn(year) ? `${year + 1}-W1` : `${year}-W${week}`;
}

function ordinalOf(year: number, month: number, day: number): number {
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30];
  return lengths.slice(0, month - 1).reduce((total, days) => total + days, day);
}

/** Day of the week, 1 on Mondays to 7 on Sundays; 1 January of the year 1 was a Monday. */
function weekday(year: number, ordinal: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return ((past * 365 + leaps + ordinal - 1) % 7) + 1;
}

/** Number of weeks of a year: 53 if it begins or ends on a Thursday. */
function weeksIn(year: number): number {
  const last = isLeap(year) ? 366 : 365;
  return weekday(year, 1) === 4 || weekday(year, last) === 4 ? 53 : 52;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
