/** Splits stand where their own date puts them, whatever rows there are around them. */
import { splitsOfFactorFile } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { fileOf, importText, type ImportTextOptions, told } from "./import-text.ts";

const folder = tapeFolder();
const HEADER = "date,open,high,low,close\n";

/** Events of splits, and of sessions that opened. */
async function splitsOf(
  profile: string,
  rows: string,
  factors: string,
  options: ImportTextOptions = {},
): Promise<string[]> {
  const changes = await splitsOfFactorFile(await fileOf(factors, "factors.csv"));
  const { events } = await importText(profile, rows, { mic: "XNYS", factors: [{ changes }], ...options });
  return told(events)
    .filter((line) => /Split|Opened/.test(line))
    .map((line) => line.replace(/^\S+ (Instrument|Session)/, ""));
}

/** Daily rows of one price in March 2024. */
const march = (...days: number[]): string =>
  HEADER + days.map((day) => `2024-03-${String(day).padStart(2, "0")},9,9,9,9\n`).join("");

describe("splits of a factor file", () => {
  test.each([
    ["before the first row is left out", "20240301,1,0.5\n20501231,1,1\n", [11, 12], ["", ""]],
    ["between two rows stands before the second", "20240311,1,0.5\n20501231,1,1\n", [11, 12], ["", "12 2 1"]],
    ["over a weekend is dated the Monday", "20240308,1,0.25\n20501231,1,1\n", [8, 11], ["", "11 4 1"]],
    ["on a day without a row keeps its date", "20240311,1,0.25\n20501231,1,1\n", [11, 13], ["", "12 4 1"]],
    ["told by a Sunday is dated the Monday", "20240310,1,0.25\n20501231,1,1\n", [8, 12], ["", "11 4 1"]],
    ["after the last row is left out", "20240311,1,0.25\n20501231,1,1\n", [8, 11], ["", ""]],
    ["and reverse", "20240311,1,20\n20501231,1,1\n", [11, 12], ["", "12 1 20"]],
    [
      "two in one gap keep both their dates",
      "20240311,1,0.1\n20240312,1,0.2\n20501231,1,1\n",
      [11, 14],
      ["", "12 2 1, 13 5 1"],
    ],
  ])("%s", async (_, factors, days, expected) => {
    const said = await splitsOf("ohlc", march(...days), factors);
    const groups: string[] = [];
    let waiting: string[] = [];
    for (const line of said) {
      if (line.startsWith("Opened")) {
        groups.push(waiting.join(", "));
        waiting = [];
      } else waiting.push(line.replace(/Split A (\d+) (\d+) 2024-03-(\d+)/, "$3 $1 $2"));
    }
    expect([...groups, ...waiting]).toEqual(expected);
  });

  test("two in one gap where no calendar reaches are multiplied", async () => {
    const rows = `${HEADER}1999-03-11,9,9,9,9\n1999-03-16,9,9,9,9\n`;
    const factors = "19990311,1,0.1\n19990312,1,0.2\n20501231,1,1\n";
    expect(await splitsOf("ohlc", rows, factors)).toContain("Split A 10 1 1999-03-16");
  });

  test.each([
    ["daily", "equity/usa/daily/a.csv", "20240311 00:00,1,1,1,1,0\n20240312 00:00,1,1,1,1,0\n"],
    ["hour", "equity/usa/hour/a.csv", "20240311 10:00,1,1,1,1,0\n20240312 10:00,1,1,1,1,0\n"],
  ])("of Lean's %s files", async (_, name, rows) => {
    const fileName = name.replaceAll("/", "_");
    const changes = await splitsOfFactorFile(await fileOf("20240311,1,0.5\n20501231,1,1\n"));
    const importing = importText("lean", rows, { mic: "XNYS", fileName, factors: [{ changes }] });
    // Hourly files have their date in the row; such a name has none.
    if (name.includes("hour")) await expect(importing).rejects.toMatchObject({ code: "IMPORT_HEADER" });
    else expect(told((await importing).events)).toContainEqual(expect.stringContaining("Split A 2 1"));
  });

  test("of bars and ticks", async () => {
    const bars =
      "time,open,high,low,close\n2024-03-11T15:00:00Z,9,9,9,9\n2024-03-11T16:00:00Z,9,9,9,9\n2024-03-12T15:00:00Z,9,9,9,9\n";
    const factors = "20240311,1,0.5\n20501231,1,1\n";
    const expected = ["Opened XNYS 2024-03-11", "Split A 2 1 2024-03-12", "Opened XNYS 2024-03-12"];
    expect(await splitsOf("bars", bars, factors)).toEqual(expected);
    const ticks = "time,price\n2024-03-11T15:00:00Z,9\n2024-03-12T15:00:00Z,9\n";
    expect(await splitsOf("ticks", ticks, factors)).toEqual(expected);
  });

  test("one that cannot be read costs itself alone, and is told", async () => {
    const factors =
      "20240308,1,x\n20240311,1,166666.994172\n20240312,1,2797.2\n20240313,1,0.5\n20501231,1,1\n";
    const changes = await splitsOfFactorFile(await fileOf(factors));
    const options = { mic: "XNYS", factors: [{ changes }] };
    const { events, summary } = await importText("ohlc", march(8, 11, 12, 13, 14), options);
    expect(told(events).filter((line) => line.includes("Split"))).toEqual([
      "2024-03-13T13:30:00Z InstrumentSplit A 5 27972 2024-03-13",
      "2024-03-14T13:30:00Z InstrumentSplit A 2 1 2024-03-14",
    ]);
    expect(summary.quirks.unreadSplits.map(({ date }) => date)).toEqual(["2024-03-08", "2024-03-11"]);
  });

  test.each([
    ["yahoo", "Date,Open,High,Low,Close,Adj Close\n2024-03-11,9,9,9,9,9\n", "adjusted for splits already"],
    ["jquants", "Date,Code,Open,High,Low,Close\n2024-03-11,A,9,9,9,9\n", "tell their splits themselves"],
    ["ohlc", "date,symbol,open,high,low,close\n2024-03-11,A,9,9,9,9\n2024-03-11,B,9,9,9,9\n", "ID=FILE"],
  ])("are refused where they can do nothing: %s", async (profile, rows, problem) => {
    const file = folder.write(`${profile}.csv`, rows);
    const factors = folder.write("factors.csv", "20240311,1,0.5\n20501231,1,1\n");
    const whose = profile === "yahoo" ? ["--instrument", "A"] : [];
    const out = folder.path("refused.jsonl");
    const args = ["--profile", profile, ...whose, "--mic", "XNYS", "--factors", factors, "--out", out];
    const { code, err } = await run(["import", file, ...args]);
    expect(err).toMatch(/^tapefold: USAGE: --factors: [^\n]+\n$/);
    expect([code, err]).toEqual([2, expect.stringContaining(problem)]);
  });

  test("of several instruments, each with its own file", async () => {
    const rows = ["A", "B"].flatMap((id) => [11, 12].map((day) => `2024-03-${day},${id},9,9,9,9\n`));
    const file = folder.write("two.csv", `date,symbol,open,high,low,close\n${rows.join("")}`);
    const factors = ["0.5", "0.2"].map((factor, index) =>
      folder.write(`factors-${index}.csv`, `20240311,1,${factor}\n20501231,1,1\n`),
    );
    const out = folder.path("two.jsonl");
    const args = ["--profile", "ohlc", "--mic", "XNYS", "--out", out, "--json"];
    const given = ["--factors", `A=${factors[0]}`, "--factors", `B=${factors[1]}`];
    expect(await run(["import", file, ...args, ...given])).toMatchObject({ code: 0, err: "" });
    const unknown = await run(["import", file, ...args, "--factors", `C=${factors[0]}`]);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining("hold nothing of C") as string });
  });
});

