/**
 * Records: the highest level of a basis so far. A higher level breaks a record, an equal one only matches it. A seed is
 * the record after its session, which counts as having set it; sessions up to then are left out. A session is counted
 * at the next open. Until then the record is a view over the standing record and the session's own prices, so that late
 * reports and busts cost nothing.
 */
import {
  compareFractions,
  divideHalfAway,
  type Draft,
  type Fraction,
  fraction,
  type ProjectionDefinition,
  type Read,
  type RecordBasis,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { hadPrice, history, sessionsAfter } from "../price/history.ts";
import { listing } from "../reference/listing.ts";
import { endOf, quote } from "../price/quote.ts";
import { onBasis, split } from "../reference/split.ts";

/** The document of a record rule; keyed by instrument. */
export interface RecordState {
  /** The record at the open of the current session; null if no level was observed before. */
  readonly standing: RecordLevel | null;
  /** Number of sessions in a row, up to the last ended one, that broke the record. */
  readonly straight: number;
  /** The first session observed in this basis. */
  readonly first: TradingDate | null;
  /** The last seed of the close; null if there is none. */
  readonly closeSeed: RecordSeed | null;
  /** The last seed of the high; always null in records of closes. */
  readonly highSeed: RecordSeed | null;
}

/** A level that may be a record. */
export interface RecordLevel {
  /** Level in units, as printed on its date. */
  readonly level: number;
  readonly date: TradingDate;
  /** Position of the event that set it. */
  readonly position: number;
}

/** A record seed; `complete` is true if it covers the whole history. */
export interface RecordSeed extends RecordLevel {
  readonly complete: boolean;
}

/** A record as of now; levels are on the current session's basis. */
export interface RecordView {
  /** Exact level in units; whole unless a split came since. */
  readonly level: Fraction;
  readonly date: TradingDate;
  readonly position: number;
  /** True for an all-time record: it covers the whole history. */
  readonly complete: boolean;
  /** Date of the first session that the record covers; null if it covers all. */
  readonly since: TradingDate | null;
  readonly setThisSession: boolean;
  readonly straight: number;
  /** The record at the session's open; null if there was none. */
  readonly previous: { readonly level: Fraction; readonly date: TradingDate } | null;
}

export const noRecord: RecordState = {
  standing: null,
  straight: 0,
  first: null,
  closeSeed: null,
  highSeed: null,
};

/** The part that the rules of both bases share: all but names and views. */
export function recordRule(
  basis: RecordBasis,
): Pick<ProjectionDefinition<RecordState>, "needs" | "key" | "initial" | "on"> {
  return {
    needs: [history, listing, quote, split],
    key: ({ instrument }) => instrument,
    initial: noRecord,
    on: {
      RecordSeeded: (record, event, { position, read }) => {
        // A seed of the high tells nothing of closes; a seed of the close counts for both bases, a close being a price too.
        if (basis === "close" && event.basis === "high") return;
        const { instrument, date, complete = false } = event;
        const level = toUnits(event.level, read(listing, instrument).scale) ?? 0;
        record[event.basis === "close" ? "closeSeed" : "highSeed"] = { level, date, position, complete };
        countAgain(record, basis, instrument, read);
      },
      StreakSeeded: (record, { instrument }, { read }) => countAgain(record, basis, instrument, read),
      // A split may change which of two seeds is the higher.
      InstrumentSplit: (record, { instrument }, { read }) => countAgain(record, basis, instrument, read),
      InstrumentOpened: (record, { instrument, ended }, { read }) => {
        if (ended !== null) endSession(record, basis, ended, instrument, read);
      },
    },
  };
}

/** Counts the sessions after the seed anew, if there is one, since the record before them may have changed. */
function countAgain(record: Draft<RecordState>, basis: RecordBasis, instrument: string, read: Read): void {
  const effective = seedOf(record, basis, instrument, read);
  if (effective === null) return;
  record.standing = { level: effective.level, date: effective.date, position: effective.position };
  record.straight = 1;
  for (const session of sessionsAfter({ read }, instrument, effective.date))
    endSession(record, basis, session, instrument, read);
}

/** Counts a session that has ended. */
export function endSession(
  record: Draft<RecordState>,
  basis: RecordBasis,
  session: EndedSession,
  instrument: string,
  read: Read,
): void {
  const level = levelOf(session, basis);
  if (level !== null) record.first ??= session.date;
  const seed = seedOf(record, basis, instrument, read);
  if (seed !== null && session.date <= seed.date) return;
  if (level === null) {
    if (hadPrice(session) && !session.confirmed) record.straight = 0;
    return;
  }
  const broken = isBroken(record.standing, level, session.date, instrument, read);
  record.straight = broken && session.confirmed ? straightAfter(record, seed, session.previousDate) : 0;
  if (broken || record.standing === null) record.standing = { ...level };
}

/** The record now; null if there is no level of the basis yet. */
export function viewRecord(
  record: RecordState,
  basis: RecordBasis,
  instrument: string,
  read: Read,
): RecordView | null {
  const quoted = read(quote, instrument);
  const { date } = quoted;
  const { standing } = record;
  const seed = seedOf(record, basis, instrument, read);
  const session = date === null ? null : endOf(quoted, date);
  const isCounted = date !== null && (seed === null || date > seed.date);
  const level = session === null || !isCounted ? null : levelOf(session, basis);
  const broken = level !== null && date !== null && isBroken(standing, level, date, instrument, read);
  const shown = broken || standing === null ? level : standing;
  if (shown === null) return null;
  const now = ({ level, date: of }: RecordLevel): Fraction =>
    date === null ? fraction(level) : onBasis(read(split, instrument), level, of, date);
  const ended = session !== null && session.confirmed && level !== null;
  return {
    level: now(shown),
    date: shown.date,
    position: shown.position,
    complete: seed?.complete ?? false,
    since: seed === null ? (record.first ?? date) : seed.complete ? null : seed.date,
    setThisSession: broken || (seed !== null && seed.date === date),
    straight: broken
      ? straightAfter(record, seed, quoted.previous?.date ?? null)
      : ended
        ? 0
        : record.straight,
    previous: standing === null || !isCounted ? null : { level: now(standing), date: standing.date },
  };
}

/** The seed in force: a high seed below the close seed, or missing beside one, is lifted to the close seed. */
export function seedOf(
  { closeSeed, highSeed }: RecordState,
  basis: RecordBasis,
  instrument: string,
  read: Read,
): RecordSeed | null {
  if (basis === "close" || closeSeed === null) return basis === "close" ? closeSeed : highSeed;
  if (highSeed === null) return { ...closeSeed, complete: false };
  const lifted = onBasis(read(split, instrument), closeSeed.level, closeSeed.date, highSeed.date);
  return compareFractions(fraction(highSeed.level), lifted) < 0
    ? { ...closeSeed, complete: highSeed.complete }
    : highSeed;
}

/** A session's own level; null if it has none, such as the close of a session that was never closed. */
function levelOf(session: EndedSession, basis: RecordBasis): RecordLevel | null {
  const { date, high, highPosition, close, closePosition, confirmed } = session;
  if (basis === "high") return high === null ? null : { level: high, date, position: highPosition };
  return close === null || !confirmed ? null : { level: close, date, position: closePosition };
}

function isBroken(
  standing: RecordLevel | null,
  { level }: RecordLevel,
  date: TradingDate,
  instrument: string,
  read: Read,
): boolean {
  if (standing === null) return false;
  const known = read(split, instrument);
  if (known.splits.length === 0) return level > standing.level;
  return compareFractions(fraction(level), onBasis(known, standing.level, standing.date, date)) > 0;
}

/** Number of records in a row with one more; a seed's session counts only if it is the one just before. */
function straightAfter(
  { standing, straight }: RecordState,
  seed: RecordSeed | null,
  previousDate: TradingDate | null,
): number {
  const standsBySeed = seed !== null && standing?.position === seed.position;
  return standsBySeed && previousDate !== seed.date ? 1 : straight + 1;
}

/** A level on another basis, rounded to whole units. */
export function unitsOf({ numerator, denominator }: Fraction): number {
  return Number(divideHalfAway(numerator, denominator));
}
