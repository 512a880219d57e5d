/**
 * Records of two bases: the highest close and the highest price. Strictly above breaks, equal does not. A seed
 * is the record after the close of its date, and that session counts as having set it; sessions up to then are
 * left out, and the last seed on the tape wins. A high seed below the close seed, or absent beside one, is
 * lifted to it. Without a seed, no level is a record in an instrument's first session. Straight counts the
 * sessions in a row that broke the record; it goes on from a seed only if that is of the previous close.
 */
import type { RecordBasis, TradingDate } from "@tapefold/core";
import {
  compare,
  fixed,
  fromDecimal,
  minus,
  over,
  percentText,
  ratio,
  sign,
  type Rational,
} from "../price/exact.ts";
import { exists, isClosed, isOver, quoteOracle } from "../price/quote-oracle.ts";
import {
  allSessions,
  basisOfSession,
  basisOnDate,
  currentOf,
  onBasis,
  previousOf,
  referenceOracle,
} from "../price/reference-oracle.ts";
import { acceptedOf, FOREVER, type History, type Session } from "../session/history.ts";

export type Nearness = "at-record" | "touching" | "striking-distance" | "near" | "approaching" | "far";

export interface RecordJson {
  readonly level: string;
  readonly date: TradingDate;
  readonly position: number;
  readonly complete: boolean;
  readonly since: TradingDate | null;
  readonly setThisSession: boolean;
  readonly straight: number;
  readonly previous: { readonly level: string; readonly date: TradingDate } | null;
  readonly gap: string | null;
  readonly shortfallPct: string | null;
  readonly near: Nearness | null;
}

export interface Mark {
  readonly level: Rational;
  /** Basis the level is on. */
  readonly basis: Rational;
  readonly date: TradingDate;
  readonly position: number;
}

interface Seed extends Mark {
  readonly complete: boolean;
}

/** The record at one moment. */
interface Standing {
  readonly mark: Mark | null;
  readonly straight: number;
}

export function recordOracle(
  history: History,
  instrument: string,
  basis: RecordBasis,
  scale: number,
): RecordJson | null {
  const seed = seedOf(history, instrument, basis);
  const sessions = allSessions(history, instrument);
  const counted = sessions.filter(({ date }) => date > (seed?.date ?? ""));
  const { mark, straight } = standingAfter(history, instrument, basis, seed, counted);
  if (mark === null) return null;

  const current = sessions.at(-1) ?? null;
  const shown = current === null ? mark.basis : basisOfSession(history, instrument, current);
  const text = ({ level, basis: from }: Mark) => fixed(onBasis(level, from, shown), scale);
  const atOpen = current === null ? [] : counted.filter((session) => session !== current);
  const isCounted = current !== null && counted.includes(current);
  const before = isCounted ? standingAfter(history, instrument, basis, seed, atOpen).mark : null;
  const first = counted.find((session) => candidateOf(history, instrument, basis, session) !== null);
  return {
    level: text(mark),
    date: mark.date,
    position: mark.position,
    complete: seed?.complete ?? false,
    since: seed?.complete === true ? null : (seed?.date ?? first?.date ?? null),
    setThisSession: current !== null && (before !== null || seed !== null) && mark.date === current.date,
    straight,
    previous:
      before === null
        ? null
        : {
            level: text(before),
            date: before.date,
          },
    ...nearnessOf(history, instrument, current, onBasis(mark.level, mark.basis, shown), scale),
  };
}

/** The record seed of a basis, the high one lifted to the close one. */
export function seedOf(history: History, instrument: string, basis: RecordBasis): Seed | null {
  const lastOf = (wanted: RecordBasis): Seed | null => {
    const seeds = acceptedOf(history, "RecordSeeded").filter(
      ({ event }) => event.instrument === instrument && event.basis === wanted,
    );
    const last = seeds.at(-1);
    if (last === undefined) return null;
    const { level, date, complete = false } = last.event;
    const onDate = basisOnDate(history, instrument, date);
    return { level: fromDecimal(level), basis: onDate, date, position: last.position, complete };
  };
  const close = lastOf("close");
  if (basis === "close" || close === null) return lastOf(basis);
  const high = lastOf("high");
  if (high !== null && compare(high.level, onBasis(close.level, close.basis, high.basis)) >= 0) return high;
  return { ...close, complete: high?.complete ?? false };
}

/** The level of a session that may be a record: its official close, or its highest price. */
export function candidateOf(
  history: History,
  instrument: string,
  basis: RecordBasis,
  session: Session,
): Mark | null {
  const { close, high, highPosition } = quoteOracle(history, instrument, session, FOREVER);
  const level = basis === "close" ? close : high;
  const position = basis === "close" ? session.endPosition : highPosition;
  if (level === null || position === null) return null;
  return { level, basis: basisOfSession(history, instrument, session), date: session.date, position };
}

export function isAbove(a: Mark, b: Mark): boolean {
  return compare(a.level, onBasis(b.level, b.basis, a.basis)) > 0;
}

function standingAfter(
  history: History,
  instrument: string,
  basis: RecordBasis,
  seed: Seed | null,
  sessions: readonly Session[],
): Standing {
  let standing: Standing = { mark: seed, straight: seed === null ? 0 : 1 };
  let isFirst = true;
  for (const session of sessions) {
    const candidate = candidateOf(history, instrument, basis, session);
    const breaks = candidate !== null && standing.mark !== null && isAbove(candidate, standing.mark);
    const previous = isFirst && seed !== null ? previousOf(history, instrument, session, FOREVER) : null;
    const goesOn = !isFirst || seed === null || previous?.date === seed.date;
    const isUnconfirmed =
      isOver(session, FOREVER) && !isClosed(session, FOREVER) && exists(session, instrument);
    if (candidate !== null && (breaks || standing.mark === null)) {
      const straight = standing.mark === null ? 0 : goesOn ? standing.straight + 1 : 1;
      standing = { mark: candidate, straight };
    } else if (candidate !== null && isOver(session, FOREVER)) {
      standing = { ...standing, straight: 0 };
    }
    if (isUnconfirmed) standing = { ...standing, straight: 0 };
    if (candidate !== null || isUnconfirmed) isFirst = false;
  }
  return standing;
}

function nearnessOf(
  history: History,
  instrument: string,
  session: Session | null,
  level: Rational,
  scale: number,
): Pick<RecordJson, "gap" | "shortfallPct" | "near"> {
  const current = session === null ? null : currentOf(history, instrument, session, FOREVER);
  if (session === null || current === null) return { gap: null, shortfallPct: null, near: null };
  const gap = minus(level, current);
  const shortfall = over(gap, level);
  const reference = referenceOracle(history, instrument, session, FOREVER);
  const isRising = reference !== null && compare(current, reference) > 0;
  return {
    gap: fixed(gap, scale),
    shortfallPct: percentText(shortfall),
    near: nearnessWord(shortfall, isRising),
  };
}

/** The word for a shortfall, given as a share of the record. */
export function nearnessWord(shortfall: Rational, isAboveReference: boolean): Nearness {
  const isWithin = (basisPoints: number) => compare(shortfall, ratio(basisPoints, 10_000)) <= 0;
  if (sign(shortfall) <= 0) return "at-record";
  if (isWithin(10)) return "touching";
  if (isWithin(100)) return "striking-distance";
  if (isWithin(200)) return "near";
  return isWithin(500) && isAboveReference ? "approaching" : "far";
}
