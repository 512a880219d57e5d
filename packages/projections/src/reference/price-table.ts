/** Price tables: daily limits and tick sizes by price, as dated data. Each exchange publishes its own. */
import { type Decimal, defineProjection, type EventOf, type TradingDate } from "@tapefold/core";

type Row = EventOf<"PriceTablesLoaded">["rows"][number];

/** The versions of a price table, in the order they were loaded; keyed by kind and name. */
export interface PriceTable {
  readonly versions: readonly PriceTableVersion[];
}

export interface PriceTableVersion {
  readonly from: TradingDate;
  readonly rows: readonly Row[];
}

export const priceTable = defineProjection<PriceTable>({
  name: "price-table",
  version: 1,
  key: { PriceTablesLoaded: ({ kind, name }) => `${kind} ${name}` },
  initial: { versions: [] },
  on: {
    PriceTablesLoaded: (table, { from, rows }) => {
      table.versions.push({ from, rows: rows.map((row) => ({ ...row })) });
    },
  },
});

/** The rows in force on a date: those of the latest `from` on or before it; of two with one date, the later loaded. */
export function rowsOn({ versions }: PriceTable, date: TradingDate): readonly Row[] {
  let latest: PriceTableVersion | undefined;
  for (const version of versions) {
    if (version.from <= date && (latest === undefined || version.from >= latest.from)) latest = version;
  }
  return latest?.rows ?? [];
}

/** The value for a price: that of the first row whose bound it lies below, or that has none; undefined if none fits. */
export function valueFor(rows: readonly Row[], isBelow: (bound: Decimal) => boolean): Decimal | undefined {
  return rows.find(({ below }) => below === undefined || isBelow(below))?.value;
}
