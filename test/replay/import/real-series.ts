/** Every public daily history of the tests: how it is imported, and the quirks it is known for. */
import type { ImportSummary } from "@tapefold/replay";
import { sharedLines } from "../shared-data.ts";

type QuirkCounts = ImportSummary["quirks"];

export interface Series {
  /** Its path without `.csv.gz`. */
  readonly file: string;
  readonly mic: string;
  readonly profile: string;
  /** Rows that are sessions. */
  readonly rows: number;
  /** A mapping in place of the profile. */
  readonly mapping?: unknown;
  readonly rejected?: ImportSummary["rejected"];
  readonly quirks?: Partial<QuirkCounts>;
  /** The rows as date, open, high, low, close, where the file has them otherwise. */
  readonly lines?: () => readonly string[];
  /** Imported in every run of the tests, not only by `npm run test:long`. */
  readonly isAlways?: true;
}

export const GAPS_OF_NIFTY = [
  "2010-02-06 2010-11-05 2011-05-31 2011-10-26 2011-11-24 2011-12-26 2012-01-02 2012-01-07 2012-03-03 2012-04-28",
  "2012-05-21 2012-08-28 2012-09-08 2012-10-26 2012-11-13 2013-01-01 2013-05-11 2013-11-03 2014-01-01 2014-02-17",
  "2014-03-22 2014-10-23 2015-01-01 2015-02-28 2015-04-15 2015-11-11 2016-01-01 2016-08-12 2016-10-30 2018-01-01",
  "2019-01-01 2019-02-13 2019-03-29 2019-10-27 2020-02-01 2020-11-14 2021-01-01",
].flatMap((row) => row.split(" "));

const index = (file: string, mic: string, rows: number, quirks: Partial<QuirkCounts>): Series => ({
  file: `index-daily/${file}`,
  mic,
  profile: "ohlc",
  rows,
  quirks,
});

/** As their authors keep them: empty rows, an order of their own, a day that was not over. */
const original = (
  file: string,
  mic: string,
  profile: string,
  rows: number,
  rest: Partial<Series>,
): Series => ({
  file: `index-daily/orig/${file}`,
  mic,
  profile,
  rows,
  ...rest,
});

const indices: readonly Series[] = [
  {
    ...index("n225_kabudb", "XTKS", 4155, {
      // The two rows on holidays repeat the day before.
      repeatedBars: 2,
      unscheduled: ["2017-11-03", "2018-07-16"],
      gaps: ["2010-07-20", "2010-09-15"],
      weekends: [],
    }),
    isAlways: true,
  },
  index("n225_today-today", "XTKS", 9401, { unfinished: 1, flatBars: 2013, weekends: [] }),
  index("spx_fja05680", "XNYS", 23_104, {
    flatBars: 8547,
    rounded: 75_274,
    weekends: [],
    afterPauses: ["1933-03-15"],
  }),
  index("spx_stockindicators_longest", "XNYS", 15_821, { outOfOrder: 0, rounded: 0 }),
  index("djia_close_fja05680", "XNYS", 36_863, {
    flatBars: 36_863,
    afterPauses: ["1914-12-12", "1933-03-15"],
  }),
  index("nifty50_nagi1995", "XNSE", 3397, { gaps: GAPS_OF_NIFTY, unscheduled: [] }),
  index("sse_today-today", "XSHG", 6862, {
    flatBars: 1862,
    unscheduled: ["2010-06-15"],
    gaps: [],
    jumps: [{ instrument: "X", date: "1992-05-21" }],
  }),
  index("kospi_krx_1995-2014", "XKRX", 5032, { gaps: [], unscheduled: [] }),
  original("n225_kabudb", "XTKS", "yahoo", 4155, { rejected: { "no-close": 92 } }),
  original("n225_today-today", "XTKS", "yahoo", 9401, {
    rejected: { "no-close": 379 },
    quirks: { unfinished: 1 },
  }),
  original("nifty50_nagi1995", "XNSE", "yahoo", 3397, { rejected: { "no-close": 35 } }),
  original("sse_today-today", "XSHG", "yahoo", 6862, { rejected: { "no-close": 14 } }),
  original("spx_stockindicators_longest", "XNYS", "ohlc", 15_821, {
    quirks: { outOfOrder: 15_820 },
    lines: () => sharedLines("index-daily/spx_stockindicators_longest.csv.gz"),
  }),
];

