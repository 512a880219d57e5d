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
import { realSeries, type Series } from "./real-series.ts";
import {
  firstDifference,
  rowsEqual,
  sessionOracle,
  type SessionText,
  table as tableOf,
} from "./session-oracle.ts";

const folder = tapeFolder();
// Runs where the shared data lies beside the repository; the names say so where it does not.
const onSharedData = describe.skipIf(!hasSharedData);

const isLong = process.env["LONG"] !== undefined;
/** A century and a third of sessions, twice, on a machine that does other things. */
const LONG_MS = 600_000;

onSharedData(`sessions of real histories${sharedDataNote}`, () => {
  // A hundred and seventy thousand sessions take minutes: `npm run test:long` has them all.
  const series = realSeries.filter(({ isAlways }) => isAlways === true || isLong);
  const table: string[] = [];

  test.each<Series>(series)(
    "$file equals the oracle on every row",
    async (one) => {
      const { file, mic, profile, mapping, rows, rejected, quirks } = one;
      const how = mapping === undefined ? ["--profile", profile] : ["--mapping", mappingFile(mapping)];
      const whose = ["--instrument", "X", "--mic", mic];
      const { sessions, summary, csv } = await importAndRead(`${file}.csv.gz`, [...how, ...whose]);
      const expected = sessionOracle(one.lines?.() ?? sharedLines(`${file}.csv.gz`));
      const difference = firstDifference(sessions, expected);
      table.push(
        [
          file,
          rows,
          rowsEqual(sessions, expected),
          difference === undefined ? "none" : JSON.stringify(difference),
        ].join("  "),
      );
      expect(difference).toBeUndefined();
      expect(sessions).toHaveLength(rows);
      expect(summary.rejected).toEqual(rejected ?? {});
      expect(summary.quirks).toMatchObject(quirks ?? {});
      // The printed text is a history itself: imported, it is printed the same.
      const again = await importAndRead(folder.write("again.csv", csv), ["--profile", "ohlc", ...whose]);
      expect(again.csv).toBe(csv);
    },
    LONG_MS,
  );

  test.runIf(isLong)("the table of all of them", async () => {
    const text = ["series  rows  rows equal  first difference", ...table].join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot("__snapshots__/real-series.txt");
  });

  test("of three thousand Saturdays the last is misdated, and 2010 is where the calendar begins", async () => {
    const options = ["--instrument", "X", "--mic", "XNYS"];
    const file = folder.write(
      "saturdays.csv",
      sharedLines("index-daily/djia_close_fja05680.csv.gz")
        .filter((line, row) => row === 0 || (line > "1952" && line < "2002"))
        .join("\n"),
    );
    const { summary } = await importOnly(file, ["--profile", "ohlc", ...options]);
    expect(summary.quirks.weekends.slice(-2)).toEqual(["1952-05-24", "2001-03-03"]);
  });

  test("the streaks are those of another library, 502 of 502", async () => {
    const file = "peer-streak/default_bars.csv.gz";
    const { sessions } = await importAndRead(file, [
      "--profile",
      "ohlc",
      "--instrument",
      "X",
      "--mic",
      "XNYS",
    ]);
    const json = gunzipSync(readFileSync(sharedFile("peer-streak/crsi_expected.json.gz"))).toString();
    const expected = (JSON.parse(json) as { streak: number }[]).map(({ streak }) => streak);
    expect(sessions.map(({ streak }) => Number(streak))).toEqual(expected);
    expect(expected).toHaveLength(502);
  });

  test("AAPL on raw prices with its splits has the streaks and records of the adjusted series", async () => {
    const factors = sharedFile("stocks-daily/lean/aapl_factor_file.csv");
    const file = "stocks-daily/lean/aapl_raw_daily.csv.gz";
    const { sessions } = await importAndRead(file, [
      "--profile",
      "lean",
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
    const expected = sessionOracle(["date,open,high,low,close", ...adjusted]);
    const kept = ({ date, streak, recordClose, recordHigh }: SessionText): string =>
      `${date} ${streak} ${recordClose} ${recordHigh}`;
    expect(sessions.map(kept)).toEqual(expected.map(kept));
    expect(sessions).toHaveLength(5849);
  });
});

onSharedData(`intraday files of Lean${sharedDataNote}`, () => {
  test.each(isLong ? ["20131007", "20131008"] : ["20131007"])(
    "IBM on %s: ticks and second bars come to the same session",
    async (day) => {
      const options = ["--profile", "lean", "--instrument", "IBM", "--mic", "XNYS"];
      const ticks = await importAndRead(`intraday/lean/equity_usa_tick_ibm_${day}_trade.csv.gz`, options);
      const bars = await importAndRead(`intraday/lean/equity_usa_second_ibm_${day}_trade.csv.gz`, options);
      const { date, open, high, low, close } = bars.sessions[0]!;
      // The bars end with the last trade; the closing print of 151,665 shares, a minute after the bell, is in the ticks alone.
      expect(close).toBe(day === "20131007" ? "182.0000" : close);
      // The vendor's bars leave out one tick of the 7th: 100 shares at 183.31, at 10:31:31.719.
      const highest = day === "20131007" ? "183.3100" : high;
      expect(ticks.sessions[0]).toMatchObject({ date, open, high: highest, low });
      if (day === "20131007") expect(ticks.sessions[0]).toMatchObject({ close: "182.0100" });
    },
  );

  test("SPY: what lies before 9:30 and after 16:00 is refused", async () => {
    const days = ["07", "08", "09", "10", "11"].map((day) =>
      sharedFile(`intraday/lean/equity_usa_minute_spy_201310${day}_trade.csv.gz`),
    );
    const { summary, sessions } = await importAndRead(days, [
      "--profile",
      "lean",
      "--instrument",
      "SPY",
      "--mic",
      "XNYS",
    ]);
    expect(summary).toMatchObject({
      rows: 4128,
      taken: 5 * 390,
      rejected: { "outside-session": 2173, "at-the-bell": 5 },
    });
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
  const options = ["--profile", "ticks", "--instrument", "ETHUSDT", "--mic", "XBIN"];
  const inOrder = await importAndRead(
    folder.write("trades.csv", ["time,price,size", ...trades].join("\n")),
    options,
  );
  const mixed = await importAndRead(
    folder.write("mixed.csv", ["time,price,size", ...shuffled].join("\n")),
    options,
  );
  expect(mixed.summary.quirks.outOfOrder).toBeGreaterThan(0);
  expect(mixed.summary.taken).toBe(trades.length);
  const { date, high, low } = inOrder.sessions[0]!;
  expect(mixed.sessions[0]).toMatchObject({ date, high, low });
});

let files = 0;

async function importAndRead(
  file: string | string[],
  options: readonly string[],
): Promise<{ summary: ImportSummary; sessions: SessionText[]; csv: string }> {
  const { tape, summary } = await importOnly(file, options);
  const instrument = options[options.indexOf("--instrument") + 1] ?? "";
  const { code, err, out } = await run(["sessions", tape, "--instrument", instrument]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return { summary, sessions: tableOf(out.trimEnd().split("\n")), csv: out };
}

async function importOnly(
  file: string | string[],
  options: readonly string[],
): Promise<{ tape: string; summary: ImportSummary }> {
  const paths = [file].flat().map((each) => (each.startsWith("/") ? each : sharedFile(each)));
  const tape = folder.path(`tape-${(files += 1)}.jsonl`);
  const { code, err, out } = await run([
    "import",
    ...paths,
    ...options,
    "--mic-unknown",
    "--out",
    tape,
    "--json",
  ]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return { tape, summary: JSON.parse(out) as ImportSummary };
}

function mappingFile(mapping: unknown): string {
  return folder.write(`mapping-${(files += 1)}.json`, JSON.stringify(mapping));
}
