import { isInstrumentId } from "@tapefold/core";
import { areDays } from "../read/bar-times.ts";
import { dailyBar } from "../read/daily-bar.ts";
import type { Column, Profile } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
import { dateReader, joinedTime, timeReader } from "../read/time-text.ts";
import { barTrades } from "../read/trade-row.ts";

const columns: readonly Column[] = [
  {
    name: "time",
    aliases: ["timestamp", "datetime", "date", "open_time", "window_start"],
    isDate: true,
    meaning: "when the bar begins; without a zone it needs --zone",
  },
  { name: "open", isNumber: true, meaning: "first price" },
  { name: "high", isNumber: true, meaning: "highest price" },
  { name: "low", isNumber: true, meaning: "lowest price" },
  { name: "close", isNumber: true, meaning: "last price; a row without one is not taken" },
  {
    name: "instrument",
    isInstrument: true,
    aliases: ["symbol", "ticker"],
    isOptional: true,
    meaning: "the instrument, unless --instrument says it",
  },
  { name: "volume", isOptional: true, meaning: "not used" },
  {
    name: "date",
    aliases: ["time"],
    isOptional: true,
    isDate: true,
    meaning: "the date, or the time of day, where the two are columns of their own",
  },
];

/** Bars of minutes or seconds, each at the time it begins; of whole days, each a session. */
export const bars: Profile = {
  name: "bars",
  summary: "bars of minutes or seconds; each becomes up to four ticks at its beginning",
  shapes: [
    {
      columns,
      rows: "times",
      isBars: true,
      accepts: (...first) => !areDays(...first),
      begin: ({ clock, options, dates }) => {
        const timeOf = timeReader({ clock, unit: options.timeUnit, dates });
        return (row) => {
          const at = timeOf(joinedTime(row.text(0), row.get(7)));
          if (typeof at === "object") return at;
          const texts = { open: row.text(1), high: row.text(2), low: row.text(3), close: row.text(4) };
          return barTrades(at, options.instrument ?? row.text(5), texts, options.priceScale);
        };
      },
    },
    {
      columns,
      rows: "sessions",
      needsInstrument: true,
      note: () => "the bars are whole days: each is taken for a session, as by --profile ohlc",
      begin: ({ clock, calendar, options, dates }) => {
        const dateOf = dateReader({
          clock: calendar?.clock ?? clock,
          zone: clock,
          unit: options.timeUnit,
          dates,
        });
        return (row) => {
          const date = dateOf(row.text(0));
          if (date === undefined) return refused("bad-date");
          const instrument = options.instrument ?? row.text(5);
          if (!isInstrumentId(instrument)) return refused("bad-instrument");
          const texts = { open: row.text(1), high: row.text(2), low: row.text(3), close: row.text(4) };
          return dailyBar(date, instrument, texts, options.priceScale);
        };
      },
    },
  ],
};
