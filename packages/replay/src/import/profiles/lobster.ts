import { basename } from "node:path";
import { fileError } from "../import-errors.ts";
import { localClock } from "../read/local-clock.ts";
import { shiftPoint } from "../read/price-text.ts";
import type { Profile } from "../read/profile.ts";
import { refused, skipped } from "../read/reading.ts";
import { localInstant, microsOf, readDate } from "../read/time-text.ts";
import { tradeOf } from "../read/trade-row.ts";

/** Prices are in ten-thousandths of a dollar. */
const PRICE_DECIMALS = 4;
const SECONDS = /^(\d{1,5})(?:\.(\d{1,9}))?$/;
/** Executions of visible and hidden orders, and crosses. */
const TRADES: ReadonlySet<string> = new Set(["4", "5", "6"]);
const CROSS = "6";
/** Submissions, partial cancellations, deletions. */
const ORDERS: ReadonlySet<string> = new Set(["1", "2", "3"]);
const HALT = "7";

/** LOBSTER's message files. Ticker and date stand in the name: `AAPL_2012-06-21_34200000_57600000_message_10.csv`. */
export const lobster: Profile = {
  name: "lobster",
  summary: "message files of LOBSTER: executions become ticks, halts are kept, orders skipped",
  shapes: [
    {
      columns: [
        {
          name: "time",
          meaning: "seconds after midnight; zone by --zone, else the market's; date by the file's name",
        },
        { name: "type", meaning: "4, 5, 6 executions, 7 halts, 1 to 3 orders" },
        { name: "order", meaning: "not used" },
        { name: "size", meaning: "how much was traded" },
        {
          name: "price",
          meaning: "ten-thousandths of a dollar; of a halt -1 its begin, 0 quoting again, 1 trading again",
        },
        { name: "direction", meaning: "not used" },
      ],
      header: "none",
      rows: "times",
      marksClosing: true,
      begin: (file) => {
        const { name, options } = file;
        const [, ticker, day = ""] = /^(.+?)_(\d{4}-\d{2}-\d{2})_/.exec(basename(name)) ?? [];
        const date = readDate(day);
        const instrument = options.instrument ?? ticker ?? "";
        if (date === undefined) {
          throw fileError(
            "IMPORT_HEADER",
            "the name has no ticker and date; name it AAPL_2012-06-21_…_message_10.csv",
            name,
          );
        }
        const zone = localClock(file);
        return (row) => {
          const type = row.text(1);
          if (ORDERS.has(type)) return skipped;
          const [, seconds, fraction = ""] = SECONDS.exec(row.text(0)) ?? [];
          if (seconds === undefined) return refused("bad-time");
          const at = localInstant(zone, date, microsOf(Number(seconds), fraction));
          if (typeof at === "object") return at;
          if (TRADES.has(type)) {
            const trade = tradeOf(at, instrument, shiftPoint(row.text(4), PRICE_DECIMALS), row.text(3));
            return trade.kind === "trade" && type === CROSS ? { ...trade, isClosing: true } : trade;
          }
          if (type !== HALT) return refused("bad-value");
          const target = { instrument, kind: "halt" } as const;
          if (row.text(4) === "-1")
            return { kind: "notice", at, event: { type: "TradingHalted", ...target } };
          if (row.text(4) === "1")
            return { kind: "notice", at, event: { type: "TradingResumed", ...target } };
          return skipped;
        };
      },
    },
  ],
};
