import { isInstrumentId } from "@tapefold/core";
import { dailyBar } from "../read/daily-bar.ts";
import { ratioOf } from "../read/factor-file.ts";
import type { Column, Profile } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
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
          const bar = dailyBar(date, instrument, {
            open: row.text(2),
            high: row.text(3),
            low: row.text(4),
            close: row.text(5),
          });
          const factor = Number(row.get(6) ?? "1");
          if (bar.kind === "refused" || factor === 1) return bar;
          const split = factor > 0 ? ratioOf(1 / factor) : undefined;
          return split === undefined ? refused("bad-value") : { ...bar, split };
        };
      },
    },
    { columns: statementColumns, rows: "times", begin: ({ clock }) => statementReader(clock, localCode) },
  ],
};

/** Five characters ending in 0 are the usual four-character code. */
function localCode(code: string): string {
  return /^[0-9A-Z]{4}0$/.test(code) ? code.slice(0, 4) : code;
}
