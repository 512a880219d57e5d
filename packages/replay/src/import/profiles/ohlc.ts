import { isInstrumentId } from "@tapefold/core";
import { dailyBar, optionalPrice } from "../read/daily-bar.ts";
import type { Column, Profile, Shape } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
import { dateReader } from "../read/time-text.ts";

const ohlcColumns: readonly Column[] = [
  {
    name: "date",
    aliases: ["timestamp", "datetime", "time"],
    isDate: true,
    meaning: "the session's date, local to the exchange",
  },
  { name: "open", isNumber: true, meaning: "first price; blank or 0 gives no tick" },
  { name: "high", isNumber: true, meaning: "highest price; blank or 0 gives no tick" },
  { name: "low", isNumber: true, meaning: "lowest price; blank or 0 gives no tick" },
  { name: "close", isNumber: true, meaning: "official close; a row without one is not taken" },
  { name: "volume", isNumber: true, isOptional: true, meaning: "not used" },
  {
    name: "instrument",
    isInstrument: true,
    aliases: ["symbol", "ticker"],
    isOptional: true,
    meaning: "the instrument, unless --instrument says it",
  },
  {
    name: "basePrice",
    isOptional: true,
    isNumber: true,
    meaning: "what the session's change is measured from; blank or 0 says nothing",
  },
];

/** A row of daily bars: one session of the instrument that `--instrument` or the row names. */
export const ohlcShape: Shape = {
  columns: ohlcColumns,
  rows: "sessions",
  needsInstrument: true,
  begin: ({ options, dates, calendar, clock }) => {
    const dateOfText = dateReader({ clock: calendar?.clock ?? clock, zone: clock, dates });
    return (row) => {
      const date = dateOfText(row.text(0));
      if (date === undefined) return refused("bad-date");
      const instrument = options.instrument ?? row.text(6);
      if (options.instrument === undefined && !isInstrumentId(instrument)) return refused("bad-instrument");
      const texts = { open: row.text(1), high: row.text(2), low: row.text(3), close: row.text(4) };
      const bar = dailyBar(date, instrument, texts);
      const baseText = row.get(7);
      if (bar.kind === "refused" || baseText === undefined) return bar;
      const base = optionalPrice(baseText);
      return typeof base === "object" ? base : base === undefined ? bar : { ...bar, base };
    };
  },
};

export const ohlc: Profile = {
  name: "ohlc",
  summary: "daily bars of one instrument, or of those the rows name",
  shapes: [ohlcShape],
};
