/**
 * The golden session: Tuesday 10 February 2026 in Asia after Monday the 9th in New York, with the closes before it.
 * As of 2026-02-10T04:30:00Z it shows every checkable sentence of a published market wrap true; it runs on to the
 * official closes. Which values are synthetic is said in the tables and in README.md.
 */
import { type Basket, csi, nikkei } from "./baskets.ts";
import { levelPaths } from "./golden-levels.ts";
import { listings } from "./listings.ts";
import { indices, marketOf, markets, softBank } from "./markets.ts";
import { byInstant, numbered, type Print, type Session, sessionLines, type TapeLine } from "./tape-line.ts";

const listedAt = "2026-02-04T12:00:00Z";
const baskets = [nikkei, csi];
const instruments = [
  ...indices,
  ...nikkei.members,
  ...softBank.filter(({ instrument }) => instrument !== "9984"),
  ...csi.members,
];

/** Records that stood before the tape begins. */
// prettier-ignore
const records: readonly [instrument: string, basis: "close" | "high", level: number, date: string, complete: boolean, tag: string][] = [
  ["N225",  "close", 54720,    "2026-02-03", true,  "SYN"],
  ["N225",  "high",  54790,    "2026-02-03", true,  "SYN"],
  ["TOPX", "close", 3700,     "2026-02-03", true,  "SYN"],
  ["TOPX", "high",  3712,     "2026-02-03", true,  "SYN"],
  ["KS11",  "close", 5371.10,  "2026-02-04", true,  "koreaherald"],
  ["KS11",  "high",  5376.92,  "2026-02-04", true,  "koreaherald"],
  ["HSI",   "high",  33484.08, "2018-01-29", true,  "tradingeconomics; the day is SYN"],
  ["AXJO",  "close", 9094.7,   "2025-10-21", true,  "colitco; the day is SYN"],
  ["AXJO",  "high",  9115.2,   "2025-10-21", true,  "colitco; the day is SYN"],
  ["SPX",   "close", 6977.27,  "2026-01-12", false, "dow-jones"],
];

/**
 * The tape. The Nikkei 225 and the CSI 300 are derived from their baskets; with `quoted` they are ticks of their own,
 * at the same levels whenever a row of the basket is complete.
 */
export function goldenTape(options: { readonly quoted?: boolean } = {}): TapeLine[] {
  const isQuoted = options.quoted ?? false;
  const runs = markets.map(({ mic }) =>
    sessionsOf(mic, isQuoted).flatMap((session) => sessionLines(marketOf(mic), session)),
  );
  const firstDates = new Map(markets.map(({ mic }) => [mic, datesOf(mic)[0] ?? ""]));
  const lines = [
    ...listings(listedAt, instruments, firstDates),
    ...baskets.map((basket) => definition(basket, isQuoted)),
    ownership(listedAt),
    ...records.map(([instrument, basis, level, date, complete]) =>
      recordSeed(listedAt, instrument, basis, level, date, complete),
    ),
    ...byInstant(runs),
  ];
  return numbered(lines, feedOf);
}

export const feedOf = (instrument: string): string | undefined => {
  const listed = instruments.find((one) => one.instrument === instrument);
  return listed && marketOf(listed.mic).feed;
};

function definition(
  { instrument, weighting, divisor, members, weights }: Basket,
  isQuoted: boolean,
): TapeLine {
  const head = {
    id: `${instrument.toLowerCase()}-defined`,
    type: "IndexDefined",
    at: listedAt,
    instrument,
  } as const;
  if (isQuoted) return { ...head, mode: "quoted" };
  const constituents = members.map((member, index) => ({
    instrument: member.instrument,
    weight: weights[index] ?? "",
  }));
  return { ...head, mode: "derived", weighting, divisor, constituents };
}

/** SoftBank Group consolidates SoftBank Corp. */
export const ownership = (at: string): TapeLine => ({
  id: "9984-owns-9434",
  type: "OwnershipDeclared",
  at,
  parent: "9984",
  subsidiary: "9434",
  consolidated: true,
});

export const recordSeed = (
  at: string,
  instrument: string,
  basis: "close" | "high",
  level: number,
  date: string,
  complete: boolean,
): TapeLine => ({
  id: `${instrument.toLowerCase()}-record-${basis}`,
  type: "RecordSeeded",
  at,
  instrument,
  basis,
  level,
  date,
  ...(complete ? { complete } : {}),
});

/** The Nikkei's close of the 5th is known only as lower than that of the 6th: a streak of one. */
export const nikkeiStreak = (at: string): TapeLine => ({
  id: "n225-streak",
  type: "StreakSeeded",
  at,
  instrument: "N225",
  streak: 1,
  close: 54253.68,
  date: "2026-02-06",
});

