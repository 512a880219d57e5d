/** A session beside earlier ones, as texts: its path, since when, its periods. */
import { fraction, type Fraction, type Read, subtractFractions, type TradingDate } from "@tapefold/core";
import { lookBack, type LookBack } from "../price/look-back.ts";
import { percent, priceText } from "../price/price-text.ts";
import { quote } from "../price/quote.ts";
import type { EndedStreak } from "../streak/streak-course.ts";
import { dayPath, type DayPath } from "./day-path.ts";
import { period, type PeriodKind } from "./periods.ts";
import { type Since, since } from "./since.ts";

export interface SessionState extends Pick<DayPath, "openedUp" | "turn" | "closedAt"> {
  readonly maxUpPct: string | null;
  readonly maxDownPct: string | null;
}

export interface PeriodState {
  readonly from: { readonly date: TradingDate; readonly close: string } | null;
  readonly change: string | null;
  readonly changePct: string | null;
  readonly streak: { readonly confirmed: number; readonly provisional: number };
  readonly bestSince: TradingDate | null;
  readonly worstSince: TradingDate | null;
}

/** Null while the current session has no price. */
export interface LookingBackState {
  readonly session: SessionState | null;
  readonly since: Since | null;
  readonly periods: PeriodsState | null;
}

export type PeriodsState = Readonly<Record<PeriodKind, PeriodState>>;

export interface EndedStreakState extends Omit<EndedStreak, "cumulative"> {
  readonly cumulativePct: string | null;
}

export function lookingBackState(read: Read, instrument: string): LookingBackState {
  const back = lookBack(read, instrument);
  if (back === undefined) return { session: null, since: null, periods: null };
  const { scale, close } = read(quote, instrument);
  return {
    session: sessionState(back, close !== null),
    since: since(back),
    periods: periodsState(back, scale),
  };
}

function sessionState(back: LookBack, isClosed: boolean): SessionState {
  const { maxUp, maxDown, openedUp, turn, closedAt } = dayPath(back, isClosed);
  return { maxUpPct: percentOrNull(maxUp), maxDownPct: percentOrNull(maxDown), openedUp, turn, closedAt };
}

function periodsState(back: LookBack, scale: number): PeriodsState {
  const state = (kind: PeriodKind): PeriodState => {
    const { from, change, ...rest } = period(back, kind);
    const points = from === null ? null : subtractFractions(fraction(back.today.close), from.close);
    return {
      from: from === null ? null : { date: from.date, close: priceText(from.close, scale) },
      change: points === null ? null : priceText(points, scale),
      changePct: percentOrNull(change),
      ...rest,
    };
  };
  return { week: state("week"), month: state("month"), quarter: state("quarter"), year: state("year") };
}

export function endedStreakState(ended: EndedStreak | null): EndedStreakState | null {
  if (ended === null) return null;
  const { length, since, cumulative } = ended;
  return { length, since, cumulativePct: percentOrNull(cumulative) };
}

export function percentOrNull(ratio: Fraction | null): string | null {
  return ratio === null ? null : percent(ratio);
}
