/**
 * The same day as it was: sourced closes alone, all indices quoted, nothing invented. What no source gives (the CSI 300,
 * the close of the SSE Composite, SoftBank Group's prices) is listed and has no values.
 */
import { guidance, nikkeiStreak, ownership, recordSeed } from "./golden-tape.ts";
import { listings } from "./listings.ts";
import { indices, marketOf, softBank } from "./markets.ts";
import { byInstant, type Print, type Session, sessionLines, type TapeLine } from "./tape-line.ts";

const listedAt = "2026-02-04T12:00:00Z";

/** Official closes by session, in the order of the markets' listing; the last word is the source's tag. */
// prettier-ignore
const closes: readonly [mic: string, date: string, closes: Readonly<Record<string, number>>, tags: string][] = [
  ["XTKS", "2026-02-06", { TOPX: 3699.00 },                   "derived"],
  ["XTKS", "2026-02-09", { N225: 56363.94, TOPX: 3783.57 },   "zaikei"],
  ["XTKS", "2026-02-10", { N225: 57650.54, TOPX: 3855.28 },   "jiji"],
  ["XKRX", "2026-02-05", { KS11: 5163.57 },                    "derived"],
  ["XKRX", "2026-02-06", { KS11: 5089.14 },                    "khan"],
  ["XKRX", "2026-02-09", { KS11: 5298.04 },                    "khan"],
  ["XKRX", "2026-02-10", { KS11: 5301.69 },                    "general"],
  ["XKOS", "2026-02-06", { KQ11: 1080.77 },                    "derived"],
  ["XKOS", "2026-02-09", { KQ11: 1127.55 },                    "khan"],
  ["XKOS", "2026-02-10", { KQ11: 1115.20 },                    "general"],
  ["XHKG", "2026-02-09", { HSI: 27027 },                       "derived"],
  ["XHKG", "2026-02-10", { HSI: 27183 },                       "derived"],
  ["XASX", "2026-02-06", { AXJO: 8708.8 },                     "derived"],
  ["XASX", "2026-02-09", { AXJO: 8870.1 },                     "derived"],
  ["XASX", "2026-02-10", { AXJO: 8867.4 },                     "finnewsnetwork"],
  ["XNSE", "2026-02-09", { NSEI: 25867.30 },                   "equitybulls"],
  ["XNSE", "2026-02-10", { NSEI: 25935.15 },                   "equitybulls"],
  ["XNYS", "2026-02-05", { SPX: 6798.40, DJI: 48908.72 },      "derived"],
  ["XNYS", "2026-02-06", { SPX: 6932.30, DJI: 50115.67 },      "creditnewsinsider"],
  ["XNYS", "2026-02-09", { SPX: 6964.82, DJI: 50135.87 },      "general; nihonnews"],
  ["XNAS", "2026-02-05", { IXIC: 22540.58 },                   "derived"],
  ["XNAS", "2026-02-06", { IXIC: 23031.21 },                   "creditnewsinsider"],
  ["XNAS", "2026-02-09", { IXIC: 23238.67 },                   "nihonnews"],
];

/** The Nikkei's high of the day as published at the morning close; when it printed isn't known, so it moves no `last`. */
const high: Print = {
  instrument: "N225",
  time: "11:30",
  price: 57960.19,
  tag: "minkabu",
  updates: ["highLow"],
};

export function actualTape(): TapeLine[] {
  const mics = [...new Set(closes.map(([mic]) => mic))];
  const runs = mics.map((mic) =>
    closes
      .filter((row) => row[0] === mic)
      .flatMap(([, date, official]) => sessionLines(marketOf(mic), session(mic, date, official))),
  );
  const firstDates = new Map(mics.map((mic) => [mic, closes.find((row) => row[0] === mic)?.[1] ?? ""]));
  return [
    ...listings(listedAt, [...indices, ...softBank], firstDates),
    ownership(listedAt),
    // [koreaherald]
    recordSeed(listedAt, "KS11", "close", 5371.1, "2026-02-04", true),
    recordSeed(listedAt, "KS11", "high", 5376.92, "2026-02-04", true),
    ...byInstant(runs),
  ];
}

function session(mic: string, date: string, official: Readonly<Record<string, number>>): Session {
  const prints = mic === "XTKS" && date === "2026-02-10" ? [high] : [];
  return { mic, date, prints, closes: official, hasPhases: false, after: afterClose(mic, date) };
}

/** Records of a close stand after it: [zaikei] and [nihonnews] for Tokyo, [creditnewsinsider] for New York. */
function afterClose(mic: string, date: string): TapeLine[] {
  const at = mic === "XNYS" ? `${date}T21:00:00Z` : `${date}T06:30:00Z`;
  if (mic === "XTKS" && date === "2026-02-06") return [nikkeiStreak(at)];
  if (mic === "XTKS" && date === "2026-02-09")
    return [
      recordSeed(at, "N225", "close", 56363.94, date, true),
      recordSeed(at, "N225", "high", 57337.07, date, true),
      recordSeed(at, "TOPX", "close", 3783.57, date, true),
      // The briefing was at 16:00 in Tokyo [softbank].
      guidance(`${date}T07:00:00Z`),
    ];
  if (mic === "XNYS" && date === "2026-02-06") return [recordSeed(at, "DJI", "close", 50115.67, date, true)];
  return [];
}
