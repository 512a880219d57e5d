import { dailyBar } from "../daily-bar.ts";
import type { Column, Profile, Shape } from "../profile.ts";
import { refused } from "../reading.ts";
import { readDate } from "../time-text.ts";

const ohlcColumns: readonly Column[] = [
  { name: "date", aliases: ["timestamp"], meaning: "the session's date, local to the exchange" },
  { name: "open", meaning: "first price; blank or 0 gives no tick" },
  { name: "high", meaning: "highest price; blank or 0 gives no tick" },
  { name: "low", meaning: "lowest price; blank or 0 gives no tick" },
  { name: "close", meaning: "official close; a row without one is not taken" },
  { name: "volume", isOptional: true, meaning: "not used" },
];

/** A row of daily bars: one session of the instrument that `--instrument` names. */
export const ohlcShape: Shape = {
  columns: ohlcColumns,
  rows: "sessions",
  needsInstrument: true,
  begin: ({ options }) => {
    const instrument = options.instrument ?? "";
    return (row) => {
      const date = readDate(row.text(0));
      if (date === undefined) return refused("bad-date");
      return dailyBar(date, instrument, {
        open: row.text(1),
        high: row.text(2),
        low: row.text(3),
        close: row.text(4),
      });
    };
  },
};

export const ohlc: Profile = {
  name: "ohlc",
  summary: "daily bars of one instrument",
  shapes: [ohlcShape],
};
