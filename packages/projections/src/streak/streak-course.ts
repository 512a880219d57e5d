/**
 * The course of a streak: how far it has carried the price, and the streak of two sessions or more that the session's
 * close ended. A move is measured from the close before the first session, and is unknown if that lies before the tape.
 * A view.
 */
import { compareFractions, type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import { exact, type KeptSession, sessionsBack } from "../price/history.ts";
import { changeRatio } from "../price/move.ts";
import { endOf, quote } from "../price/quote.ts";
import { onBasis, split } from "../reference/split.ts";
import { provisionalStreak, sessionStreak } from "./session-streak.ts";

export interface StreakCourse {
  /** Move over the provisional streak while it exists, else over the confirmed; null at 0 and while unknown. */
  readonly cumulative: Fraction | null;
  /** The streak that the session's close ended; null if it ended none. */
  readonly ended: EndedStreak | null;
}

export interface EndedStreak {
  /** Signed number of sessions, two at least. */
  readonly length: number;
  /** Date of its first session; null if that lies before the tape. */
  readonly since: TradingDate | null;
  readonly cumulative: Fraction | null;
}

export function streakCourse(read: Read, instrument: string): StreakCourse {
  const streak = read(sessionStreak, instrument);
  if (streak.confirmed === null) return { cumulative: null, ended: null };
  const now = provisionalStreak(streak, instrument, "reset", read) ?? streak.confirmed;
  const closes = closesBehind(read, instrument, Math.max(2, Math.abs(now) + 1));
  const splits = read(split, instrument);
  /** The move over a streak of a length, from the close before it to the close at a place; null if not known. */
  const move = (length: number, place: number): Fraction | null => {
    const [from, to] = [closes[place + Math.abs(length)], closes[place]];
    if (length === 0 || from === undefined || to === undefined) return null;
    return changeRatio(to.close, onBasis(splits, from.close, from.date, to.date));
  };
  const cumulative = move(now, 0);
  const { date, close } = read(quote, instrument);
  const isSettled = close !== null && closes[0]?.date === date;
  const before = isSettled ? streakAt(closes, 1, streak.seeded) : 0;
  if (Math.abs(before) < 2 || Math.sign(before) === Math.sign(now)) return { cumulative, ended: null };
  const since = closes[Math.abs(before)]?.date ?? null;
  return { cumulative, ended: { length: before, since, cumulative: move(before, 1) } };
}

/** A close that the streak counts. */
interface Close {
  readonly date: TradingDate;
  readonly close: number;
  /** 1 above the reference, -1 below, else 0; a seed has the side of its streak. */
  readonly side: number;
}

/** The closes back to the last seed, newest first: at least `count`, and on until the side changes. */
function closesBehind(read: Read, instrument: string, count: number): readonly Close[] {
  const closes: Close[] = [];
  for (const close of closesBack(read, instrument)) {
    closes.push(close);
    if (closes.length > count && close.side !== closes.at(-2)?.side) break;
  }
  return closes;
}

function* closesBack(read: Read, instrument: string): Generator<Close> {
  const quoted = read(quote, instrument);
  const { seededOn, seeded } = read(sessionStreak, instrument);
  if (quoted.date !== null) yield* counted([endOf(quoted, quoted.date)], seededOn);
  yield* counted(sessionsBack(read, instrument), seededOn);
  const seed = quoted.seeds.at(-1);
  if (seed !== undefined) yield { date: seed.date, close: seed.close, side: Math.sign(seeded) };
}

function* counted(sessions: Iterable<KeptSession>, seededOn: TradingDate | null): Generator<Close> {
  for (const { date, close, reference, previousDate } of sessions) {
    if (seededOn !== null && date <= seededOn) return;
    if (close === null) continue;
    const isCompared = reference !== null && previousDate !== null;
    yield { date, close, side: isCompared ? compareFractions(fraction(close), exact(reference)) : 0 };
  }
}

/** The streak after the close at a place; it includes the seed's streak if it reaches back to the seed. */
function streakAt(closes: readonly Close[], at: number, seeded: number): number {
  const side = closes[at]?.side ?? 0;
  if (side === 0) return 0;
  const before = closes.findIndex((close, place) => place > at && close.side !== side);
  return before === -1 ? side * (closes.length - at - 1) + seeded : side * (before - at);
}
