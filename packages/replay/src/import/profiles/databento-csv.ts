import { isInstrumentId } from "@tapefold/core";
import { shiftPoint } from "../read/price-text.ts";
import { areDays } from "../read/bar-times.ts";
import { type BarTexts, dailyBar } from "../read/daily-bar.ts";
import type { Column, Profile, ProfileOptions, RowValues } from "../read/profile.ts";
import { refused, skipped } from "../read/reading.ts";
import { dateReader, timeReader } from "../read/time-text.ts";
import { barTrades, tradeOf } from "../read/trade-row.ts";

/** Prices without a point are in billionths; `UNDEFINED_PRICE` stands for no price. */
const PRICE_DECIMALS = 9;
/** Digits of a ten-thousandth in billionths: no price is lower, so fewer digits are a whole price. */
const BILLIONTHS_LEAST = 6;
const UNDEFINED_PRICE = "9223372036854775807";

/** The instrument by its name, or by its number. */
const idColumns: readonly Column[] = [
  {
    name: "symbol",
    isInstrument: true,
    isOptional: true,
    meaning: "the instrument, unless --instrument says it",
  },
  {
    name: "instrument_id",
    isInstrument: true,
    isOptional: true,
    meaning: "stands in where there is no symbol",
  },
];

const barColumns: readonly Column[] = [
  { name: "ts_event", isDate: true, meaning: "when the bar begins, as a time in UTC or nanoseconds" },
  { name: "open", meaning: "first price, with a point or in billionths" },
  { name: "high", meaning: "highest price" },
  { name: "low", meaning: "lowest price" },
  { name: "close", meaning: "last price" },
  ...idColumns,
];

/** CSV of Databento, pretty or not: the trades schema, those that contain trades, and bars. */
export const databentoCsv: Profile = {
  name: "databento-csv",
  summary: "CSV of Databento: trades, books with trades, and bars",
  shapes: [
    {
      columns: [
        { name: "ts_event", meaning: "when it was traded, as a time in UTC or nanoseconds" },
        { name: "action", meaning: "T for a trade; other rows are skipped" },
        { name: "price", meaning: "the price, with a point or in billionths" },
        { name: "size", meaning: "how much was traded" },
        ...idColumns,
      ],
      rows: "times",
      begin: ({ options }) => {
        const timeOf = timeReader({ unit: "ns" });
        return (row) => {
          if (row.text(1) !== "T") return skipped;
          const at = timeOf(row.text(0));
          if (typeof at === "object") return at;
          return tradeOf(at, instrumentOf(row, options, 4), decimal(row.text(2)), row.text(3));
        };
      },
    },
    {
      columns: barColumns,
      rows: "times",
      isBars: true,
      accepts: (...first) => !areDays(...first),
      begin: ({ options }) => {
        const timeOf = timeReader({ unit: "ns" });
        return (row) => {
          const at = timeOf(row.text(0));
          return typeof at === "object" ? at : barTrades(at, instrumentOf(row, options), pricesOf(row));
        };
      },
    },
    {
      columns: barColumns,
      rows: "sessions",
      begin: ({ options, calendar, clock }) => {
        const dateOf = dateReader({ clock: calendar?.clock ?? clock, zone: clock, unit: "ns" });
        return (row) => {
          const date = dateOf(row.text(0));
          if (date === undefined) return refused("bad-date");
          const instrument = instrumentOf(row, options);
          return isInstrumentId(instrument)
            ? dailyBar(date, instrument, pricesOf(row))
            : refused("bad-instrument");
        };
      },
    },
  ],
};

/** `symbol` is the column of the name; that of the number follows it. */
function instrumentOf(row: RowValues, { instrument }: ProfileOptions, symbol = 5): string {
  return instrument ?? row.get(symbol) ?? row.text(symbol + 1);
}

/** Where one of a bar's prices has a point, those without one are whole. */
function pricesOf(row: RowValues): BarTexts {
  const texts = [1, 2, 3, 4].map((column) => row.text(column));
  const hasPoint = texts.some((text) => text.includes("."));
  const [open = "", high = "", low = "", close = ""] = texts.map((text) => decimal(text, hasPoint));
  return { open, high, low, close };
}

function decimal(text: string, isPlain = text.includes(".")): string {
  if (text === UNDEFINED_PRICE) return "";
  return isPlain || text.length < BILLIONTHS_LEAST ? text : shiftPoint(text, PRICE_DECIMALS);
}
