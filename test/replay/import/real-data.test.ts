/**
 * Real histories, imported and folded, against an oracle that reads the rows itself; and the quirks they are known
 * for, as the summary tells them.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { ImportSummary } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { hasSharedData, sharedDataNote, sharedFile, sharedLines } from "../shared-data.ts";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
// Runs where the shared data lies beside the repository; the names say so where it does not.
const onSharedData = describe.skipIf(!hasSharedData);

interface Series {
  readonly file: string;
  readonly rows: number;
  readonly mic: string;
  readonly quirks?: Partial<ImportSummary["quirks"]>;
}

const indices: Series[] = [
  {
    file: "index-daily/n225_kabudb",
    rows: 4155,
    mic: "XTKS",
    quirks: {
      repeatedBars: 2,
      unscheduled: ["2017-11-03", "2018-07-16"],
      gaps: ["2010-07-20", "2010-09-15"],
    },
  },
  {
    file: "index-daily/n225_today-today",
    rows: 9401,
    mic: "XTKS",
    quirks: { unfinished: 1, flatBars: 2013 },
  },
  { file: "index-daily/spx_fja05680", rows: 23_104, mic: "XNYS", quirks: { flatBars: 8547 } },
  { file: "index-daily/spx_stockindicators_longest", rows: 15_821, mic: "XNYS", quirks: { outOfOrder: 0 } },
  { file: "index-daily/djia_close_fja05680", rows: 36_863, mic: "XNYS", quirks: { flatBars: 36_863 } },
  { file: "index-daily/nifty50_nagi1995", rows: 3397, mic: "XNSE" },
  {
    file: "index-daily/sse_today-today",
    rows: 6862,
    mic: "XSHG",
    quirks: { unscheduled: ["2010-06-15"], gaps: [] },
  },
  { file: "index-daily/kospi_krx_1995-2014", rows: 5032, mic: "XKRX", quirks: { gaps: [], unscheduled: [] } },
];
const stocks = "AAPL AMZN BA DIS GE IBM KO MSFT UTX XOM".split(" ").map((ticker) => ({
  file: `stocks-daily/djia-2006-2017/${ticker}`,
  rows: ticker === "AMZN" || ticker === "AAPL" ? 3019 : 0,
  mic: "XNYS",
}));

/** A history of more rows is imported by `npm run test:long`; its rows go through the rules in every run elsewhere. */
const ROWS_MOST = process.env["LONG"] === undefined ? 10_000 : Infinity;
const series = [...indices, ...stocks].filter(({ rows }) => rows <= ROWS_MOST);

