import { isInstrumentId } from "@tapefold/core";
import { barTexts, dailyBar } from "../read/daily-bar.ts";
import type { Column, Profile } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
import { readDate, timeReader } from "../read/time-text.ts";
import { barTrades } from "../read/trade-row.ts";
import { ohlcShape } from "./ohlc.ts";

const bulkColumns: readonly Column[] = [
  {
    name: "<TICKER>",
    isInstrument: true,
    aliases: ["ticker"],
    meaning: "the instrument, unless --instrument says it",
  },
  { name: "<PER>", aliases: ["per"], meaning: "D for days, else minutes" },
  { name: "<DATE>", aliases: ["date"], meaning: "20241105" },
  { name: "<TIME>", aliases: ["time"], meaning: "093000; the zone by --zone" },
  { name: "<OPEN>", aliases: ["open"], meaning: "first price" },
  { name: "<HIGH>", aliases: ["high"], meaning: "highest price" },
  { name: "<LOW>", aliases: ["low"], meaning: "lowest price" },
  { name: "<CLOSE>", aliases: ["close"], meaning: "last price; a row without one is not taken" },
  { name: "<VOL>", aliases: ["vol"], isOptional: true, meaning: "not used" },
  { name: "<OPENINT>", aliases: ["openint"], isOptional: true, meaning: "not used" },
];

/** The download of stooq.pl. */
const polishColumns: readonly Column[] = [
  { name: "Data", isDate: true, meaning: "the session's date, local to the exchange" },
  { name: "Otwarcie", meaning: "first price" },
  { name: "Najwyzszy", meaning: "highest price" },
  { name: "Najnizszy", meaning: "lowest price" },
  { name: "Zamkniecie", meaning: "close; a row without one is not taken" },
  { name: "Wolumen", isOptional: true, meaning: "not used" },
];

/** Stooq: the download of one instrument, and the bulk files with angle brackets, of days or of minutes. */
export const stooq: Profile = {
  name: "stooq",
  summary: "daily download of Stooq, and its bulk files of days, hours or minutes",
  shapes: [
    {
      columns: bulkColumns,
      rows: "sessions",
      accepts: (readings) =>
        !readings.some((reading) => reading.kind === "refused" && reading.code === "bad-value"),
      begin: ({ options }) => {
        return (row) => {
          const date = readDate(row.text(2));
          if (date === undefined) return refused("bad-date");
          if (row.text(1) !== "D") return refused("bad-value");
          const instrument = options.instrument ?? row.text(0);
          if (!isInstrumentId(instrument)) return refused("bad-instrument");
          return dailyBar(date, instrument, barTexts(row, 4));
        };
      },
    },
    {
      columns: bulkColumns,
      rows: "times",
      isBars: true,
      begin: ({ clock, options }) => {
        const timeOf = timeReader({ clock });
        return (row) => {
          const date = readDate(row.text(2));
          if (date === undefined) return refused("bad-date");
          const at = timeOf(
            `${date} ${row
              .text(3)
              .padStart(6, "0")
              .replace(/^(\d\d)(\d\d)(\d\d)$/, "$1:$2:$3")}`,
          );
          if (typeof at === "object") return at;
          return barTrades(at, options.instrument ?? row.text(0), barTexts(row, 4));
        };
      },
    },
    ohlcShape(),
    ohlcShape(polishColumns),
  ],
};
