/** The ten markets and what is listed on them: hours as of February 2026, names, scales, feeds. */
import type { Phase } from "@tapefold/core";

export interface ListedMarket {
  readonly mic: string;
  readonly name: string;
  readonly country: string;
  readonly region: string;
  readonly zone: string;
  /** In February 2026, when New York has winter time and Sydney summer time. */
  readonly utcOffsetMinutes: number;
  /** Numbers the ticks of this market; absent: they carry no numbers. */
  readonly feed?: string;
  readonly hours: Hours;
}

/** Local wall times of a regular day. */
interface Hours {
  readonly openTime: string;
  readonly openPhase: Phase;
  readonly changes: readonly { readonly time: string; readonly phase: Phase }[];
  /** When the official close is given. */
  readonly closeTime: string;
}

const hours = (openTime: string, openPhase: Phase, changes: string, closeTime: string): Hours => ({
  openTime,
  openPhase,
  changes: changes.split(" ").flatMap((change) => {
    const [time, phase] = change.split("=");
    return time && phase ? [{ time, phase: phase as Phase }] : [];
  }),
  closeTime,
});

const tokyo = hours("09:00", "auction", "09:00=open 11:30=break 12:30=open 15:25=auction", "15:30");
const seoul = hours("09:00", "open", "15:20=auction", "15:30");
const hongKong = hours("09:30", "open", "12:00=break 13:00=open 16:00=auction", "16:08");
const mainland = hours("09:30", "auction", "09:30=open 11:30=break 13:00=open 14:57=auction", "15:00");
const sydney = hours("10:00", "open", "16:00=auction", "16:11");
const mumbai = hours("09:15", "open", "", "15:30");
const newYork = hours("09:30", "open", "", "16:00");

/**
 * In order of listing. New York stands before Nasdaq: of two closing at one instant the first is the overnight lead.
 * Shenzhen stands before Shanghai: it closes first on the tape, so the CSI 300 of Shanghai has all closes.
 */
// prettier-ignore
export const markets: readonly ListedMarket[] = [
  { mic: "XTKS", name: "Tokyo Stock Exchange", country: "JP", region: "Asia", zone: "Asia/Tokyo", utcOffsetMinutes: 540, feed: "tse", hours: tokyo },
  { mic: "XKRX", name: "Korea Exchange", country: "KR", region: "Asia", zone: "Asia/Seoul", utcOffsetMinutes: 540, feed: "krx", hours: seoul },
  { mic: "XKOS", name: "Korea Exchange, KOSDAQ", country: "KR", region: "Asia", zone: "Asia/Seoul", utcOffsetMinutes: 540, feed: "krx", hours: seoul },
  { mic: "XHKG", name: "Hong Kong Exchanges", country: "HK", region: "Asia", zone: "Asia/Hong_Kong", utcOffsetMinutes: 480, feed: "hsi", hours: hongKong },
  { mic: "XSHE", name: "Shenzhen Stock Exchange", country: "CN", region: "Asia", zone: "Asia/Shanghai", utcOffsetMinutes: 480, hours: mainland },
  { mic: "XSHG", name: "Shanghai Stock Exchange", country: "CN", region: "Asia", zone: "Asia/Shanghai", utcOffsetMinutes: 480, hours: mainland },
  { mic: "XASX", name: "Australian Securities Exchange", country: "AU", region: "Asia", zone: "Australia/Sydney", utcOffsetMinutes: 660, hours: sydney },
  { mic: "XNSE", name: "National Stock Exchange of India", country: "IN", region: "Asia", zone: "Asia/Kolkata", utcOffsetMinutes: 330, feed: "nse", hours: mumbai },
  { mic: "XNYS", name: "New York Stock Exchange", country: "US", region: "US", zone: "America/New_York", utcOffsetMinutes: -300, feed: "nyse", hours: newYork },
  { mic: "XNAS", name: "Nasdaq", country: "US", region: "US", zone: "America/New_York", utcOffsetMinutes: -300, feed: "nasdaq", hours: newYork },
];

/** Its own words of `InstrumentListed`, without `id`, `type` and `at`. */
export interface ListedInstrument {
  readonly instrument: string;
  readonly name: string;
  readonly kind: "equity" | "index";
  readonly mic: string;
  readonly currency: string;
  readonly scale: number;
  readonly sector?: string;
  readonly issuer?: string;
}

/** The twelve indices, in the order of the board. */
// prettier-ignore
export const indices: readonly ListedInstrument[] = [
  { instrument: "N225", name: "Nikkei 225", kind: "index", mic: "XTKS", currency: "JPY", scale: 2 },
  { instrument: "TOPX", name: "TOPIX", kind: "index", mic: "XTKS", currency: "JPY", scale: 2 },
  { instrument: "KS11", name: "KOSPI", kind: "index", mic: "XKRX", currency: "KRW", scale: 2 },
  { instrument: "KQ11", name: "KOSDAQ", kind: "index", mic: "XKOS", currency: "KRW", scale: 2 },
  { instrument: "HSI", name: "Hang Seng", kind: "index", mic: "XHKG", currency: "HKD", scale: 2 },
  { instrument: "CSI300", name: "CSI 300", kind: "index", mic: "XSHG", currency: "CNY", scale: 2 },
  { instrument: "SSEC", name: "SSE Composite", kind: "index", mic: "XSHG", currency: "CNY", scale: 2 },
  { instrument: "AXJO", name: "S&P/ASX 200", kind: "index", mic: "XASX", currency: "AUD", scale: 1 },
  { instrument: "NSEI", name: "Nifty 50", kind: "index", mic: "XNSE", currency: "INR", scale: 2 },
  { instrument: "SPX", name: "S&P 500", kind: "index", mic: "XNYS", currency: "USD", scale: 2 },
  { instrument: "DJI", name: "Dow Jones Industrial Average", kind: "index", mic: "XNYS", currency: "USD", scale: 2 },
  { instrument: "IXIC", name: "Nasdaq Composite", kind: "index", mic: "XNAS", currency: "USD", scale: 2 },
];

/** The shares of the guidance and its reaction: SoftBank Group, and SoftBank Corp. which it consolidates. */
// prettier-ignore
export const softBank: readonly ListedInstrument[] = [
  { instrument: "9984", name: "SoftBank Group", kind: "equity", mic: "XTKS", currency: "JPY", scale: 1, sector: "Technology", issuer: "9984" },
  { instrument: "9434", name: "SoftBank Corp.", kind: "equity", mic: "XTKS", currency: "JPY", scale: 1, sector: "Technology", issuer: "9434" },
];

export const marketOf = (mic: string): ListedMarket => {
  const market = markets.find((one) => one.mic === mic);
  if (!market) throw new Error(`no market ${mic}`);
  return market;
};
