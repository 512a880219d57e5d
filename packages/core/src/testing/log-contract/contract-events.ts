/** Events that the contract of logs is checked with. */
import type { MarketEvent, PriceTicked } from "../../tape/event.ts";

/** A tick of a numbered source. */
export function tick(seq: number): PriceTicked {
  return {
    id: `t-${seq}`,
    at: 1_770_000_000_000_000 + seq * 1_000,
    source: "feed",
    seq,
    type: "PriceTicked",
    instrument: `I${seq % 7}`,
    price: 100 + seq,
  };
}

/** A number of ticks, numbered from `from` on. */
export function ticks(count: number, from = 0): PriceTicked[] {
  return Array.from({ length: count }, (_, index) => tick(from + index));
}

/** The tick without source and number. */
export function unnumbered({ id, at, type, instrument, price }: PriceTicked): PriceTicked {
  return { id, at, type, instrument, price };
}

/** Events that a log may easily store wrongly. */
export const oddEvents: readonly MarketEvent[] = [
  {
    id: "listed",
    at: -1,
    type: "MarketListed",
    mic: "XTKS",
    name: '<b>"\u0000\u2028é',
    country: "JP",
    region: "",
    zone: "Asia/Tokyo",
  },
  {
    id: "closed",
    at: 0,
    type: "SessionClosed",
    mic: "XTKS",
    date: "2026-02-10",
    closes: { constructor: "1.50", I1: 0.1, I2: 9007199254740991 },
  },
  { ...unnumbered(tick(0)), id: "0", price: 0.1, size: "0100" },
  { ...unnumbered(tick(0)), id: "007", price: "57885.70", size: 0 },
  { ...unnumbered(tick(0)), id: "7", price: 1e21, updates: ["highLow"] },
  { ...unnumbered(tick(0)), id: "x-99999999999999999999", price: 5e-7, updates: [] },
  { ...unnumbered(tick(0)), id: "!~", at: 8_999_999_999_999_999, price: "00.10", v: 1 },
  { ...tick(9_007_199_254_740_991), source: "far", id: "far-1", at: 0 },
  { ...unnumbered(tick(0)), id: "alone", source: "talker" },
  { id: "bust", at: 5, type: "TickBusted", tick: "no-such" },
  {
    id: "guided",
    at: 5,
    type: "GuidanceRevised",
    issuer: "9434",
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    items: [{ metric: "eps", previous: [1, "2.0"], revised: null }],
  },
];
