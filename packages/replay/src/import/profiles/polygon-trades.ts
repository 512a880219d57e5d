import type { Column, ConditionTable, Profile } from "../read/profile.ts";
import { refused } from "../read/reading.ts";
import { timeReader } from "../read/time-text.ts";
import { conditionedTrade } from "../read/trade-row.ts";

const columns: readonly Column[] = [
  { name: "ticker", isInstrument: true, meaning: "the instrument" },
  {
    name: "conditions",
    isOptional: true,
    meaning: "condition codes with a comma between; some do not count for the last price or the high",
  },
  { name: "correction", isOptional: true, meaning: "00 as traded, 01 and 07 to 12 corrected or cancelled" },
  { name: "price", meaning: "the price" },
  { name: "size", isOptional: true, meaning: "how much was traded" },
  {
    name: "sip_timestamp",
    meaning: "when the consolidated tape had it, in nanoseconds: the time that counts",
  },
  {
    name: "participant_timestamp",
    isOptional: true,
    meaning: "when the exchange made it; used where the tape's is 0",
  },
];

/**
 * Effects of a trade by its condition, under the rules of the consolidated tapes; a condition not named here
 * counts for all. Average-price, odd-lot, cash, next-day, contingent and extended-hours trades count for
 * volume alone; late ones ("sold", prior reference) and derivatively priced ones for the high and low too;
 * repeats of the official open for nothing. Closing prints (8, 19) belong to the session after the bell too;
 * 15 and, corrected, 38 say its official close.
 */
const VOLUME = ["volume"] as const;
const CLOSING = ["last", "highLow", "volume", "closing"] as const;
const NOT_LAST = ["highLow", "volume"] as const;
const usConditions: ConditionTable = {
  2: VOLUME,
  5: NOT_LAST,
  7: VOLUME,
  8: CLOSING,
  10: NOT_LAST,
  12: VOLUME,
  13: VOLUME,
  15: ["close"],
  16: [],
  19: CLOSING,
  20: VOLUME,
  22: NOT_LAST,
  29: VOLUME,
  32: NOT_LAST,
  37: VOLUME,
  38: ["corrected"],
  52: VOLUME,
  53: VOLUME,
};

/** Records that only report that another was cancelled, in error, or corrected: the other says so itself. */
const NOTICES: ReadonlySet<string> = new Set(["10", "11"]);
const CANCELLED: ReadonlySet<string> = new Set(["7", "8"]);

/** Flat files of Polygon (now Massive): every trade of a day, ticker by ticker. */
export const polygonTrades: Profile = {
  name: "polygon-trades",
  summary: "US trade flat files of Polygon, grouped by ticker",
  shapes: [
    {
      columns,
      rows: "times",
      marksClosing: true,
      isGrouped: true,
      begin: ({ options }) => {
        const timeOf = timeReader({ unit: "ns" });
        const table = options.conditions ?? usConditions;
        return (row) => {
          const correction = (row.get(2) ?? "").replace(/^0+(?=\d)/, "");
          if (NOTICES.has(correction)) return { kind: "skipped" };
          // The corrected trade follows as a record of its own.
          if (correction === "1") return refused("superseded");
          const sip = row.text(5);
          const at = timeOf(sip === "0" || sip === "" ? (row.get(6) ?? "") : sip);
          if (typeof at === "object") return at;
          const codes = (row.get(1) ?? "").split(/[ ,]+/).filter((code) => code !== "");
          const trade = conditionedTrade(at, row.text(0), row.text(3), row.get(4), codes, table);
          if (!CANCELLED.has(correction)) return trade;
          if (trade.kind === "close") return refused("superseded");
          return trade.kind === "trade" ? { ...trade, isBusted: true } : trade;
        };
      },
    },
  ],
};
