/** What every daily profile shares: a bar of four prices, each of which may be missing but the close. */
import type { TradingDate } from "@tapefold/core";
import { readPrice } from "./price-text.ts";
import { type Bar, type Refused, refused } from "./reading.ts";

export interface BarTexts {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** The bar, or the first reason why there is none: a price that is neither readable nor blank refuses the row. */
export function dailyBar(date: TradingDate, instrument: string, texts: BarTexts): Bar | Refused {
  const close = readPrice(texts.close);
  if (close === "blank") return refused("no-close");
  if (typeof close === "string") return refused(close === "zero" ? "bad-price" : close);
  const bar: { -readonly [K in keyof Bar]: Bar[K] } = { kind: "bar", date, instrument, close: close.price };
  for (const field of ["open", "high", "low"] as const) {
    const read = readPrice(texts[field]);
    if (typeof read === "object") bar[field] = read.price;
    else if (read !== "blank" && read !== "zero") return refused(read);
  }
  return bar;
}

/** The prices of a bar in the order they become ticks: the low first where the bar rose. */
export function ticksOf({ open, high, low, close }: Omit<Bar, "kind" | "date" | "instrument">): string[] {
  const isFall = open !== undefined && isBelow(close, open);
  return (isFall ? [open, high, low, close] : [open, low, high, close]).filter(
    (price) => price !== undefined,
  );
}

/** Compares two plain decimals exactly. */
export function isBelow(a: string, b: string): boolean {
  // A double keeps fifteen digits apart.
  if (a.length <= 15 && b.length <= 15) return Number(a) < Number(b);
  const [wholeA = "", fractionA = ""] = a.split(".");
  const [wholeB = "", fractionB = ""] = b.split(".");
  const width = Math.max(wholeA.length, wholeB.length);
  const decimals = Math.max(fractionA.length, fractionB.length);
  const digitsA = wholeA.padStart(width, "0") + fractionA.padEnd(decimals, "0");
  return digitsA < wholeB.padStart(width, "0") + fractionB.padEnd(decimals, "0");
}
