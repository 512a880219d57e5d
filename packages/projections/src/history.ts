/**
 * History: the past sessions of an instrument, as they stood at the market's next open. What reaches back over them
 * (a seed that comes late, the extremes of a year, the first record since a date) is asked of it.
 */
import { defineProjection, type Read, type TradingDate } from "@tapefold/core";
import type { EndedSession } from "./facts.ts";
import { quote } from "./quote.ts";

/** The sessions of one calendar year, oldest first; keyed by instrument and year. */
export interface HistoryYear {
  readonly sessions: readonly EndedSession[];
}

export const history = defineProjection<HistoryYear>({
  name: "history",
  version: 1,
  needs: [quote],
  key: {
    InstrumentOpened: ({ instrument, ended }) =>
      ended === null || isEmpty(ended) ? null : yearKey(instrument, ended.date),
  },
  initial: { sessions: [] },
  on: {
    InstrumentOpened: (year, { ended }) => {
      if (ended === null) return;
      const { reference } = ended;
      year.sessions.push({ ...ended, reference: reference === null ? null : { ...reference } });
    },
  },
});

/** The past sessions after a date, oldest first, with the years up to the present one. */
export function sessionsAfter(read: Read, instrument: string, after: TradingDate): EndedSession[] {
  const until = Number((read(quote, instrument).date ?? after).slice(0, 4));
  const found: EndedSession[] = [];
  for (let year = Number(after.slice(0, 4)); year <= until; year += 1) {
    const { sessions } = read(history, yearKey(instrument, String(year).padStart(4, "0")));
    found.push(...sessions.filter(({ date }) => date > after));
  }
  return found;
}

function isEmpty({ close, high }: EndedSession): boolean {
  return close === null && high === null;
}

function yearKey(instrument: string, date: TradingDate): string {
  return `${instrument} ${date.slice(0, 4)}`;
}
