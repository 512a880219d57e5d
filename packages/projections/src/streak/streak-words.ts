/**
 * Words for a streak: how the current session changes it, since when none was as long, and how far it has carried the
 * price. A move over several sessions is compounded, from the close before the first of them; percentages of single days
 * are never added. A view; until the close it goes by the last tick.
 */
import {
  compareFractions,
  type Fraction,
  fraction,
  type Read,
  type TradingDate,
  type Readable,
} from "@tapefold/core";
import { knownSessions } from "../price/known-sessions.ts";
import { changeRatio } from "../price/move.ts";
import { quote } from "../price/quote.ts";
import { nextStreak, sessionStreak, type UnchangedPolicy } from "./session-streak.ts";
import { onBasis, split } from "../reference/split.ts";

/** The words for a streak. */
export interface StreakWords {
  /** Signed number of sessions, this one among them. */
  readonly streak: number;
  /** True if the session isn't closed: its last tick counts as its close. */
  readonly isProvisional: boolean;
  /** True if it is one session longer than before, and two at least. */
  readonly extends: boolean;
  /** The streak of two sessions or more that this session ended; null if it ended none. */
  readonly snapped: number | null;
  /** True for the first gain after losses. */
  readonly rebounds: boolean;
  /** The last streak as long as this one; null at 0. */
  readonly longest: LongestSince | null;
  /** Price over the close before the streak began, less 1; null at 0, and if that close is not on the tape. */
  readonly cumulative: Fraction | null;
}

/** The last streak as long as this one, on the same side. */
export interface LongestSince {
  /** Latest earlier session with such a streak; null if none is known: this one is then the longest from `from` on. */
  readonly since: TradingDate | null;
  /** Date of the first known session. */
  readonly from: TradingDate;
}

/** The words for a streak; null while it is unknown, and for a session without a price. */
export function streakWords(
  { read }: Readable,
  instrument: string,
  unchanged: UnchangedPolicy = "reset",
): StreakWords | null {
  const { date, isOver } = read(quote, instrument);
  if (read(sessionStreak, instrument).confirmed === null) return null;
  const steps = stepsOf(read, instrument, unchanged);
  const now = steps.at(-1);
  if (now === undefined || now.date !== date) return null;
  const { streak } = now;
  // A seed gives no session before it; a streak of two or more was one shorter then.
  const before = steps.at(-2)?.streak ?? streak - Math.sign(streak);
  const first = runStart(steps);
  return {
    streak,
    isProvisional: !isOver,
    extends: Math.abs(streak) >= 2 && Math.abs(streak) === Math.abs(before) + 1,
    snapped: Math.abs(before) >= 2 && Math.sign(streak) !== Math.sign(before) ? before : null,
    rebounds: before <= -1 && streak === 1,
    longest: streak === 0 ? null : longestSince(steps, first),
    cumulative: streak === 0 ? null : moveSince(read, instrument, steps[first - 1], now),
  };
}

/** A session and the streak after it. */
interface Step {
  readonly date: TradingDate;
  readonly close: number;
  readonly streak: number;
}

/** The steps from the last seed, which is the first step, or else from the first session, which has no reference. */
function stepsOf(read: Read, instrument: string, unchanged: UnchangedPolicy): Step[] {
  const { seededOn, seeded: seededStreak } = read(sessionStreak, instrument);
  const seed = read(quote, instrument).seeds.at(-1);
  const steps: Step[] =
    seed === undefined ? [] : [{ date: seed.date, close: seed.close, streak: seededStreak }];
  for (const { date, close, reference } of knownSessions(read, instrument, seededOn ?? undefined)) {
    if (close === null) continue;
    const before = steps.at(-1);
    const sign =
      before === undefined || reference === null ? 0 : compareFractions(fraction(close), reference);
    steps.push({ date, close, streak: nextStreak(before?.streak ?? 0, sign, unchanged) });
  }
  return steps;
}

/** Place of the first session in the run of the last one. */
function runStart(steps: readonly Step[]): number {
  const side = Math.sign(steps.at(-1)?.streak ?? 0);
  return steps.findLastIndex(({ streak }) => Math.sign(streak) !== side) + 1;
}

function longestSince(steps: readonly Step[], first: number): LongestSince {
  const { streak = 0 } = steps.at(-1) ?? {};
  const asLong = steps
    .slice(0, first)
    .findLast(
      (step) => Math.sign(step.streak) === Math.sign(streak) && Math.abs(step.streak) >= Math.abs(streak),
    );
  return { since: asLong?.date ?? null, from: steps[0]?.date ?? "" };
}

function moveSince(read: Read, instrument: string, before: Step | undefined, now: Step): Fraction | null {
  if (before === undefined) return null;
  return changeRatio(now.close, onBasis(read(split, instrument), before.close, before.date, now.date));
}
