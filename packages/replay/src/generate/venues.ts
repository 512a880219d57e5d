import type { Weighting } from "@tapefold/core";

/** An exchange of made-up tapes: hours as in a northern winter, in minutes of the UTC day. */
export interface Venue {
  readonly mic: string;
  readonly name: string;
  readonly country: string;
  readonly region: string;
  readonly zone: string;
  readonly currency: string;
  /** Decimals of a share's price; an index has two. */
  readonly scale: number;
  /** Below 0 if on the day before, UTC. */
  readonly openMinute: number;
  readonly closeMinute: number;
  readonly breakMinutes?: readonly [start: number, end: number];
  /** Length of the auction before the close. */
  readonly auctionMinutes: number;
  /** Weighting of the venue's own index. */
  readonly weighting: Weighting;
}

const utc = (hour: number, minute = 0): number => hour * 60 + minute;

// prettier-ignore
export const venues: readonly Venue[] = [
  { mic: "XTKS", name: "Tokyo Stock Exchange", country: "JP", region: "Asia", zone: "Asia/Tokyo", currency: "JPY", scale: 1,
    openMinute: utc(0), closeMinute: utc(6, 30), breakMinutes: [utc(2, 30), utc(3, 30)], auctionMinutes: 5, weighting: "adjusted-price" },
  { mic: "XNYS", name: "New York Stock Exchange", country: "US", region: "US", zone: "America/New_York", currency: "USD", scale: 2,
    openMinute: utc(14, 30), closeMinute: utc(21), auctionMinutes: 0, weighting: "price" },
  { mic: "XLON", name: "London Stock Exchange", country: "GB", region: "Europe", zone: "Europe/London", currency: "GBP", scale: 3,
    openMinute: utc(8), closeMinute: utc(16, 35), auctionMinutes: 5, weighting: "cap" },
  { mic: "XHKG", name: "Hong Kong Exchanges", country: "HK", region: "Asia", zone: "Asia/Hong_Kong", currency: "HKD", scale: 2,
    openMinute: utc(1, 30), closeMinute: utc(8, 8), breakMinutes: [utc(4), utc(5)], auctionMinutes: 8, weighting: "cap" },
  { mic: "XKRX", name: "Korea Exchange", country: "KR", region: "Asia", zone: "Asia/Seoul", currency: "KRW", scale: 0,
    openMinute: utc(0), closeMinute: utc(6, 30), auctionMinutes: 10, weighting: "cap" },
  { mic: "XASX", name: "Australian Securities Exchange", country: "AU", region: "Asia", zone: "Australia/Sydney", currency: "AUD", scale: 3,
    openMinute: utc(-1), closeMinute: utc(5, 11), auctionMinutes: 11, weighting: "cap" },
];
