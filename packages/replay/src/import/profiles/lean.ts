import { basename } from "node:path";
import type { Instant } from "@tapefold/core";
import { barTexts, dailyBar } from "../read/daily-bar.ts";
import { fileError } from "../import-errors.ts";
import { localClock } from "../read/local-clock.ts";
import { shiftPoint } from "../read/price-text.ts";
import type { Column, ConditionTable, FileContext, Profile } from "../read/profile.ts";
import { type Refused, refused } from "../read/reading.ts";
import { localInstant, readDate } from "../read/time-text.ts";
import { barTrades, conditionedTrade } from "../read/trade-row.ts";

/** Flags of a tick that say something of the close; the official open is no print of its own. */
const CLOSING_PRINT = 1 << 7;
const OFFICIAL_CLOSE = 1 << 24;
const OFFICIAL_OPEN = 1 << 26;
const tickConditions: ConditionTable = {
  [CLOSING_PRINT]: ["last", "highLow", "volume", "closing"],
  [OFFICIAL_CLOSE]: ["close"],
  [OFFICIAL_OPEN]: [],
};

/** Prices of equities and options are kept in ten-thousandths of the currency, all others as they are. */
const SCALED_DECIMALS = 4;
const BAR_COLUMNS: readonly Column[] = [
  { name: "open", meaning: "first price" },
  { name: "high", meaning: "highest price" },
  { name: "low", meaning: "lowest price" },
  { name: "close", meaning: "last price" },
  { name: "volume", meaning: "not used" },
];
const TIME: Column = {
  name: "time",
  meaning: "milliseconds since midnight; zone by --zone, else the market's; date by the file's name",
};

/**
 * QuantConnect Lean's trade files. Date, resolution and kind of security stand in the path or the name, as in
 * `equity/usa/minute/spy/20131007_trade.zip`. `--factors` adds the splits of a factor file; prices stay raw.
 */
export const lean: Profile = {
  name: "lean",
  summary: "Lean's trade files of days, minutes, seconds or ticks",
  shapes: [
    {
      columns: [{ name: "time", meaning: "20131007 00:00, local" }, ...BAR_COLUMNS],
      header: "none",
      fits: (file) => resolutionOf(file) === "daily",
      rows: "sessions",
      needsInstrument: true,
      begin: (file) => {
        const scale = priceScaleOf(file);
        const instrument = file.options.instrument ?? "";
        return (row) => {
          const date = readDate(row.text(0));
          if (date === undefined) return refused("bad-date");
          return dailyBar(date, instrument, barTexts(row), scale);
        };
      },
    },
    {
      columns: [
        TIME,
        { name: "price", meaning: "the price" },
        { name: "size", meaning: "how much was traded" },
        { name: "exchange", meaning: "not used" },
        {
          name: "condition",
          meaning: "flags in hexadecimal: 80 a closing print, 1000000 the official close",
        },
        { name: "suspicious", meaning: "1 where the vendor doubts it: the tick is busted" },
      ],
      header: "none",
      fits: (file) => resolutionOf(file) === "tick",
      rows: "times",
      marksClosing: true,
      needsInstrument: true,
      begin: (file) => {
        const scale = priceScaleOf(file);
        const timeOf = clockTime(file);
        const instrument = file.options.instrument ?? "";
        return (row) => {
          const at = timeOf(row.text(0));
          if (typeof at === "object") return at;
          const codes = conditionCodes(row.text(4));
          const price = shiftPoint(row.text(1), scale);
          const trade = conditionedTrade(at, instrument, price, row.text(2), codes, tickConditions);
          return trade.kind === "trade" && row.text(5) === "1" ? { ...trade, isBusted: true } : trade;
        };
      },
    },
    {
      columns: [TIME, ...BAR_COLUMNS],
      header: "none",
      rows: "times",
      isBars: true,
      needsInstrument: true,
      begin: (file) => {
        const scale = priceScaleOf(file);
        const timeOf = clockTime(file);
        return (row) => {
          const at = timeOf(row.text(0));
          if (typeof at === "object") return at;
          return barTrades(at, file.options.instrument ?? "", barTexts(row), scale);
        };
      },
    },
  ],
};

/** Reads milliseconds since the local midnight of the date in the file's name. */
function clockTime(file: FileContext): (text: string) => Instant | Refused {
  const date = readDate(/(?<!\d)(\d{8})(?!\d)/.exec(basename(file.name))?.[1] ?? "");
  if (date === undefined)
    throw fileError(
      "IMPORT_HEADER",
      "the name has no date such as 20131007; name it as Lean does",
      file.name,
    );
  const zone = localClock(file);
  return (text) =>
    /^\d{1,8}$/.test(text) ? localInstant(zone, date, Number(text) * 1000) : refused("bad-time");
}

/** The flags of a tick that the table knows; empty if the text is not a number. */
function conditionCodes(text: string): string[] {
  if (text === "" || text === "0") return [];
  const flags = Number.parseInt(text, 16);
  return Object.keys(tickConditions).filter((flag) => (flags & Number(flag)) !== 0);
}

/** Scale by the kind of security in the path; a mapping may override it. */
function priceScaleOf({ name, options }: FileContext): number {
  const kind = lastWord(name, [
    "equity",
    "option",
    "index",
    "forex",
    "crypto",
    "cryptofuture",
    "cfd",
    "future",
  ]);
  return (
    options.priceScale ?? (kind === undefined || kind === "equity" || kind === "option" ? SCALED_DECIMALS : 0)
  );
}

function resolutionOf(name: string): string | undefined {
  return lastWord(name, ["daily", "hour", "minute", "second", "tick"]);
}

/** The last of the given words in a path. */
function lastWord(path: string, words: readonly string[]): string | undefined {
  return path
    .toLowerCase()
    .split(/[^a-z]+/)
    .findLast((word) => words.includes(word));
}