/** One row each lacks an open, high or low, but for those that lack none; two of Disney's, and one of Home Depot's has a low of 0. */
const WHOLE = "AABA AAPL AMZN CSCO GOOGL INTC MSFT".split(" ");
const DOW =
  "AABA AAPL AMZN AXP BA CAT CSCO CVX DIS GE GOOGL GS HD IBM INTC JNJ JPM KO MCD MMM MRK MSFT NKE PFE PG TRV UNH UTX VZ WMT XOM";
const stocks = DOW.split(" ").map((ticker): Series => ({
  file: `stocks-daily/djia-2006-2017/${ticker}`,
  mic: "XNYS",
  profile: "ohlc",
  rows: ticker === "MRK" || WHOLE.includes(ticker) ? 3019 : 3020,
  quirks: { partialBars: ticker === "DIS" || ticker === "HD" ? 2 : WHOLE.includes(ticker) ? 0 : 1 },
  ...(ticker === "DIS" ? { isAlways: true } : {}),
}));

const ASHARE = { profile: "ohlc", columns: { date: "trade_date" } };
const ashares = ["None", "qfq", "hfq"].map((adjusted): Series => ({
  file: `stocks-daily/ashare-adjust/600036.SH_${adjusted}`,
  mic: "XSHG",
  profile: "ohlc",
  mapping: ASHARE,
  rows: 2095,
  lines: () =>
    sharedLines(`stocks-daily/ashare-adjust/600036.SH_${adjusted}.csv.gz`).map((line) =>
      line.replace("trade_date", "date"),
    ),
}));

/** Broken downloads, most of them newest first, and the same repaired: a split applied twice or not at all shows as a jump. */
const repairs = [
  { file: "4063-T", mic: "XTKS", rows: 22, jumps: ["2023-03-29"], left: [] },
  {
    file: "ALPHA-PA",
    mic: "XPAR",
    rows: 29,
    jumps: ["2023-04-24", "2023-04-25", "2023-04-27", "2023-04-28", "2023-05-08", "2023-05-09"],
    left: ["2023-04-24", "2023-04-25", "2023-04-27", "2023-04-28", "2023-05-08"],
    isAscending: true,
  },
  {
    file: "CNE-L",
    mic: "XLON",
    rows: 10,
    jumps: ["2023-05-09", "2023-05-10", "2023-05-16"],
    left: ["2023-05-16"],
  },
].flatMap(({ file, mic, rows, jumps, left, isAscending }) =>
  ["", "-fixed"].map((fixed): Series => {
    const name = `stocks-daily/yfinance-repair/${file}-1d-bad-stock-split${fixed}`;
    const dates = fixed === "" ? jumps : left;
    return {
      file: name,
      mic,
      profile: "yahoo",
      rows,
      quirks: {
        outOfOrder: isAscending === true ? 0 : rows - 1,
        jumps: dates.map((date) => ({ instrument: "X", date })),
      },
      lines: () => {
        const [header = "", ...days] = sharedLines(`${name}.csv.gz`);
        return [header, ...(isAscending === true ? days : days.toReversed())];
      },
      isAlways: true,
    };
  }),
);

/** Without header, in ten-thousandths: `20131007 00:00,open,high,low,close,volume`. */
const lean = (file: string, mic: string, rows: number, scale: number): Series => ({
  file,
  mic,
  profile: "lean",
  rows,
  lines: () => [
    "date,open,high,low,close",
    ...sharedLines(`${file}.csv.gz`).map((line) => {
      const [day = "", ...prices] = line.split(",");
      const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
      return [date, ...prices.slice(0, 4).map((price) => Number(price) / scale)].join(",");
    }),
  ],
});

export const realSeries: readonly Series[] = [
  ...indices,
  ...stocks,
  ...ashares,
  ...repairs,
  lean("stocks-daily/lean/spy_raw_daily", "XNYS", 5849, 10_000),
  lean("stocks-daily/lean/aapl_raw_daily", "XNAS", 5849, 10_000),
  lean("intraday/lean/crypto_coinbase_daily_btcusd_trade", "XCOI", 1318, 1),
  { file: "peer-streak/default_bars", mic: "XNYS", profile: "ohlc", rows: 502, isAlways: true },
];
