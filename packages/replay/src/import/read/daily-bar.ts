/** Reads the bar that every daily profile shares: four prices, each of which may be missing but the close. */
import type { TradingDate } from "@tapefold/core";
import { isBelow, optionalPrice, readPrice, shiftPoint } from "./price-text.ts";
import type { RowValues } from "./profile.ts";
import { type Bar, type BarRole, type Refused, refused } from "./reading.ts";

export interface BarTexts {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** The four prices of a row whose columns stand in this order, the open's first. */
export function barTexts(row: RowValues, first = 1): BarTexts {
  return {
    open: row.text(first),
    high: row.text(first + 1),
    low: row.text(first + 2),
    close: row.text(first + 3),
  };
}

/** The bar, or the first reason to refuse it: a price that is neither readable nor blank refuses the row. */
export function dailyBar(
  date: TradingDate,
  instrument: string,
  texts: BarTexts,
  priceScale = 0,
): Bar | Refused {
  if (priceScale > 0) {
    const shifted = (text: string): string => shiftPoint(text.trim(), priceScale);
    const { open, high, low, close } = texts;
    return dailyBar(date, instrument, {
      open: shifted(open),
      high: shifted(high),
      low: shifted(low),
      close: shifted(close),
    });
  }
  const close = readPrice(texts.close);
  if (close === "blank") return refused("no-close");
  if (typeof close === "string") return refused(close === "zero" ? "bad-price" : close);
  const open = optionalPrice(texts.open);
  const high = optionalPrice(texts.high);
  const low = optionalPrice(texts.low);
  if (typeof open === "object") return open;
  if (typeof high === "object") return high;
  if (typeof low === "object") return low;
  return { kind: "bar", date, instrument, open, high, low, close: close.price };
}

/** The prices of a bar in the order they become ticks: the low first if the bar rose. */
export function ticksOf({ open, high, low, close }: Pick<Bar, "open" | "high" | "low" | "close">): string[] {
  const isFall = open !== undefined && isBelow(close, open);
  const [second, third] = isFall ? [high, low] : [low, high];
  const prices: string[] = [];
  if (open !== undefined) prices.push(open);
  if (second !== undefined) prices.push(second);
  if (third !== undefined) prices.push(third);
  prices.push(close);
  return prices;
}

const RISE: readonly BarRole[] = ["open", "low", "high", "close"];
const FALL: readonly BarRole[] = ["open", "high", "low", "close"];

/** The role of each price of `ticksOf`. */
export function rolesOf(bar: Pick<Bar, BarRole>): readonly BarRole[] {
  const { open, high, low, close } = bar;
  const order = open !== undefined && isBelow(close, open) ? FALL : RISE;
  const isWhole = open !== undefined && high !== undefined && low !== undefined;
  return isWhole ? order : order.filter((role) => bar[role] !== undefined);
}
