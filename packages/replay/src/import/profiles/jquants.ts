import { isInstrumentId, type TradingDate } from "@tapefold/core";
import { barTexts, dailyBar } from "../read/daily-bar.ts";
import type { Column, Profile } from "../read/profile.ts";
import { refused, type RowSplit } from "../read/reading.ts";
import { decimalsOf, splitRatio } from "../read/split-ratio.ts";
import { readDate } from "../read/time-text.ts";
import { statementReader, statementColumns } from "./jquants-statements.ts";

const quoteColumns: readonly Column[] = [
  { name: "Date", meaning: "the session's date" },
  {
    name: "Code",
    isInstrument: true,
    meaning: "local code; of five characters ending in 0 the first four are taken",
  },
  { name: "Open", aliases: ["O"], meaning: "first price, raw" },
  { name: "High", aliases: ["H"], meaning: "highest price, raw" },
  { name: "Low", aliases: ["L"], meaning: "lowest price, raw" },
  { name: "Close", aliases: ["C"], meaning: "last price, raw; a row without one is not taken" },
  {
    name: "AdjustmentFactor",
    aliases: ["AdjFactor"],
    isOptional: true,
    meaning: "0.25 on the first day after a split of 1 to 4",
  },
];

/** J-Quants of the Japan Exchange Group: daily quotes, and the forecast revisions among the statements. */
export const jquants: Profile = {
  name: "jquants",
  splits: "told",
  summary: "J-Quants: daily quotes, and statements whose forecast revisions become guidance",
  shapes: [
    {
      columns: quoteColumns,
      rows: "sessions",
      begin: ({ options }) => {
        return (row) => {
          const date = readDate(row.text(0));
          if (date === undefined) return refused("bad-date");
          const instrument = options.instrument ?? localCode(row.text(1));
          if (!isInstrumentId(instrument)) return refused("bad-instrument");
          const bar = dailyBar(date, instrument, barTexts(row, 2));
          const split = splitOf(instrument, date, (row.get(6) ?? "").trim());
          return split === undefined ? bar : { ...bar, split };
        };
      },
    },
    { columns: statementColumns, rows: "times", begin: ({ clock }) => statementReader(clock, localCode) },
  ],
};

/**
 * The split of a factor that turns older prices into those of the new basis; undefined for 1 or an empty
 * text.
 */
function splitOf(instrument: string, date: TradingDate, factor: string): RowSplit | undefined {
  if (factor === "" || Number(factor) === 1) return undefined;
  return { instrument, date, ratio: splitRatio(factor, "1", decimalsOf(factor)) };
}

/** A five-character code ending in 0 is the usual four-character code. */
function localCode(code: string): string {
  return /^[0-9A-Z]{4}0$/.test(code) ? code.slice(0, 4) : code;
}