/** The revision of 9 February, after Tokyo's close: SoftBank Corp., results for three quarters, in billions of yen. */
export const guidance = (at: string): TapeLine => ({
  id: "9434-guidance",
  type: "GuidanceRevised",
  at,
  issuer: "9434",
  fiscalYearEnd: "2026-03-31",
  span: "FY",
  scope: "consolidated",
  standard: "IFRS",
  items: [
    { metric: "netSales", previous: 6700, revised: 6950, currency: "JPY", unit: "1e9" },
    { metric: "operatingProfit", previous: 1000, revised: 1020, currency: "JPY", unit: "1e9" },
    { metric: "netProfitAttributable", previous: 540, revised: 543, currency: "JPY", unit: "1e9" },
  ],
});

/** Events right after a close. The instant of the guidance and the Dow's high are SYN. */
function afterClose(mic: string, date: string): TapeLine[] {
  if (mic === "XTKS" && date === "2026-02-06") return [nikkeiStreak("2026-02-06T06:30:00Z")];
  if (mic === "XTKS" && date === "2026-02-09") return [guidance("2026-02-09T06:30:00Z")];
  if (mic === "XNYS" && date === "2026-02-06")
    return [
      recordSeed("2026-02-06T21:00:00Z", "DJI", "close", 50115.67, date, true),
      recordSeed("2026-02-06T21:00:00Z", "DJI", "high", 50169.65, date, true),
    ];
  return [];
}

/** Every dated row of a market: its quoted levels, and what the baskets print there. */
function datesOf(mic: string): string[] {
  const quoted = levelPaths.filter(({ instrument }) => micOf(instrument) === mic).map(({ date }) => date);
  const derived = baskets
    .filter(({ members }) => members.some((member) => member.mic === mic))
    .flatMap(({ rows }) => rows.map(({ date }) => date));
  return [...new Set([...quoted, ...derived])].sort();
}

function sessionsOf(mic: string, isQuoted: boolean): Session[] {
  return datesOf(mic).map((date) => {
    const paths = levelPaths.filter((path) => micOf(path.instrument) === mic && path.date === date);
    const prints = [
      ...baskets.flatMap((basket) => basketPrints(basket, mic, date, isQuoted)),
      ...paths.flatMap(({ instrument, rows }) =>
        rows.flatMap(([time, price, tag]) => (time === "close" ? [] : [{ instrument, time, price, tag }])),
      ),
    ];
    const closes = Object.assign(
      {},
      ...baskets.map((basket) => basketCloses(basket, mic, date, isQuoted)),
      ...paths.map(({ instrument, rows }) =>
        Object.fromEntries(rows.flatMap(([time, price]) => (time === "close" ? [[instrument, price]] : []))),
      ),
    ) as Record<string, number>;
    const hasPhases = prints.length > 0;
    return { mic, date, prints: prints.sort(byTime), closes, hasPhases, after: afterClose(mic, date) };
  });
}

/**
 * The prints of a basket in one market. Of a row's members those that fall print first and those that rise last, so
 * that no level between two rows lies above both; unchanged ones don't print.
 */
function basketPrints(basket: Basket, mic: string, date: string, isQuoted: boolean): Print[] {
  return basket.rows.flatMap((row, at) => {
    if (row.date !== date || row.kind === "official") return [];
    const before = basket.rows[at - 1]?.prices ?? [];
    const moves = basket.members
      .map((member, index) => ({ member, price: row.prices[index] ?? 0, was: before[index] ?? 0 }))
      .filter(({ price, was }) => price !== was);
    const inOrder = [
      ...moves.filter(({ price, was }) => price < was),
      ...moves.filter(({ price, was }) => price > was),
    ];
    const prints = inOrder.map(({ member, price }, index): Print & { mic: string } => ({
      instrument: member.instrument,
      time: row.time,
      secondsBefore: row.kind === "trades" ? inOrder.length - 1 - index : 0,
      price,
      tag: "SYN",
      mic: member.mic,
    }));
    const own = prints.filter((print) => print.mic === mic);
    const level = { instrument: basket.instrument, time: row.time, price: row.level, tag: row.tag };
    return isQuoted && micOf(basket.instrument) === mic ? [...own, level] : own;
  });
}

/** The last row of a date is its official close. */
function basketCloses(basket: Basket, mic: string, date: string, isQuoted: boolean): Record<string, number> {
  const row = basket.rows.findLast((one) => one.date === date);
  if (!row) return {};
  const members = basket.members.flatMap((member, index) =>
    member.mic === mic ? [[member.instrument, row.prices[index] ?? 0] as const] : [],
  );
  const level = isQuoted && micOf(basket.instrument) === mic ? [[basket.instrument, row.level] as const] : [];
  return Object.fromEntries([...members, ...level]);
}

const micOf = (instrument: string): string | undefined =>
  instruments.find((one) => one.instrument === instrument)?.mic;

const byTime = (a: Print, b: Print): number => {
  const second = ({ time, secondsBefore = 0 }: Print): number => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return hour * 3600 + minute * 60 - secondsBefore;
  };
  return second(a) - second(b);
};