onSharedData(`sessions of real histories${sharedDataNote}`, () => {
  test.each<Series>(series)("$file equals the oracle on every row", async ({ file, rows, mic, quirks }) => {
    const { sessions, summary } = await importAndRead(`${file}.csv.gz`, "ohlc", [
      "--instrument",
      "X",
      "--mic",
      mic,
    ]);
    const expected = oracle(sharedLines(`${file}.csv.gz`));
    if (rows !== 0) expect(sessions).toHaveLength(rows);
    expect(firstDifference(sessions, expected)).toBeUndefined();
    expect(summary.quirks).toMatchObject(quirks ?? {});
  });

  test("the streaks are those of another library, 502 of 502", async () => {
    const file = "peer-streak/default_bars.csv.gz";
    const { sessions } = await importAndRead(file, "ohlc", ["--instrument", "X", "--mic", "XNYS"]);
    const json = gunzipSync(readFileSync(sharedFile("peer-streak/crsi_expected.json.gz"))).toString();
    const expected = (JSON.parse(json) as { streak: number }[]).map(({ streak }) => streak);
    expect(sessions.map(({ streak }) => Number(streak))).toEqual(expected);
    expect(expected).toHaveLength(502);
  });

  test("the same sessions, printed and imported again, are printed the same", async () => {
    const options = ["--instrument", "X", "--mic", "XTKS"];
    const { csv } = await importAndRead("index-daily/n225_kabudb.csv.gz", "ohlc", options);
    const again = folder.write("again.csv", csv);
    expect((await importAndRead(again, "ohlc", options)).csv).toBe(csv);
  });

  test("the original of the Nikkei has 92 empty rows, each refused", async () => {
    const { summary } = await importAndRead("index-daily/orig/n225_kabudb.csv.gz", "yahoo", [
      "--instrument",
      "X",
      "--mic",
      "XTKS",
    ]);
    expect(summary).toMatchObject({ rows: 4247, taken: 4155, rejected: { "no-close": 92 } });
  });

  test("the descending original of the S&P 500 comes to the same sessions", async () => {
    const options = ["--instrument", "X", "--mic", "XNYS"];
    const descending = await importAndRead(
      "index-daily/orig/spx_stockindicators_longest.csv.gz",
      "ohlc",
      options,
    );
    const ascending = await importAndRead("index-daily/spx_stockindicators_longest.csv.gz", "ohlc", options);
    expect(descending.summary.quirks.outOfOrder).toBe(15_820);
    expect(descending.csv).toBe(ascending.csv);
  });

  test("AAPL on raw prices with its splits has the streaks and records of the adjusted series", async () => {
    const factors = sharedFile("stocks-daily/lean/aapl_factor_file.csv");
    const file = "stocks-daily/lean/aapl_raw_daily.csv.gz";
    const { sessions } = await importAndRead(file, "lean", [
      "--instrument",
      "AAPL",
      "--mic",
      "XNAS",
      "--factors",
      factors,
    ]);
    const splits = [
      ["2000-06-21", 2],
      ["2005-02-28", 2],
      ["2014-06-09", 7],
      ["2020-08-31", 4],
    ] as const;
    // A hundred and twelve times the adjusted price, in whole ten-thousandths.
    const adjusted = sharedLines(file).map((line) => {
      const [day = "", ...prices] = line.split(",");
      const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
      const factor = splits.reduce((product, [from, ratio]) => (date >= from ? product * ratio : product), 1);
      return [date, ...prices.slice(0, 4).map((price) => Number(price) * factor)].join(",");
    });
    const expected = oracle(["date,open,high,low,close", ...adjusted]);
    const kept = ({ date, streak, recordClose, recordHigh }: SessionText): string =>
      `${date} ${streak} ${recordClose} ${recordHigh}`;
    expect(sessions.map(kept)).toEqual(expected.map(kept));
    expect(sessions).toHaveLength(5849);
  });
});

onSharedData(`intraday files of Lean${sharedDataNote}`, () => {
  test.each(["20131007", "20131008"])(
    "IBM on %s: ticks and second bars come to the same session",
    async (day) => {
      const options = ["--instrument", "IBM", "--mic", "XNYS"];
      const ticks = await importAndRead(
        `intraday/lean/equity_usa_tick_ibm_${day}_trade.csv.gz`,
        "lean",
        options,
      );
      const bars = await importAndRead(
        `intraday/lean/equity_usa_second_ibm_${day}_trade.csv.gz`,
        "lean",
        options,
      );
      const { date, open, high, low, close } = bars.sessions[0]!;
      // The vendor's bars leave out one tick of the 7th: 100 shares at 183.31, at 10:31:31.719.
      const highest = day === "20131007" ? "183.3100" : high;
      expect(ticks.sessions[0]).toMatchObject({ date, open, high: highest, low, close });
    },
  );

  test("SPY: what lies before 9:30 and after 16:00 is refused", async () => {
    const days = ["07", "08", "09", "10", "11"].map((day) =>
      sharedFile(`intraday/lean/equity_usa_minute_spy_201310${day}_trade.csv.gz`),
    );
    const { summary, sessions } = await importAndRead(days, "lean", ["--instrument", "SPY", "--mic", "XNYS"]);
    expect(summary).toMatchObject({ rows: 4128, taken: 5 * 390, rejected: { "outside-session": 2178 } });
    expect(sessions).toHaveLength(5);
  });
});

