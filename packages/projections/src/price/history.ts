/**
 * History: the past sessions of an instrument, as they stood at the market's next open. Late seeds, the extremes of a year
 * and the like look back over them. A streak seed changes the references of the sessions after its date, wherever it
 * stands on the tape.
 */
import {
  copyFraction,
  defineProjection,
  type Fraction,
  fraction,
  integerOf,
  type Projection,
  type Read,
  type Readable,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { listing } from "../reference/listing.ts";
import { onBasis, split } from "../reference/split.ts";

/** Number of an instrument's past sessions; keyed by instrument. */
export interface PastSessions {
  readonly count: number;
}

/** Past sessions in a row, oldest first; keyed by instrument and page, counted from 0. A full page no longer grows. */
export interface HistoryPage {
  readonly sessions: readonly KeptSession[];
}

/** Sessions on a full page. With more, a page is costlier to write again; with fewer, there are more pages to keep. */
const PAGE_SESSIONS = 16;

/** A past session in compact form: a reference that is a whole number of units is kept as a number. */
export interface KeptSession extends Omit<EndedSession, "reference"> {
  readonly reference: number | Fraction | null;
}

export const pastSessions = defineProjection<PastSessions>({
  name: "past-sessions",
  version: 1,
  key: {
    InstrumentOpened: ({ instrument, ended }) => (hadPrice(ended) ? instrument : null),
  },
  initial: { count: 0 },
  on: {
    InstrumentOpened: (past) => {
      past.count += 1;
    },
  },
});

export const history: Projection<HistoryPage> = defineProjection<HistoryPage>({
  name: "history",
  version: 3,
  inner: "replaced",
  needs: [listing, pastSessions, split],
  key: {
    StreakSeeded: ({ instrument, date }, read) => pagesAfter(read, instrument, date),
    InstrumentOpened: ({ instrument, ended }, read) => (hadPrice(ended) ? lastPage(read, instrument) : null),
  },
  initial: { sessions: [] },
  on: {
    StreakSeeded: (page, { instrument, date, close }, { key, read }) => {
      const units = toUnits(close, read(listing, instrument).scale) ?? 0;
      let before = closeBeforePage(read, instrument, key, date) ?? { date, close: units };
      page.sessions = page.sessions.map((ended) => {
        if (ended.date <= date) return ended;
        const { date: previousDate, close: previous } = before;
        const reference =
          ended.base ?? kept(onBasis(read(split, instrument), previous, previousDate, ended.date));
        if (ended.close !== null) before = { date: ended.date, close: ended.close };
        return { ...ended, previousDate, reference };
      });
    },
    InstrumentOpened: (page, { ended }) => {
      if (ended !== null) page.sessions = [...page.sessions, keep(ended)];
    },
  },
});

/** True if a session exists for the instrument: it had a close, a tick, or at least a late report. */
export function hadPrice<T extends Pick<EndedSession, "close" | "high">>(ended: T | null): ended is T {
  return ended !== null && (ended.close !== null || ended.high !== null);
}

/** A date before that of every session. */
export const EVER: TradingDate = "0000-01-01";

/** The past sessions of an instrument, those after a date if one is given; oldest first. */
export function sessionsAfter({ read }: Readable, instrument: string, after = EVER): EndedSession[] {
  const pages = pagesAfter(read, instrument, after).map((page) => read(history, page));
  return pages.flatMap(({ sessions }) =>
    sessions
      .filter(({ date }) => date > after)
      .map((session) => ({ ...session, reference: exact(session.reference) })),
  );
}

/** The past sessions of an instrument, newest first; a page is read when it is reached. */
export function* sessionsBack(read: Read, instrument: string): Generator<KeptSession> {
  for (let page = pageCount(read, instrument) - 1; page >= 0; page -= 1)
    yield* read(history, pageKey(instrument, page)).sessions.toReversed();
}

/** The first past session of an instrument that a condition holds for. */
export function firstSession(
  read: Read,
  instrument: string,
  holds: (session: KeptSession) => boolean,
): KeptSession | undefined {
  for (let page = 0; page < pageCount(read, instrument); page += 1) {
    const found = read(history, pageKey(instrument, page)).sessions.find(holds);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last past session before a date. */
export function sessionBefore(read: Read, instrument: string, date: TradingDate): KeptSession | undefined {
  let [low, high] = [0, pageCount(read, instrument)];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [first] = read(history, pageKey(instrument, middle)).sessions;
    if (first !== undefined && first.date < date) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  return read(history, pageKey(instrument, low - 1)).sessions.findLast((session) => session.date < date);
}

/** An ended session in compact form; field by field, since V8 gives each frozen spread object its own hidden class. */
function keep(ended: EndedSession): KeptSession {
  return {
    date: ended.date,
    open: ended.open,
    high: ended.high,
    low: ended.low,
    highPosition: ended.highPosition,
    close: ended.close,
    closePosition: ended.closePosition,
    confirmed: ended.confirmed,
    reference: kept(ended.reference),
    base: ended.base,
    previousDate: ended.previousDate,
  };
}

function kept(reference: Fraction | null): KeptSession["reference"] {
  return reference === null ? null : (integerOf(reference) ?? copyFraction(reference));
}

/** A reference in compact form as a fraction. */
export function exact<T extends Fraction | null>(reference: number | T): Fraction | T {
  return typeof reference === "number" ? fraction(reference) : reference;
}

/** The pages that hold the sessions after a date, oldest first. */
function pagesAfter(read: Read, instrument: string, after: TradingDate): string[] {
  const pages: string[] = [];
  for (let page = pageCount(read, instrument) - 1; page >= 0; page -= 1) {
    const key = pageKey(instrument, page);
    pages.push(key);
    const [first] = read(history, key).sessions;
    if (first !== undefined && first.date <= after) break;
  }
  return pages.reverse();
}

/** The last close after a date and before a page; null if there is none. */
function closeBeforePage(
  read: Read,
  instrument: string,
  key: string,
  after: TradingDate,
): { readonly date: TradingDate; readonly close: number } | null {
  const page = Number(key.slice(instrument.length + 1));
  for (let earlier = page - 1; earlier >= 0; earlier -= 1) {
    const { sessions } = read(history, pageKey(instrument, earlier));
    const ended = sessions.findLast(({ close, date }) => close !== null && date > after);
    if (ended !== undefined) return { date: ended.date, close: ended.close as number };
    if ((sessions[0]?.date ?? "") <= after) break;
  }
  return null;
}

/** Key of the page for the session that ended last, which is counted already. */
function lastPage(read: Read, instrument: string): string {
  return pageKey(instrument, Math.floor((read(pastSessions, instrument).count - 1) / PAGE_SESSIONS));
}

function pageCount(read: Read, instrument: string): number {
  return Math.ceil(read(pastSessions, instrument).count / PAGE_SESSIONS);
}

function pageKey(instrument: string, page: number): string {
  return `${instrument} ${page}`;
}
