/**
 * One row for each closed session of an instrument, as `sessions` prints it: prices as they were then, change
 * against the session's reference, the streak after it, whether close and high stood strictly above all
 * earlier ones (the first counts), and how far the close lies below the highest so far. Percentages have 8
 * decimals, ties to even. Streak seeds count from their dates on; record seeds don't count.
 */
import {
  changeOf,
  compare,
  fixed,
  fixedHalfEven,
  HUNDRED,
  minus,
  times,
  type Rational,
} from "../price/exact.ts";
import { isClosed, quoteOracle } from "../price/quote-oracle.ts";
import { allSessions, basisOfSession, onBasis, referenceOracle } from "../price/reference-oracle.ts";
import { candidateOf, isAbove, type Mark } from "../record/record-oracle.ts";
import { FOREVER, listingAt, type History, type Session } from "./history.ts";
import { streakAfter } from "../streak/streak-oracle.ts";

export interface SessionRow {
  readonly date: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** Change of the close; empty if there is no reference. */
  readonly change: string;
  readonly changePct: string;
  /** Streak after the close; empty if unknown. */
  readonly streak: string;
  readonly recordClose: "0" | "1";
  readonly recordHigh: "0" | "1";
  readonly toRecordPct: string;
}

/** The closed sessions of an instrument, as `sessions` lists them. */
export function sessionRows(history: History, instrument: string): SessionRow[] {
  const scale = listingAt(history, instrument, FOREVER)?.scale ?? 0;
  const sessions = allSessions(history, instrument);
  return sessions
    .filter((session) => isClosed(session, FOREVER))
    .flatMap((session) => {
      const { open, high, low, close } = quoteOracle(history, instrument, session, FOREVER);
      if (open === null || high === null || low === null || close === null) return [];
      const reference = referenceOracle(history, instrument, session, FOREVER);
      const percent = (share: Rational) => fixedHalfEven(times(share, HUNDRED), 8);
      const best = highestClose(history, instrument, session, close);
      const isRecord = (basis: "close" | "high") =>
        breaksAll(history, instrument, basis, session) ? "1" : "0";
      return [
        {
          date: session.date,
          open: fixed(open, scale),
          high: fixed(high, scale),
          low: fixed(low, scale),
          close: fixed(close, scale),
          change: reference === null ? "" : fixed(minus(close, reference), scale),
          changePct: reference === null ? "" : percent(changeOf(close, reference)),
          streak: String(streakAfter(history, instrument, session) ?? ""),
          recordClose: isRecord("close"),
          recordHigh: isRecord("high"),
          toRecordPct: percent(changeOf(close, best)),
        },
      ];
    });
}

/** The rows as `sessions --format csv` prints them; their fields stand in the order of the columns. */
export function sessionsCsv(history: History, instrument: string): string {
  const columns = "date,open,high,low,close,change,changePct,streak,recordClose,recordHigh,toRecordPct";
  const lines = sessionRows(history, instrument).map((row) => Object.values(row).join());
  return [columns, ...lines].map((line) => `${line}\n`).join("");
}

/** The mark of every earlier session. */
function marksBefore(
  history: History,
  instrument: string,
  basis: "close" | "high",
  session: Session,
): Mark[] {
  return allSessions(history, instrument)
    .filter(({ date }) => date < session.date)
    .map((earlier) => candidateOf(history, instrument, basis, earlier))
    .filter((mark) => mark !== null);
}

function breaksAll(history: History, instrument: string, basis: "close" | "high", session: Session): boolean {
  const candidate = candidateOf(history, instrument, basis, session);
  return (
    candidate !== null &&
    marksBefore(history, instrument, basis, session).every((mark) => isAbove(candidate, mark))
  );
}

function highestClose(history: History, instrument: string, session: Session, close: Rational): Rational {
  const basis = basisOfSession(history, instrument, session);
  const earlier = marksBefore(history, instrument, "close", session).map((mark) =>
    onBasis(mark.level, mark.basis, basis),
  );
  return earlier.reduce((highest, level) => (compare(level, highest) > 0 ? level : highest), close);
}