test.skipIf(!hasSharedData)(`the Binance log is an out-of-order source${sharedDataNote}`, async () => {
  const lines = sharedLines("intraday/crypto/binance_spot_ethusdt_20240808.jsonl.gz");
  const trades = lines.flatMap((line) => {
    const { data } = JSON.parse(line.slice(line.indexOf(" ") + 1)) as {
      data?: { e?: string; T: number; p: string; q: string };
    };
    return data?.e === "trade" ? [`${data.T},${data.p},${data.q}`] : [];
  });
  // Received in order; here the exchange's own clock is what counts.
  const shuffled = trades.map((_, index) => trades[(index * 37) % trades.length]!);
  const options = ["--instrument", "ETHUSDT", "--mic", "XBIN"];
  const inOrder = await importAndRead(
    folder.write("trades.csv", ["time,price,size", ...trades].join("\n")),
    "ticks",
    options,
  );
  const mixed = await importAndRead(
    folder.write("mixed.csv", ["time,price,size", ...shuffled].join("\n")),
    "ticks",
    options,
  );
  expect(mixed.summary.quirks.outOfOrder).toBeGreaterThan(0);
  expect(mixed.summary.taken).toBe(trades.length);
  const { date, high, low } = inOrder.sessions[0]!;
  expect(mixed.sessions[0]).toMatchObject({ date, high, low });
});

type SessionText = Record<
  "date" | "open" | "high" | "low" | "close" | "change" | "streak" | "recordClose" | "recordHigh",
  string
>;

let tapes = 0;

async function importAndRead(
  file: string | string[],
  profile: string,
  options: readonly string[],
): Promise<{ summary: ImportSummary; sessions: SessionText[]; csv: string }> {
  const files = [file].flat().map((each) => (each.startsWith("/") ? each : sharedFile(each)));
  const tape = folder.path(`tape-${(tapes += 1)}.jsonl`);
  const imported = await run(["import", ...files, "--profile", profile, ...options, "--out", tape, "--json"]);
  expect(imported).toMatchObject({ code: 0, err: "" });
  const instrument = options[options.indexOf("--instrument") + 1] ?? "";
  const printed = await run(["sessions", tape, "--instrument", instrument]);
  expect(printed).toMatchObject({ code: 0, err: "" });
  return {
    summary: JSON.parse(imported.out) as ImportSummary,
    sessions: table(printed.out.trimEnd().split("\n")),
    csv: printed.out,
  };
}

function table(lines: readonly string[]): SessionText[] {
  const [header = "", ...rows] = lines;
  const names = header.toLowerCase().split(",");
  const originals = header.split(",");
  return rows.map((row) => {
    const fields = row.split(",");
    return Object.fromEntries(
      names.flatMap((name, place) => [
        [name, fields[place] ?? ""],
        [originals[place] ?? "", fields[place] ?? ""],
      ]),
    ) as SessionText;
  });
}

/** What `sessions` should say, from the rows alone. */
function oracle(lines: readonly string[]): SessionText[] {
  let [streak, topClose, topHigh] = [0, 0, 0];
  let before: number | undefined;
  return table(lines)
    .filter(({ close }) => close !== "")
    .map(({ date, open, high, low, close }) => {
      const prices = [open, low, high, close].map(Number).filter((price) => price > 0);
      const [last, top, bottom] = [Number(close), Math.max(...prices), Math.min(...prices)];
      const change = before === undefined ? undefined : last - before;
      const sign = Math.sign(change ?? 0);
      streak = sign === 0 ? 0 : Math.sign(streak) === sign ? streak + sign : sign;
      const records = { recordClose: last > topClose ? "1" : "0", recordHigh: top > topHigh ? "1" : "0" };
      topClose = Math.max(topClose, last);
      topHigh = Math.max(topHigh, top);
      before = last;
      const first = Number(open) > 0 ? open : String(prices[0]);
      return {
        date,
        open: first,
        high: String(top),
        low: String(bottom),
        close,
        change: change === undefined ? "" : String(change),
        streak: String(streak),
        ...records,
      };
    });
}

/** The first row in which the two differ: prices and changes by more than a millionth, the rest at all. */
function firstDifference(sessions: readonly SessionText[], expected: readonly SessionText[]): unknown {
  if (sessions.length !== expected.length) return `${sessions.length} sessions, expected ${expected.length}`;
  for (const [index, session] of sessions.entries()) {
    const other = expected[index]!;
    const isSame =
      (["date", "streak", "recordClose", "recordHigh"] as const).every(
        (field) => session[field] === other[field],
      ) &&
      (["open", "high", "low", "close", "change"] as const).every(
        (field) => Math.abs(Number(session[field]) - Number(other[field])) < 1e-6,
      );
    if (!isSame) return { session, expected: other };
  }
  return undefined;
}
