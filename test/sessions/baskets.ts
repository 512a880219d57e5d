/**
 * The two baskets whose levels the golden tape derives. Each row gives every member's price and the level they must
 * make; only levels with a source's tag are real, every price is SYN (the divisor and the weights of the Nikkei are
 * derived from published figures, and five of its changes at 11:30 are the published ones).
 */
import type { ListedInstrument } from "./markets.ts";

export interface Basket {
  readonly instrument: string;
  readonly weighting: "adjusted-price" | "cap";
  readonly divisor: string;
  readonly members: readonly ListedInstrument[];
  /** One a member. */
  readonly weights: readonly string[];
  readonly rows: readonly BasketRow[];
}

/** Prices of all members at one local time. */
export interface BasketRow {
  readonly date: string;
  readonly time: string;
  /** `trades` print one after the other within seconds, `auction` all at once, `official` is a close without prints. */
  readonly kind: "trades" | "auction" | "official";
  readonly prices: readonly number[];
  readonly level: number;
  /** Where the level comes from. */
  readonly tag: string;
}

const share = (instrument: string, name: string, sector?: string): ListedInstrument => ({
  instrument,
  name,
  kind: "equity",
  mic: "XTKS",
  currency: "JPY",
  scale: 1,
  ...(sector ? { sector } : {}),
  ...(instrument === "REST" ? {} : { issuer: instrument }),
});

/** Five real names and one pseudo-member for the other 220; the weights are price adjustment factor times cap ratio. */
// prettier-ignore
export const nikkei: Basket = {
  instrument: "N225",
  weighting: "adjusted-price",
  divisor: "29.9172",
  members: [
    share("9984", "SoftBank Group", "Technology"),
    share("6857", "Advantest", "Technology"),
    share("9983", "Fast Retailing", "Consumer Goods"),
    share("8035", "Tokyo Electron", "Technology"),
    share("5803", "Fujikura", "Materials"),
    share("REST", "The other 220 members (synthetic)"),
  ],
  weights: ["24", "8", "2.4", "3", "1", "1"],
  rows: [
    //                                                         9984   6857   9983   8035   5803       REST     level
    { date: "2026-02-06", time: "15:30", kind: "official", prices: [3973, 26300, 60500, 41600, 19900, 1027466.2], level: 54253.68, tag: "derived" },
    { date: "2026-02-09", time: "09:00", kind: "auction",  prices: [4080, 26900, 61000, 42300, 20350, 1044061.1], level: 55180.00, tag: "SYN" },
    { date: "2026-02-09", time: "10:10", kind: "trades",   prices: [4302, 28150, 63000, 43950, 21480, 1082386.6], level: 57337.07, tag: "nihonnews" },
    { date: "2026-02-09", time: "14:00", kind: "trades",   prices: [4240, 27600, 62100, 43050, 21050, 1067923.5], level: 56480.00, tag: "SYN" },
    { date: "2026-02-09", time: "15:30", kind: "auction",  prices: [4223, 27500, 62000, 43000, 21000, 1066099.2], level: 56363.94, tag: "zaikei" },
    { date: "2026-02-10", time: "09:00", kind: "auction",  prices: [4400, 27750, 62600, 43350, 21400, 1070366.2], level: 56812.01, tag: "kyodo" },
    { date: "2026-02-10", time: "09:41", kind: "trades",   prices: [4560, 27950, 63000, 43550, 21750, 1079859.3], level: 57375.00, tag: "kyodo" },
    { date: "2026-02-10", time: "10:20", kind: "trades",   prices: [4660, 28150, 63400, 43750, 22050, 1085520.1], level: 57760.09, tag: "reuters" },
    { date: "2026-02-10", time: "10:45", kind: "trades",   prices: [4725, 28250, 63600, 43850, 22150, 1088266.5], level: 57960.19, tag: "minkabu" },
    { date: "2026-02-10", time: "11:30", kind: "trades",   prices: [4698, 28205, 63520, 43830, 22145, 1088510.7], level: 57926.07, tag: "minkabu" },
    { date: "2026-02-10", time: "13:30", kind: "trades",   prices: [4690, 28150, 63450, 43850, 22100, 1088090.1], level: 57885.77, tag: "SYN" },
    { date: "2026-02-10", time: "15:30", kind: "auction",  prices: [4674, 27830, 63200, 43950, 22050, 1084346.6], level: 57650.54, tag: "jiji" },
  ],
};

const part = (instrument: string, name: string, mic: string, sector: string): ListedInstrument => ({
  instrument,
  name: `${name} (synthetic)`,
  kind: "equity",
  mic,
  currency: "CNY",
  scale: 2,
  sector,
});

/** Six pseudo-members, a sector of each exchange; weights are shares, all SYN. */
// prettier-ignore
export const csi: Basket = {
  instrument: "CSI300",
  weighting: "cap",
  divisor: "100",
  members: [
    part("IND-SH", "Industrials of Shanghai", "XSHG", "Industrials"),
    part("IND-SZ", "Industrials of Shenzhen", "XSHE", "Industrials"),
    part("FIN-SH", "Financials of Shanghai", "XSHG", "Financials"),
    part("FIN-SZ", "Financials of Shenzhen", "XSHE", "Financials"),
    part("OTH-SH", "Others of Shanghai", "XSHG", "Other"),
    part("OTH-SZ", "Others of Shenzhen", "XSHE", "Other"),
  ],
  weights: ["800", "1000", "5000", "3000", "1000", "1300"],
  rows: [
    //                                                       IND-SH IND-SZ FIN-SH FIN-SZ OTH-SH OTH-SZ    level
    { date: "2026-02-09", time: "15:00", kind: "official", prices: [100.00, 55.00, 25.00, 20.00, 90.00, 47.62], level: 4719.06, tag: "SYN" },
    { date: "2026-02-10", time: "09:30", kind: "auction",  prices: [100.30, 55.10, 24.95, 19.96, 90.00, 47.62], level: 4718.76, tag: "SYN" },
    { date: "2026-02-10", time: "10:30", kind: "trades",   prices: [100.50, 55.25, 24.92, 19.93, 90.05, 47.64], level: 4720.22, tag: "SYN" },
    { date: "2026-02-10", time: "11:30", kind: "trades",   prices: [100.68, 55.40, 24.89, 19.90, 90.09, 47.66], level: 4721.42, tag: "SYN" },
    { date: "2026-02-10", time: "15:00", kind: "auction",  prices: [100.75, 55.45, 24.90, 19.90, 90.12, 47.67], level: 4723.41, tag: "SYN" },
  ],
};
