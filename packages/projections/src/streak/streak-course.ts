/**
 * The course of a streak: how far it has carried the price, and the streak of two sessions or more that the session's
 * close ended. A move is taken from the close before the first session; where that lies before the tape it is not
 * known. A view.
 */
import { compareFractions, type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { changeRatio } from "../price/move.ts";
import { quote } from "../price/quote.ts";
import { onBasis, split } from "../reference/split.ts";
import { provisionalStreak, sessionStreak } from "./session-streak.ts";

export interface StreakCourse {
  /** Of the provisional streak while it exists, else of the confirmed; null at 0 and while unknown. */
  readonly cumulative: Fraction | null;
  /** Null but on the session whose close ended one. */
  readonly ended: EndedStreak | null;
}

export interface EndedStreak {
  /** Signed, two at least. */
  readonly length: number;
  /** Its first session; null where that lies before the tape. */
  readonly since: TradingDate | null;
  readonly cumulative: Fraction | null;
}

/** `sessions` are the instrument's known ones. */
export function streakCourse(
  read: Read,
  instrument: string,
  sessions: readonly EndedSession[],
): StreakCourse {
  const streak = read(sessionStreak, instrument);
  if (streak.confirmed === null) return { cumulative: null, ended: null };
  const closes = closesOf(read, instrument, sessions);
  const splits = read(split, instrument);
  /** From the close before a streak of some length to the last of it. */
  const move = (length: number, last: number): Fraction | null => {
    const [from, to] = [closes[last - Math.abs(length)], closes[last]];
    if (length === 0 || from === undefined || to === undefined) return null;
    return changeRatio(to.close, onBasis(splits, from.close, from.date, to.date));
  };
  const last = closes.length - 1;
  const now = provisionalStreak(streak, instrument, "reset", read) ?? streak.confirmed;
  const cumulative = move(now, last);
  const { date, close } = read(quote, instrument);
  const isSettled = close !== null && closes[last]?.date === date;
  const before = isSettled ? streakAt(closes, last - 1, streak.seeded) : 0;
  if (Math.abs(before) < 2 || Math.sign(before) === Math.sign(now)) return { cumulative, ended: null };
  const since = closes[last - Math.abs(before)]?.date ?? null;
  return { cumulative, ended: { length: before, since, cumulative: move(before, last - 1) } };
}

/** A close that the streak counts; the first has nothing before it and is on the side of the seed, if it is one. */
interface Close {
  readonly date: TradingDate;
  readonly close: number;
  /** 1 above what it is measured from, -1 below, else 0. */
  readonly side: number;
}

/** From the last seed on, oldest first. */
function closesOf(read: Read, instrument: string, sessions: readonly EndedSession[]): readonly Close[] {
  const { seededOn, seeded } = read(sessionStreak, instrument);
  const seed = read(quote, instrument).seeds.at(-1);
  const closes: Close[] =
    seed === undefined ? [] : [{ date: seed.date, close: seed.close, side: Math.sign(seeded) }];
  for (const { date, close, reference } of sessions) {
    if (close === null || date <= (seededOn ?? "")) continue;
    const isCompared = closes.length > 0 && reference !== null;
    closes.push({ date, close, side: isCompared ? compareFractions(fraction(close), reference) : 0 });
  }
  return closes;
}

/** The streak after the close at a place; it joins the seed's where it reaches back to it. */
function streakAt(closes: readonly Close[], at: number, seeded: number): number {
  const side = closes[at]?.side ?? 0;
  if (side === 0) return 0;
  const before = closes.findLastIndex((close, place) => place <= at && close.side !== side);
  return side * (at - before) + (before === -1 ? seeded - side : 0);
}
