import { isInstrumentId, type TradingDate } from "@tapefold/core";
import { barTexts, dailyBar } from "../read/daily-bar.ts";
import { isBlank, optionalPrice, shiftPoint } from "../read/price-text.ts";
import type { Column, Profile, Shape } from "../read/profile.ts";
import { type Bar, refused, type Refused, type RowSplit } from "../read/reading.ts";
import { decimalsOf, splitRatio } from "../read/split-ratio.ts";
import { dateReader } from "../read/time-text.ts";
import { BEGIN_NAMES, instrumentColumn, SPLIT_NAMES, STAMP_NAMES } from "./common-columns.ts";

const ohlcColumns: readonly Column[] = [
  {
    name: "date",
    aliases: [...STAMP_NAMES, "time", ...BEGIN_NAMES],
    isDate: true,
    meaning: "the session's date, local to the exchange",
  },
  { name: "open", isNumber: true, meaning: "first price; blank or 0 gives no tick" },
  { name: "high", isNumber: true, meaning: "highest price; blank or 0 gives no tick" },
  { name: "low", isNumber: true, meaning: "lowest price; blank or 0 gives no tick" },
  { name: "close", isNumber: true, meaning: "official close; a row without one is not taken" },
  { name: "volume", isNumber: true, isOptional: true, meaning: "not used" },
  instrumentColumn,
  {
    name: "basePrice",
    isOptional: true,
    isNumber: true,
    meaning: "what the session's change is measured from; blank or 0 says nothing",
  },
  {
    name: "split",
    aliases: SPLIT_NAMES,
    isOptional: true,
    isNumber: true,
    meaning: "new shares for an old one from the session on, such as 10 or 0.1; blank, 0 or 1 says nothing",
  },
];

/** Rows of daily bars: each a session of the instrument that `--instrument` or the row names. */
export function ohlcShape(columns: readonly Column[] = ohlcColumns): Shape {
  const instrumentPlace = columns.findIndex(({ isInstrument }) => isInstrument);
  const [basePlace, splitPlace] = ["basePrice", "split"].map((name) =>
    columns.findIndex((column) => column.name === name),
  ) as [number, number];
  return {
    columns,
    rows: "sessions",
    needsInstrument: true,
    begin: ({ options, dates, calendar, clock }) => {
      const { priceScale = 0, timeUnit: unit } = options;
      const dateOfText = dateReader({ clock: calendar?.clock ?? clock, zone: clock, unit, dates });
      return (row) => {
        const date = dateOfText(row.text(0));
        if (date === undefined) return refused("bad-date");
        const instrument = options.instrument ?? row.text(instrumentPlace);
        if (options.instrument === undefined && !isInstrumentId(instrument)) return refused("bad-instrument");
        const plain = dailyBar(date, instrument, barTexts(row), priceScale);
        const bar = withBase(plain, row.get(basePlace), priceScale);
        const split = splitOf(instrument, date, (row.get(splitPlace) ?? "").trim());
        return split === undefined ? bar : { ...bar, split };
      };
    },
  };
}

function withBase(bar: Bar | Refused, text: string | undefined, priceScale: number): Bar | Refused {
  if (bar.kind === "refused" || text === undefined) return bar;
  const base = optionalPrice(shiftPoint(text.trim(), priceScale));
  return typeof base === "object" ? base : base === undefined ? bar : { ...bar, base };
}

function splitOf(instrument: string, date: TradingDate, text: string): RowSplit | undefined {
  if (isBlank(text) || Number(text) === 0 || Number(text) === 1) return undefined;
  return { instrument, date, ratio: splitRatio("1", text, decimalsOf(text)) };
}

export const ohlc: Profile = {
  name: "ohlc",
  summary: "daily bars of one instrument, or of those the rows name",
  shapes: [ohlcShape()],
};
