/**
 * History: the past sessions of an instrument, as they stood at the market's next open. What reaches back over them
 * (a seed that comes late, the extremes of a year, the first record since a date) is asked of it. What a session was
 * measured from changes with a streak seed of an earlier date, wherever that stands on the tape.
 */
import {
  copyFraction,
  defineProjection,
  type Fraction,
  fraction,
  integerOf,
  type Projection,
  type Read,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import type { EndedSession } from "./facts.ts";
import { listing } from "./listing.ts";
import { session } from "./session.ts";
import { onBasis, split } from "./split.ts";

/** The sessions of one calendar year, oldest first; keyed by instrument and year. */
export interface HistoryYear {
  readonly sessions: readonly KeptSession[];
}

/** There are many: a reference that is a whole number of units is kept as that. */
export interface KeptSession extends Omit<EndedSession, "reference"> {
  readonly reference: number | Fraction | null;
}

export const history: Projection<HistoryYear> = defineProjection<HistoryYear>({
  name: "history",
  version: 2,
  inner: "replaced",
  needs: [listing, session, split],
  key: {
    StreakSeeded: ({ instrument, date }, read) =>
      yearsFrom(read, instrument, date).map((year) => yearKey(instrument, year)),
    InstrumentOpened: ({ instrument, ended }) =>
      ended === null || isEmpty(ended) ? null : yearKey(instrument, ended.date),
  },
  initial: { sessions: [] },
  on: {
    StreakSeeded: (year, { instrument, date, close }, { read }) => {
      const units = toUnits(close, read(listing, instrument).scale) ?? 0;
      let before = { date, close: units };
      const from = year.sessions[0]?.date ?? date;
      for (const earlier of sessionsAfter(read, instrument, date)) {
        if (earlier.date < from && earlier.close !== null)
          before = { date: earlier.date, close: earlier.close };
      }
      year.sessions = year.sessions.map((ended) => {
        if (ended.date <= date) return ended;
        const { date: previousDate, close: previous } = before;
        const reference =
          ended.base ?? kept(onBasis(read(split, instrument), previous, previousDate, ended.date));
        if (ended.close !== null) before = { date: ended.date, close: ended.close };
        return { ...ended, previousDate, reference };
      });
    },
    InstrumentOpened: (year, { ended }) => {
      if (ended !== null) year.sessions = [...year.sessions, keep(ended)];
    },
  },
});

/** The past sessions after a date, oldest first. */
export function sessionsAfter(read: Read, instrument: string, after: TradingDate): EndedSession[] {
  const years = yearsFrom(read, instrument, after).map((year) => read(history, yearKey(instrument, year)));
  return years.flatMap(({ sessions }) =>
    sessions
      .filter(({ date }) => date > after)
      .map((session) => ({ ...session, reference: told(session.reference) })),
  );
}

/** Written out, for there are many: V8 gives each object that is spread a hidden class of its own once frozen. */
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

function told(reference: KeptSession["reference"]): Fraction | null {
  return typeof reference === "number" ? fraction(reference) : reference;
}

/** The years from a date's up to that of the market's latest session. */
function yearsFrom(read: Read, instrument: string, date: TradingDate): string[] {
  const first = Number(date.slice(0, 4));
  const latest = read(session, read(listing, instrument).mic).date ?? date;
  const count = Math.max(0, Number(latest.slice(0, 4)) - first + 1);
  return Array.from({ length: count }, (_, index) => String(first + index).padStart(4, "0"));
}

function isEmpty({ close, high }: EndedSession): boolean {
  return close === null && high === null;
}

function yearKey(instrument: string, date: TradingDate): string {
  return `${instrument} ${date.slice(0, 4)}`;
}
