/** The sessions that broke a record: each compared with every one before it. */
import type { RecordBasis, TradingDate } from "@tapefold/core";
import { candidateOf, isAbove, recordOracle, seedOf } from "./record-oracle.ts";
import { allSessions } from "../price/reference-oracle.ts";
import type { History } from "../session/history.ts";

export interface RecordHistoryJson {
  readonly basis: RecordBasis;
  readonly dates: readonly TradingDate[];
  readonly thisYear: number;
  readonly firstSince: TradingDate | null;
}

/** The sessions of an instrument that made a record. */
export function recordHistoryOracle(
  history: History,
  instrument: string,
  basis: RecordBasis,
): RecordHistoryJson {
  const seed = seedOf(history, instrument, basis);
  const sessions = allSessions(history, instrument);
  const marks = sessions
    .filter(({ date }) => date > (seed?.date ?? ""))
    .flatMap((session) => candidateOf(history, instrument, basis, session) ?? []);
  const all = seed === null ? marks : [seed, ...marks];
  const broke = all.filter(
    (mark, place) =>
      mark === seed || (place > 0 && all.slice(0, place).every((earlier) => isAbove(mark, earlier))),
  );
  const today = sessions.at(-1)?.date ?? null;
  const dates = broke.map(({ date }) => date);
  const record = recordOracle(history, instrument, basis, 0);
  return {
    basis,
    dates,
    thisYear: dates.filter((date) => date.slice(0, 4) === today?.slice(0, 4)).length,
    firstSince: record?.setThisSession === true ? (record.previous?.date ?? null) : null,
  };
}
