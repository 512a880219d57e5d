/**
 * Oracle of an instrument's quote in one session, from the list of its accepted ticks. Last is the tick with the
 * greatest instant, then position, among those that move it; open the least. High and low range over the ticks that
 * move them. The close is the official one, or else the last tick; it exists only once the session is closed, and
 * then extends high and low and stands in for a missing open. A derived index has no official close: it closes at its
 * last published level. A session left open has no close; it settles at its last. An index defined in the middle of a
 * session may have both levels and ticks in it.
 */
import { compare, equal, type Rational } from "./exact.ts";
import { isDerived, type History, type Session, type Tick } from "../session/history.ts";

export interface Quote {
  readonly last: Rational | null;
  readonly open: Rational | null;
  readonly high: Rational | null;
  readonly low: Rational | null;
  readonly close: Rational | null;
  /** Position of the tick, or of the `SessionClosed`, that first made the high. */
  readonly highPosition: number | null;
}

/** The quote of an instrument in a session that doesn't exist for it. */
export const NO_QUOTE: Quote = {
  last: null,
  open: null,
  high: null,
  low: null,
  close: null,
  highPosition: null,
};

export function quoteOracle(history: History, instrument: string, session: Session, upTo: number): Quote {
  const ticks = ticksOf(session, instrument).filter(({ position }) => position <= upTo);
  const prints = ticks.filter(({ movesLast }) => movesLast).sort((a, b) => a.position - b.position);
  const last = lastOf(prints)?.price ?? null;
  const close = isClosed(session, upTo) ? (officialClose(history, instrument, session) ?? last) : null;
  const extremes = ticks.filter(({ movesHighLow }) => movesHighLow);
  const levels = extremes.map(({ price }) => price).concat(close === null ? [] : [close]);
  const high = levels.reduce<Rational | null>(
    (most, level) => (most && compare(most, level) >= 0 ? most : level),
    null,
  );
  const low = levels.reduce<Rational | null>(
    (least, level) => (least && compare(least, level) <= 0 ? least : level),
    null,
  );
  const makers =
    high === null ? [] : extremes.filter(({ price }) => equal(price, high)).map(({ position }) => position);
  if (high !== null && close !== null && equal(high, close)) makers.push(session.endPosition ?? FIRST);
  return {
    last,
    high,
    low,
    close,
    open: openOf(prints)?.price ?? close,
    highPosition: makers.length === 0 ? null : Math.min(...makers),
  };
}

const FIRST = 1;

/** The last print: a level counts from its position on, whatever its instant; only later, no older ticks replace it. */
function lastOf(prints: readonly Tick[]): Tick | undefined {
  const level = prints.findLast(isLevel);
  const after = prints.filter(
    (tick) =>
      !isLevel(tick) && (level === undefined || (tick.position > level.position && tick.at >= level.at)),
  );
  return inTime(after).at(-1) ?? level;
}

/** The first print: a level opens a session only if it is the first; an older tick still takes its place. */
function openOf(prints: readonly Tick[]): Tick | undefined {
  const candidates = prints.filter((tick, index) => index === 0 || !isLevel(tick));
  return candidates.sort((a, b) => a.at - b.at || a.position - b.position)[0];
}

function isLevel({ exact }: Tick): boolean {
  return exact !== undefined;
}

/** The price at which a session ended: its close, or the last tick if it was left open. */
export function settlementOf(
  history: History,
  instrument: string,
  session: Session,
  upTo: number,
): Rational | null {
  if (session.endPosition === null || session.endPosition > upTo) return null;
  const { close, last } = quoteOracle(history, instrument, session, upTo);
  return close ?? last;
}

/** True if the session was closed by its `SessionClosed`, not left open. */
export function isClosed(session: Session, upTo: number): boolean {
  return session.closedAt !== null && session.endPosition !== null && session.endPosition <= upTo;
}

export function isOver(session: Session, upTo: number): boolean {
  return session.endPosition !== null && session.endPosition <= upTo;
}

export function ticksOf(session: Session, instrument: string): readonly Tick[] {
  return session.ticks.get(instrument) ?? [];
}

/** True if a session left open exists for an instrument: one of its ticks moved a price, be it a high alone. */
export function exists(session: Session, instrument: string): boolean {
  return ticksOf(session, instrument).some(({ movesLast, movesHighLow }) => movesLast || movesHighLow);
}

/** Ticks ordered by instant, then position. */
export function inTime(ticks: readonly Tick[]): Tick[] {
  return [...ticks].sort((a, b) => a.order - b.order || a.position - b.position);
}

function officialClose(history: History, instrument: string, session: Session): Rational | null {
  if (isDerived(history, instrument, session.endPosition ?? 0)) return null;
  return session.closes.get(instrument) ?? null;
}
