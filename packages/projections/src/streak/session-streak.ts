/**
 * Session streak: sessions in a row whose official close lay on one side of the reference, counted up for gains and down
 * for losses. The sign is taken from exact prices, never from a rounded percentage. Desks differ on an unchanged close:
 * here it ends a streak (`reset`), unless the rule is made to `carry` the streak over.
 */
import {
  compareFractions,
  defineProjection,
  type Draft,
  type Fraction,
  fraction,
  type Projection,
  type Read,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { calendar, isMissing } from "../session/calendar.ts";
import { hadPrice, history, sessionsAfter } from "../price/history.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { onBasis, split } from "../reference/split.ts";

/** The streak of an instrument; keyed by its id. */
export interface SessionStreak {
  /** Streak after the last official close; 0 before the first, null if a session is missing or was never closed. */
  readonly confirmed: number | null;
  /** Date of its first session; null at 0, while unknown, and if that session lies before the tape. */
  readonly since: TradingDate | null;
  /** Date of the last seed, null without one; sessions up to it are left out. */
  readonly seededOn: TradingDate | null;
  /** Streak given by that seed; 0 without one. */
  readonly seeded: number;
}

/** The streak as a selection shows it. */
export interface SessionStreakView extends SessionStreak {
  /** The streak if the session closed at its last tick; null without a tick, once closed, and while unknown. */
  readonly provisional: number | null;
}

/** Effect of an unchanged close: `reset` ends a streak, `carry` leaves it as it is. */
export type UnchangedPolicy = "reset" | "carry";

/** The streak rule with a policy for unchanged closes. */
export function streakWith(unchanged: UnchangedPolicy): Projection<SessionStreak, SessionStreakView> {
  return defineProjection<SessionStreak, SessionStreakView>({
    name: unchanged === "reset" ? "session-streak" : "session-streak-carry",
    version: 3,
    options: { unchanged },
    needs: [calendar, history, listing, quote, split],
    key: {
      StreakSeeded: ({ instrument }) => instrument,
      InstrumentOpened: ({ instrument, ended, missing }) =>
        ended === null || missing || isLeftUnconfirmed(ended) ? instrument : null,
      InstrumentClosed: ({ instrument }) => instrument,
    },
    initial: { confirmed: 0, since: null, seededOn: null, seeded: 0 },
    on: {
      StreakSeeded: (streak, { instrument, streak: seeded, close, date }, { read }) => {
        streak.seededOn = date;
        streak.seeded = seeded;
        streak.confirmed = seeded;
        streak.since = Math.abs(seeded) === 1 ? date : null;
        const units = toUnits(close, read(listing, instrument).scale) ?? 0;
        countAgain(streak, instrument, { date, close: units }, unchanged, read);
      },
      InstrumentOpened: (streak, { date, ended, missing }) => {
        if (ended !== null && isLeftUnconfirmed(ended) && isCounted(streak, ended.date)) forget(streak);
        if (missing && isCounted(streak, date)) forget(streak);
      },
      InstrumentClosed: (streak, { instrument, close, date, reference }, { read }) => {
        if (!isCounted(streak, date) || read(quote, instrument).previous === null) return;
        step(streak, date, signOf(close, reference), unchanged);
      },
    },
    view: (streak, instrument, read) => ({
      ...streak,
      provisional: provisionalStreak(streak, instrument, unchanged, read),
    }),
  });
}

export const sessionStreak: Projection<SessionStreak, SessionStreakView> = streakWith("reset");

/** The streak after one more close on a side: 1 above, −1 below, 0 unchanged. */
export function nextStreak(streak: number, sign: number, unchanged: UnchangedPolicy): number {
  if (sign > 0) return Math.max(streak, 0) + 1;
  if (sign < 0) return Math.min(streak, 0) - 1;
  return unchanged === "carry" ? streak : 0;
}

/** The streak if the session closed at its last tick. */
export function provisionalStreak(
  streak: SessionStreak,
  instrument: string,
  unchanged: UnchangedPolicy,
  read: Read,
): number | null {
  const { last, close, reference, previous, date } = read(quote, instrument);
  if (
    last === null ||
    close !== null ||
    streak.confirmed === null ||
    date === null ||
    !isCounted(streak, date)
  )
    return null;
  return previous === null ? 0 : nextStreak(streak.confirmed, signOf(last, reference), unchanged);
}

/** Counts the sessions after a late seed again. */
function countAgain(
  streak: Draft<SessionStreak>,
  instrument: string,
  seed: { readonly date: TradingDate; readonly close: number },
  unchanged: UnchangedPolicy,
  read: Read,
): void {
  const { mic } = read(listing, instrument);
  const splits = read(split, instrument);
  let before = seed;
  const count = (date: TradingDate, close: number, base: number | null): void => {
    const reference = base === null ? onBasis(splits, before.close, before.date, date) : fraction(base);
    step(streak, date, signOf(close, reference), unchanged);
    before = { date, close };
  };
  for (const { date, close, base, confirmed } of sessionsAfter({ read }, instrument, seed.date)) {
    if (!confirmed) forget(streak);
    if (close === null) continue;
    if (isMissing(read, mic, before.date, date)) forget(streak);
    count(date, close, base);
  }
  const { date: today, close, base } = read(quote, instrument);
  if (today === null || today <= seed.date) return;
  if (isMissing(read, mic, before.date, today)) forget(streak);
  if (close !== null) count(today, close, base);
}

/** Counts one more close. */
function step(
  streak: Draft<SessionStreak>,
  date: TradingDate,
  sign: number,
  unchanged: UnchangedPolicy,
): void {
  if (streak.confirmed === null) return;
  streak.confirmed = nextStreak(streak.confirmed, sign, unchanged);
  if (streak.confirmed === 0) streak.since = null;
  else if (Math.abs(streak.confirmed) === 1 && sign !== 0) streak.since = date;
}

function isLeftUnconfirmed(ended: EndedSession): boolean {
  return hadPrice(ended) && !ended.confirmed;
}

/** Makes the streak unknown. */
function forget(streak: Draft<SessionStreak>): void {
  streak.confirmed = null;
  streak.since = null;
}

/** True for a session after the last seed. */
function isCounted({ seededOn }: SessionStreak, date: TradingDate): boolean {
  return seededOn === null || date > seededOn;
}

function signOf(price: number, reference: Fraction | null): number {
  return reference === null ? 0 : compareFractions(fraction(price), reference);
}
