/** Prices through a session, kept for display: the first, lowest, highest and last of each column of time. */
import { defineProjection, type Projection, type TradingDate } from "@tapefold/core";
import { listing, marketRules, currentSession } from "@tapefold/projections";
import { addColumn, type Column, type TimeColumns } from "../show/time-columns.ts";

export type SessionPath = TimeColumns<PriceColumn>;

/** Prices in the instrument's units. */
export interface PriceColumn extends Column {
  /** Null if prices of the column count for high and low alone. */
  first: number | null;
  low: number;
  high: number;
  last: number | null;
}

/** Sessions whose path is to be kept, by instrument. */
export type WantedSessions = ReadonlyMap<string, ReadonlySet<TradingDate>>;

/** A rule to be folded beside the market's; its documents have the keys of `pathKey`. */
export function sessionPath(wanted: WantedSessions): Projection<SessionPath> {
  const key = (instrument: string, date: TradingDate | null): string | null =>
    date !== null && wanted.get(instrument)?.has(date) === true ? pathKey(instrument, date) : null;
  return defineProjection<SessionPath>({
    name: "session-path",
    version: 1,
    needs: [...marketRules],
    key: {
      InstrumentTicked: ({ instrument, date }) => key(instrument, date),
      InstrumentClosed: ({ instrument, date }) => key(instrument, date),
    },
    initial: { from: 0, width: 1_000_000, columns: [] },
    on: {
      InstrumentTicked: (path, { instrument, price, updatesLast, updatesHighLow }, { at, read }) => {
        if (!updatesLast && !updatesHighLow) return;
        if (path.columns.length === 0)
          path.from = read(currentSession, read(listing, instrument).mic).openedAt;
        const last = updatesLast ? price : null;
        addColumn(path, at, { column: 0, first: last, low: price, high: price, last }, joinPrices);
      },
      InstrumentClosed: (path, { instrument, close }, { at, read }) => {
        if (path.columns.length === 0)
          path.from = read(currentSession, read(listing, instrument).mic).openedAt;
        const closing = { column: 0, first: close, low: close, high: close, last: close };
        addColumn(path, at, closing, joinPrices);
      },
    },
  });
}

export function pathKey(instrument: string, date: TradingDate): string {
  return `${instrument} ${date}`;
}

export function joinPrices(earlier: PriceColumn, later: PriceColumn): void {
  earlier.first ??= later.first;
  earlier.low = Math.min(earlier.low, later.low);
  earlier.high = Math.max(earlier.high, later.high);
  earlier.last = later.last ?? earlier.last;
}
