/** Names of markets and indices that an import lists by their codes alone. */

/** Details of a market; its zone is the calendar's, or that of the file. */
interface KnownMarket {
  readonly name: string;
  readonly country: string;
  readonly region: string;
  readonly currency: string;
}

const china = { country: "CN", region: "Asia", currency: "CNY" };
const germany = { country: "DE", region: "Europe", currency: "EUR" };
const india = { country: "IN", region: "Asia", currency: "INR" };
const korea = { country: "KR", region: "Asia", currency: "KRW" };
const us = { country: "US", region: "US", currency: "USD" };

const markets: Readonly<Record<string, KnownMarket>> = {
  XASX: { name: "Australian Securities Exchange", country: "AU", region: "Asia", currency: "AUD" },
  XBOM: { name: "Bombay Stock Exchange", ...india },
  XETR: { name: "Xetra", ...germany },
  XFRA: { name: "Frankfurt Stock Exchange", ...germany },
  XHKG: { name: "Hong Kong Stock Exchange", country: "HK", region: "Asia", currency: "HKD" },
  XKOS: { name: "KOSDAQ", ...korea },
  XKRX: { name: "Korea Exchange", ...korea },
  XLON: { name: "London Stock Exchange", country: "GB", region: "Europe", currency: "GBP" },
  XNAS: { name: "Nasdaq", ...us },
  XNSE: { name: "National Stock Exchange of India", ...india },
  XNYS: { name: "New York Stock Exchange", ...us },
  XSES: { name: "Singapore Exchange", country: "SG", region: "Asia", currency: "SGD" },
  XSHE: { name: "Shenzhen Stock Exchange", ...china },
  XSHG: { name: "Shanghai Stock Exchange", ...china },
  XTAI: { name: "Taiwan Stock Exchange", country: "TW", region: "Asia", currency: "TWD" },
  XTKS: { name: "Tokyo Stock Exchange", country: "JP", region: "Asia", currency: "JPY" },
  XTSE: { name: "Toronto Stock Exchange", country: "CA", region: "Canada", currency: "CAD" },
};

/** Code for no currency in ISO 4217: the letter X three times. */
const NO_CURRENCY = "X".repeat(3);

/** Ids under which the world's indices are commonly known. */
const INDICES = new Set("N225 TOPX KS11 KQ11 HSI CSI300 SSEC AXJO NSEI SPX DJI IXIC NIFTY50 NDX".split(" "));

/** The details of a market; of one that is not known, its code is the name. */
export function marketOf(mic: string): KnownMarket {
  const known = Object.hasOwn(markets, mic) ? markets[mic] : undefined;
  // ISO 3166 leaves ZZ to users, and ISO 4217 has a code for no currency.
  return known ?? { name: mic, country: "ZZ", region: "Other", currency: NO_CURRENCY };
}

/** True for an instrument that is listed as an index unless `--kind` says otherwise. */
export function isIndex(instrument: string): boolean {
  return instrument.startsWith("^") || INDICES.has(instrument.toUpperCase());
}
