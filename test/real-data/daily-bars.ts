/** Daily bars of a public history, and the tape they make: one session a row. */
import { dayNumber, type MarketEvent, type TradingDate } from "@tapefold/core";
import { sharedLines } from "../replay/shared-data.ts";

/** Prices as the source writes them; blank or zero where it has none. */
export interface DailyBar {
  readonly date: TradingDate;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** The rows of a file with the columns `date,open,high,low,close`. */
export function dailyBars(file: string): DailyBar[] {
  return sharedLines(file)
    .slice(1)
    .map((line) => {
      const [date = "", open = "", high = "", low = "", close = ""] = line.split(",");
      return { date, open, high, low, close };
    });
}

/** The instrument of every tape made here, its market, and its decimals: as many as keep its prices safe integers. */
export const listings: readonly MarketEvent[] = [
  {
    id: "market",
    type: "MarketListed",
    at: 0,
    mic: "XXXX",
    name: "Exchange",
    country: "US",
    region: "US",
    zone: "America/New_York",
  },
];

export function listedIndex(instrument: string, scale: number): MarketEvent {
  return {
    id: `${instrument} listed`,
    type: "InstrumentListed",
    at: 0,
    instrument,
    name: instrument,
    kind: "index",
    mic: "XXXX",
    currency: "USD",
    scale,
  };
}

/** The sessions of some bars, a line numbered by its source: open, low, high and close as ticks, then the official close. */
export function sessionsOf(instrument: string, bars: readonly DailyBar[], scale: number): MarketEvent[] {
  let seq = 0;
  return bars.flatMap(({ date, open, high, low, close }) => {
    const at = (dayNumber(date) ?? 0) * DAY;
    const line = (place: number) => ({
      id: `${date} ${place}`,
      source: "bars",
      seq: (seq += 1),
      at: at + place,
    });
    const inOrder = Number(close) < Number(open) ? [open, high, low, close] : [open, low, high, close];
    const prices = inOrder
      .filter((price, place) => Number(price) > 0 && price !== inOrder[place - 1])
      .map((price) => atScale(price, scale));
    const official = { [instrument]: atScale(close, scale) };
    return [
      { ...line(0), type: "SessionOpened", mic: "XXXX", date },
      ...prices.map((price, place): MarketEvent => ({
        ...line(place + 1),
        type: "PriceTicked",
        instrument,
        price,
      })),
      { ...line(9), type: "SessionClosed", mic: "XXXX", date, closes: official },
    ] satisfies MarketEvent[];
  });
}

const DAY = 86_400_000_000;

/** A source's digits cut to a scale, halves up. */
export function atScale(price: string, scale: number): string {
  const [whole = "", fraction = ""] = price.split(".");
  if (fraction.length <= scale) return price;
  const digits = BigInt(whole + fraction.slice(0, scale)) + (Number(fraction.charAt(scale)) >= 5 ? 1n : 0n);
  const text = digits.toString().padStart(scale + 1, "0");
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Most decimals at which every price of a history is a safe integer. */
export function scaleOf(bars: readonly DailyBar[]): number {
  const highest = bars.reduce((most, { high, close }) => Math.max(most, Number(high), Number(close)), 0);
  return Math.min(12, 15 - Math.ceil(Math.log10(highest)));
}
