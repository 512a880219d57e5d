/**
 * Oracle of the course of a streak: how far it has carried the price, and the streak a close ended. The streak after
 * every session since the seed comes from the streak's own oracle; its first session is found by counting back.
 */
import type { TradingDate } from "@tapefold/core";
import { changeOf, fromDecimal, percentText, type Rational } from "../price/exact.ts";
import { isClosed } from "../price/quote-oracle.ts";
import {
  allSessions,
  basisOfSession,
  basisOnDate,
  currentOf,
  onBasis,
  streakSeed,
} from "../price/reference-oracle.ts";
import { FOREVER, type History } from "../session/history.ts";
import { streakAfter, type StreakState } from "./streak-oracle.ts";

export interface StreakCourseJson {
  readonly cumulativePct: string | null;
  readonly ended: {
    readonly length: number;
    readonly since: TradingDate | null;
    readonly cumulativePct: string | null;
  } | null;
}

interface Settled {
  readonly date: TradingDate;
  readonly price: Rational;
  readonly basis: Rational;
  /** Streak after its close; null if unknown, and while it is open. */
  readonly streak: number | null;
}

export function streakCourseOracle(
  history: History,
  instrument: string,
  { confirmed, provisional }: Pick<StreakState, "confirmed" | "provisional">,
): StreakCourseJson {
  if (confirmed === null) return { cumulativePct: null, ended: null };
  const all = settledOf(history, instrument);
  const session = allSessions(history, instrument).at(-1);
  const now = provisional ?? confirmed;
  const before = all.at(-2)?.streak ?? 0;
  const isEnd = session !== undefined && isClosed(session, FOREVER) && all.at(-1)?.date === session.date;
  const hasEnded = isEnd && Math.abs(before) >= 2 && before * now <= 0;
  return {
    cumulativePct: moveOver(all, now),
    ended: hasEnded
      ? {
          length: before,
          since: all.slice(0, -1).at(-Math.abs(before))?.date ?? null,
          cumulativePct: moveOver(all.slice(0, -1), before),
        }
      : null,
  };
}

/** The move from the close before the last `streak` sessions to the last of them; null if not known. */
function moveOver(all: readonly Settled[], streak: number): string | null {
  const last = all.at(-1);
  const start = all.at(-1 - Math.abs(streak));
  if (streak === 0 || last === undefined || start === undefined) return null;
  return percentText(changeOf(last.price, onBasis(start.price, start.basis, last.basis)));
}

/** The seed, if there is one, and every session since that has a price. */
function settledOf(history: History, instrument: string): Settled[] {
  const seed = streakSeed(history, instrument, FOREVER)?.event ?? null;
  const sessions = allSessions(history, instrument).filter(({ date }) => date > (seed?.date ?? ""));
  const observed = sessions.flatMap((session): Settled[] => {
    const price = currentOf(history, instrument, session, FOREVER);
    if (price === null) return [];
    const basis = basisOfSession(history, instrument, session);
    const streak = isClosed(session, FOREVER) ? streakAfter(history, instrument, session) : null;
    return [{ date: session.date, price, basis, streak }];
  });
  if (seed === null) return observed;
  const { date, streak } = seed;
  const basis = basisOnDate(history, instrument, date);
  return [{ date, price: fromDecimal(seed.close), basis, streak }, ...observed];
}
