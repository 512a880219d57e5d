/** Words for a streak, each looked up in the list of all streaks since the last seed. */
import type { TradingDate } from "@tapefold/core";
import { changeOf, fromDecimal, type Rational } from "../price/exact.ts";
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
import { streakAfter, streakOracle } from "./streak-oracle.ts";

export interface StreakWordsJson {
  readonly streak: number;
  readonly isProvisional: boolean;
  readonly extends: boolean;
  readonly snapped: number | null;
  readonly rebounds: boolean;
  readonly longest: { readonly since: TradingDate | null; readonly from: TradingDate } | null;
  readonly cumulative: Rational | null;
}

interface Streak {
  readonly date: TradingDate;
  readonly price: Rational;
  readonly basis: Rational;
  readonly streak: number;
}

/** The words for an instrument's streak; null if its current session has no streak. */
export function streakWordsOracle(history: History, instrument: string): StreakWordsJson | null {
  const session = allSessions(history, instrument).at(-1);
  const all = streaksOf(history, instrument);
  const now = all.at(-1);
  if (session === undefined || now === undefined || now.date !== session.date) return null;
  if (streakOracle(history, instrument).confirmed === null) return null;
  const { streak } = now;
  const size = Math.abs(streak);
  const before = all.length > 1 ? (all.at(-2)?.streak ?? 0) : streak - Math.sign(streak);
  // The run has as many sessions as the streak says if all of them are on the tape.
  const run = all.filter((one, place) => {
    return (
      all.slice(place).every((later) => Math.sign(later.streak) === Math.sign(streak)) && one.streak !== 0
    );
  });
  const earlier = all.slice(0, all.length - run.length);
  const asLong = earlier.filter((one) => one.streak * streak > 0 && Math.abs(one.streak) >= size);
  const start = earlier.at(-1);
  return {
    streak,
    isProvisional: !isClosed(session, FOREVER),
    extends: size >= 2 && size - Math.abs(before) === 1,
    snapped: Math.abs(before) >= 2 && before * streak <= 0 ? before : null,
    rebounds: before < 0 && streak === 1,
    longest: streak === 0 ? null : { since: asLong.at(-1)?.date ?? null, from: all[0]?.date ?? "" },
    cumulative:
      streak === 0 || start === undefined
        ? null
        : changeOf(now.price, onBasis(start.price, start.basis, now.basis)),
  };
}

function streaksOf(history: History, instrument: string): Streak[] {
  const seed = streakSeed(history, instrument, FOREVER)?.event ?? null;
  const seeded =
    seed === null
      ? []
      : [
          {
            date: seed.date,
            price: fromDecimal(seed.close),
            basis: basisOnDate(history, instrument, seed.date),
            streak: seed.streak,
          },
        ];
  const observed = allSessions(history, instrument)
    .filter(({ date }) => date > (seed?.date ?? ""))
    .flatMap((session): Streak[] => {
      const price = currentOf(history, instrument, session, FOREVER);
      if (price === null) return [];
      const isOpen = session.endPosition === null;
      const streak = isOpen
        ? streakOracle(history, instrument).provisional
        : streakAfter(history, instrument, session);
      const basis = basisOfSession(history, instrument, session);
      return [{ date: session.date, price, basis, streak: streak ?? 0 }];
    });
  return [...seeded, ...observed];
}