describe("the ratio behind rounded factors", () => {
  /** The splits that a file of factors tells. */
  const ratios = async (...factors: string[]): Promise<string[]> => {
    const rows = factors.map((factor, year) => `20${String(10 + year)}0101,1,${factor}\n`);
    const changes = await splitsOfFactorFile(await fileOf(rows.join("")));
    return changes.map(({ ratio }) =>
      ratio === undefined ? "unread" : `${ratio.numerator}:${ratio.denominator}`,
    );
  };

  test.each([
    ["0.0020833 0.0041667 0.0083333 0.0166667 0.025 0.1 1", "2:1 2:1 2:1 3:2 4:1 10:1"],
    ["0.0021 0.0042 0.0083 0.0167 0.025 0.1 1", "2:1 2:1 2:1 3:2 4:1 10:1"],
    ["0.33 1", "3:1"],
    ["0.17 1", "6:1"],
    ["0.14 1", "7:1"],
    ["0.11 1", "9:1"],
    ["35 2 1", "2:35 1:2"],
    ["0.67 1", "3:2"],
    ["0.91 1", "11:10"],
    ["0.0357143 0.1428571 1", "4:1 7:1"],
    ["0.8123477 1", "1231:1000"],
    ["190 1", "1:190"],
    // As Lean's own files have them, whose sums are off by more than they write.
    ["0.18750101 0.37499504 0.75001904 1.49993008 3.0003 1", "2:1 2:1 2:1 2:1 1:3"],
    ["166666.99417200 2797.200 80 1", "unread 200:6993 1:80"],
    ["1.0 1 0.5 0.50 1", "1:2 2:1"],
    ["0 0.5 1", "unread 2:1"],
    // A file that does not end on the basis of the prices lacks its last rows.
    ["0.25 0.5", "2:1 unread"],
  ])("%s", async (factors, expected) => {
    expect((await ratios(...factors.split(" "))).join(" ")).toBe(expected);
  });

  test("a row that is cut short is refused with its line", async () => {
    for (const rest of ["2050", "20501231,1"])
      await expect(splitsOfFactorFile(await fileOf(`20240311,1,0.5\n${rest}`))).rejects.toMatchObject({
        code: "IMPORT_FILE",
        message: expect.stringMatching(/is no row of a factor file: .*:2\)$/),
      });
  });

  test("is found again from what was rounded to seven digits", async () => {
    const term = fc.integer({ min: 1, max: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(term, term), { minLength: 1, maxLength: 4 }), async (splits) => {
        const kept = splits.filter(([a, b]) => a !== b);
        let factor = 1;
        const factors = kept.toReversed().map(([a, b]) => (factor = (factor * b) / a));
        // Below so small a factor seven digits keep too few of its own.
        fc.pre(factors.every((each) => each > 0.01));
        const written = [...factors.toReversed(), 1].map((each) => each.toFixed(7));
        const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
        const expected = kept.map(([a, b]) => `${a / common(a, b)}:${b / common(a, b)}`);
        expect(await ratios(...written)).toEqual(expected);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe("splits of a vendor's column", () => {
  const quotes = "Date,Code,Open,High,Low,Close,AdjustmentFactor\n";
  const row = (day: number, price: string, factor: string): string =>
    `2024-03-${day},99990,${price},${price},${price},${price},${factor}\n`;
  const importQuotes = (rows: string): ReturnType<typeof importText> =>
    importText("jquants", quotes + rows, { instrument: undefined } as object);
  const splits = async (rows: string): Promise<string[]> =>
    told((await importQuotes(rows)).events)
      .filter((line) => line.includes("Split"))
      .map((line) => line.replace(/.*Split /, ""));

  test.each([
    ["on an untraded day", row(27, "4000", "1.0") + row(28, "", "0.25") + row(29, "1010", "1.0")],
    ["in a refused row", row(27, "4000", "1.0") + row(28, "1,010", "0.25").replaceAll("1,010", "-5")],
    ["on the last row, untraded", row(27, "4000", "1.0") + row(28, "", "0.25")],
    ["in a row that comes first", row(28, "1000", "0.25") + row(27, "4000", "1.0")],
    ["told by two rows", row(28, "", "0.25") + row(27, "4000", "1.0") + row(28, "", "0.25")],
  ])("%s is kept", async (_, rows) => {
    expect(await splits(rows)).toEqual(["9999 4 1 2024-03-28"]);
  });

  test("two in one gap", async () => {
    const rows = row(26, "4000", "1.0") + row(27, "", "0.5") + row(28, "", "0.5") + row(29, "1010", "1.0");
    expect(await splits(rows)).toEqual(["9999 2 1 2024-03-27", "9999 2 1 2024-03-28"]);
  });

  test("of a share that never traded is left out, for nothing is listed of it", async () => {
    const other = "2024-03-27,72030,9,9,9,9,1\n";
    expect(await splits(other + row(28, "", "0.25"))).toEqual([]);
  });

  test("one that cannot be read costs no row, and is told", async () => {
    const { summary, rejects } = await importQuotes(row(27, "4000", "1.0") + row(28, "1000", "many"));
    expect(rejects).toEqual([]);
    expect(summary.quirks.unreadSplits).toEqual([{ instrument: "9999", date: "2024-03-28" }]);
  });

  test("a close after it is no jump", async () => {
    const { summary } = await importQuotes(row(27, "4000", "1") + row(28, "", "0.25") + row(29, "1010", "1"));
    expect(summary.quirks.jumps).toEqual([]);
  });
});
