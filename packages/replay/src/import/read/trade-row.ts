/**
 * Reads the trade that every profile of trades shares: a price, perhaps a size and a condition, at an instant
 * of an instrument.
 */
import { type Instant, isInstrumentId } from "@tapefold/core";
import { type BarTexts, rolesOf, ticksOf } from "./daily-bar.ts";
import { optionalPrice, readSize, requirePrice, shiftPoint } from "./price-text.ts";
import type { ConditionTable } from "./profile.ts";
import { type Reading, refused, type Refused, type Trade } from "./reading.ts";

/** A trade, or the reason why the row is not one. */
export function tradeOf(
  at: Instant,
  instrument: string,
  priceText: string,
  sizeText: string | undefined,
  updates?: Trade["updates"],
): Reading {
  if (!isInstrumentId(instrument)) return refused("bad-instrument");
  const price = requirePrice(priceText);
  if (typeof price !== "string") return price;
  const size = readSize(sizeText);
  if (typeof size === "object") return size;
  if (updates?.length === 0) return { kind: "skipped" };
  return {
    kind: "trade",
    at,
    instrument,
    prices: [price],
    size,
    updates: updates?.length === 3 ? undefined : updates,
  };
}

/** As `tradeOf`, with known conditions; a repeat of the official close is no trade. */
export function conditionedTrade(
  at: Instant,
  instrument: string,
  priceText: string,
  sizeText: string | undefined,
  conditions: readonly string[],
  table: ConditionTable,
): Reading {
  const roles = conditions.flatMap((code) => (Object.hasOwn(table, code) ? (table[code] ?? []) : []));
  const isCorrected = roles.includes("corrected");
  if (!isCorrected && !roles.includes("close")) {
    const trade = tradeOf(at, instrument, priceText, sizeText, updatesUnder(conditions, table));
    return trade.kind === "trade" && roles.includes("closing") ? { ...trade, isClosing: true } : trade;
  }
  const trade = tradeOf(at, instrument, priceText, sizeText);
  if (trade.kind !== "trade") return trade;
  return { kind: "close", at, instrument, price: trade.prices[0]!, size: trade.size, isCorrected };
}

/** A short bar as trades at its beginning: open, low, high, close if it rose; a missing price gives none. */
export function barTrades(at: Instant, instrument: string, texts: BarTexts, priceScale = 0): Reading {
  if (!isInstrumentId(instrument)) return refused("bad-instrument");
  const priceOf = (text: string): string | undefined | Refused =>
    optionalPrice(shiftPoint(text.trim(), priceScale));
  const [open, high, low, close] = [texts.open, texts.high, texts.low, texts.close].map(priceOf);
  if (typeof open === "object") return open;
  if (typeof high === "object") return high;
  if (typeof low === "object") return low;
  if (typeof close === "object") return close;
  if (close === undefined) return refused("no-close");
  const bar = { open, high, low, close };
  return { kind: "trade", at, instrument, prices: ticksOf(bar), roles: rolesOf(bar) };
}

/** Effects of a trade under all its conditions: only those that every one of them allows. */
function updatesUnder(conditions: readonly string[], table: ConditionTable): Trade["updates"] {
  const known = conditions.filter((code) => Object.hasOwn(table, code));
  if (known.length === 0) return undefined;
  return (["last", "highLow", "volume"] as const).filter((update) =>
    known.every((code) => table[code]?.includes(update)),
  );
}
