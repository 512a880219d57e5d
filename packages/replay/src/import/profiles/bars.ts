import { isInstrumentId } from "@tapefold/core";
import { areDays } from "../read/bar-times.ts";
import { barTexts, dailyBar } from "../read/daily-bar.ts";
import type { Column, Profile } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
import { dateReader, joinedTime, timeReader } from "../read/time-text.ts";
import { barTrades } from "../read/trade-row.ts";
import { BEGIN_NAMES, instrumentColumn, STAMP_NAMES } from "./common-columns.ts";

const columns: readonly Column[] = [
  {
    name: "time",
    aliases: [...STAMP_NAMES, "date", ...BEGIN_NAMES],
    isDate: true,
    meaning: "when the bar begins; without a zone it needs --zone",
  },
  { name: "open", isNumber: true, meaning: "first price" },
  { name: "high", isNumber: true, meaning: "highest price" },
  { name: "low", isNumber: true, meaning: "lowest price" },
  { name: "close", isNumber: true, meaning: "last price; a row without one is not taken" },
  instrumentColumn,
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
          return barTrades(at, options.instrument ?? row.text(5), barTexts(row), options.priceScale);
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
          return dailyBar(date, instrument, barTexts(row), options.priceScale);
        };
      },
    },
  ],
};
