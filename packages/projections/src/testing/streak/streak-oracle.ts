/**
 * Oracle of the streak: the signed number of sessions in a row that closed on one side of their reference. An unchanged
 * close ends it at 0, and so does the first close of all, which has no reference. A seed is the streak after the close
 * of its date; sessions up to then are left out. Two kinds of sessions make the streak unknown until it is seeded anew: one
 * left open with a price of the instrument, be it a high alone, and a scheduled one that is missing from the tape, by the
 * calendars known at the next open or at a later seed. Provisional is the streak if the session ended now.
 */
import type { Recorded, EventOf, TradingDate } from "@tapefold/core";
import { compare } from "../price/exact.ts";
import { exists, isClosed, isOver, quoteOracle, settlementOf } from "../price/quote-oracle.ts";
import { allSessions, referenceOracle, streakSeed } from "../price/reference-oracle.ts";
import { type History, type Session, FOREVER, missingBefore } from "../session/history.ts";

export interface StreakState {
  /** The streak after the last close; null if unknown. */
  readonly confirmed: number | null;
  /** The streak if the session ended now; null without a tick, once closed, and if unknown. */
  readonly provisional: number | null;
  /** Date of the first session of the confirmed streak. */
  readonly since: TradingDate | null;
}

/** One session of a run, and the side of its reference that it closed on. */
interface Mark {
  readonly date: TradingDate;
  /** -1, 0 or 1; null if this session makes the streak unknown. */
  readonly side: number | null;
}

export function streakOracle(history: History, instrument: string): StreakState {
  const seed = streakSeed(history, instrument, FOREVER);
  const sessions = allSessions(history, instrument);
  const { confirmed, since } = runOf(seed, marksOf(history, instrument, sessions, seed));
  const current = sessions.at(-1);
  if (current === undefined || isOver(current, FOREVER) || current.date <= (seed?.event.date ?? "")) {
    return { confirmed, provisional: null, since };
  }
  const last = quoteOracle(history, instrument, current, FOREVER).last;
  if (last === null || confirmed === null) return { confirmed, provisional: null, since };
  const marks = marksOf(history, instrument, sessions, seed);
  const isFirst = seed === null && marks.length === 0;
  const reference = referenceOracle(history, instrument, current, FOREVER);
  const side = isFirst || reference === null ? 0 : compare(last, reference);
  const provisional = runOf(seed, [...marks, { date: current.date, side }]).confirmed;
  return { confirmed, provisional, since };
}

/** The confirmed streak right after the close of a session, by seeds of its date or earlier. */
export function streakAfter(history: History, instrument: string, session: Session): number | null {
  const seed = streakSeed(history, instrument, FOREVER, `${session.date}~`);
  const sessions = allSessions(history, instrument, session.openPosition);
  return runOf(seed, marksOf(history, instrument, sessions, seed)).confirmed;
}

/** Marks of the ended sessions after the seed that exist for the instrument, and of scheduled ones that are missing. */
function marksOf(
  history: History,
  instrument: string,
  sessions: readonly Session[],
  seed: Recorded<EventOf<"StreakSeeded">> | null,
): Mark[] {
  const from = seed?.event.date ?? "";
  const marks: Mark[] = [];
  for (const session of sessions.filter(({ date }) => date > from)) {
    const hasPrevious = seed !== null || marks.length > 0;
    const known = Math.max(session.openPosition, seed?.position ?? 0);
    const missing = missingBefore(history, session, known).find((date) => date > from);
    if (missing !== undefined && hasPrevious) marks.push({ date: missing, side: null });
    if (isOver(session, FOREVER) && !isClosed(session, FOREVER) && exists(session, instrument)) {
      marks.push({ date: session.date, side: null });
      continue;
    }
    const settled = settlementOf(history, instrument, session, FOREVER);
    if (settled === null) continue;
    const reference = referenceOracle(history, instrument, session, FOREVER);
    const side = !hasPrevious || reference === null ? 0 : compare(settled, reference);
    marks.push({ date: session.date, side });
  }
  return marks;
}

/** The length of the trailing block of one side, joined to the seed's streak if it reaches back to the seed. */
function runOf(
  seed: Recorded<EventOf<"StreakSeeded">> | null,
  marks: readonly Mark[],
): { confirmed: number | null; since: TradingDate | null } {
  if (marks.some(({ side }) => side === null)) return { confirmed: null, since: null };
  const side = marks.at(-1)?.side ?? Math.sign(seed?.event.streak ?? 0);
  if (side === null || side === 0) return { confirmed: 0, since: null };
  const breakAt = marks.findLastIndex((mark) => mark.side !== side);
  const run = marks.slice(breakAt + 1);
  const seeded =
    breakAt < 0 && seed !== null && Math.sign(seed.event.streak) === side ? seed.event.streak : 0;
  const seededSince = Math.abs(seeded) === 1 ? (seed?.event.date ?? null) : null;
  return {
    confirmed: seeded + side * run.length,
    since: seeded === 0 ? (run[0]?.date ?? null) : seededSince,
  };
}
