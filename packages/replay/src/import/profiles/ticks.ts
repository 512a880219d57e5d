import { shiftPoint } from "../read/price-text.ts";
import type { Profile } from "../read/profile.ts";
import { joinedTime, timeReader } from "../read/time-text.ts";
import { conditionedTrade, tradeOf } from "../read/trade-row.ts";
import { instrumentColumn, SIZE_NAMES, STAMP_NAMES } from "./common-columns.ts";

const WHOLE = /^\d{1,15}$/;

/** Trades of any source. Conditions count for everything unless a mapping says otherwise. */
export const ticks: Profile = {
  name: "ticks",
  summary: "trades: time, price, size; what conditions count for by a mapping",
  shapes: [
    {
      columns: [
        {
          name: "time",
          aliases: STAMP_NAMES,
          isDate: true,
          meaning: "when it was traded; without a zone it needs --zone",
        },
        { name: "price", isNumber: true, meaning: "the price; a row without one is not taken" },
        {
          name: "size",
          aliases: SIZE_NAMES,
          isOptional: true,
          isNumber: true,
          meaning: "how much was traded",
        },
        instrumentColumn,
        {
          name: "conditions",
          aliases: ["condition"],
          isOptional: true,
          meaning: "condition codes, with a space, comma or semicolon between",
        },
        {
          name: "sequence",
          aliases: ["seq", "id"],
          isOptional: true,
          meaning:
            "puts rows of one instant in order, where it is a whole number; else the file's order stays",
        },
        {
          name: "date",
          isOptional: true,
          isDate: true,
          meaning: "the date, where the time is a column of its own",
        },
      ],
      rows: "times",
      begin: ({ clock, options, dates }) => {
        const { instrument, timeUnit, priceScale = 0, conditions } = options;
        const timeOf = timeReader({ clock, unit: timeUnit, dates });
        return (row) => {
          const at = timeOf(joinedTime(row.text(0), row.get(6)));
          if (typeof at === "object") return at;
          const id = instrument ?? row.text(3);
          const price = shiftPoint(row.text(1), priceScale);
          const codes = conditions === undefined ? undefined : row.get(4);
          const trade =
            conditions === undefined || codes === undefined
              ? tradeOf(at, id, price, row.get(2))
              : conditionedTrade(at, id, price, row.get(2), codes.split(/[ ,;]+/), conditions);
          const sequence = row.get(5);
          if (sequence === undefined || trade.kind !== "trade" || !WHOLE.test(sequence)) return trade;
          return { ...trade, sequence: Number(sequence) };
        };
      },
    },
  ],
};
