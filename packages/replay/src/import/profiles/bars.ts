import type { Profile } from "../read/profile.ts";
import { barTrades } from "../read/trade-row.ts";
import { timeReader } from "../read/time-text.ts";

/** Bars of minutes or seconds, each at the time it begins. */
export const bars: Profile = {
  name: "bars",
  summary: "bars of minutes or seconds; each becomes up to four ticks at its beginning",
  shapes: [
    {
      columns: [
        {
          name: "time",
          aliases: ["timestamp", "datetime", "date"],
          meaning: "when the bar begins; without a zone it needs --zone",
        },
        { name: "open", meaning: "first price" },
        { name: "high", meaning: "highest price" },
        { name: "low", meaning: "lowest price" },
        { name: "close", meaning: "last price; a row without one is not taken" },
        {
          name: "instrument",
          aliases: ["symbol", "ticker"],
          isOptional: true,
          meaning: "the instrument, unless --instrument says it",
        },
        { name: "volume", isOptional: true, meaning: "not used" },
      ],
      rows: "times",
      begin: ({ clock, options }) => {
        const timeOf = timeReader(clock, options.timeUnit);
        return (row) => {
          const at = timeOf(row.text(0));
          if (typeof at === "object") return at;
          const texts = { open: row.text(1), high: row.text(2), low: row.text(3), close: row.text(4) };
          return barTrades(at, options.instrument ?? row.text(5), texts, options.priceScale);
        };
      },
    },
  ],
};
