/** Files of several tickers: which is whose, and one market's in common sessions. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Ran, run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
mkdirSync(folder.path("files"));
const bar = (price: number): string =>
  `date,open,high,low,close\n2026-02-09,${price},${price},${price},${price}\n`;
const write = (name: string, content: string | Uint8Array): string =>
  folder.write(join("files", name), content);

const out = folder.path("many.jsonl");
const importing = (...args: string[]): Promise<Ran> =>
  run(["import", ...args, "--profile", "ohlc", "--mic", "XNAS", "--out", out]);

/** The closes of the one session. */
async function closes(...args: string[]): Promise<unknown> {
  const { code, err } = await importing(...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const closed = readFileSync(out, "utf8")
    .split("\n")
    .filter((line) => line.includes("SessionClosed"));
  expect(closed).toHaveLength(1);
  return (JSON.parse(closed[0]!) as { closes: unknown }).closes;
}

describe("the ticker comes of the file's name", () => {
  test("without folder and endings", async () => {
    const files = [
      write("AAPL.csv", bar(1)),
      write("BRK-B.txt", bar(2)),
      write("aapl.us.csv", bar(3)),
      write("packed.zip", zipSync({ "in/GOOG.csv": strToU8(bar(4)), "MSFT.CSV": strToU8(bar(5)) })),
    ];
    const all = { AAPL: 1, "BRK-B": 2, "aapl.us": 3, GOOG: 4, MSFT: 5 };
    expect(await closes(...files, "--instrument-from", "name")).toEqual(all);
    expect(await closes(...files.toReversed(), "--instrument-from", "name")).toEqual(all);
  });

  test.each([
    ["a name that is no id", ["no good.csv"], ["--instrument-from", "name"], '"no good" is no id'],
    [
      "something else than the name",
      ["A.csv"],
      ["--instrument-from", "path"],
      "path is nothing it can come from",
    ],
    ["both", ["A.csv"], ["--instrument-from", "name", "--instrument", "A"], "said by --instrument too"],
  ])("%s is refused", async (_, names, options, problem) => {
    const { code, err } = await importing(...names.map((name) => write(name, bar(1))), ...options);
    expect(err).toMatch(/^tapefold: USAGE: [^\n]+\n$/);
    expect([code, err]).toEqual([2, expect.stringContaining(problem)]);
  });
});

test("names of files and padded names in rows are renamed too; a list that renames nothing is told", async () => {
  const file = write(".DJI.csv", bar(1));
  const [named, from] = [["--instrument-from", "name"], "--rename"];
  expect((await importing(file, ...named)).err).toContain("give another by --rename, or ID=FILE");
  expect(await closes(file, ...named, from, write("names.csv", ".DJI,DJI\n"))).toEqual({ DJI: 1 });
  const rows = bar(1).replace("close\n", "close,symbol\n").replace("1\n", "1, AAPL \n");
  expect(await closes(write("rows.csv", rows))).toEqual({ AAPL: 1 });
  const { out: text } = await importing(write("rows.csv", rows), from, write("names.csv", "APPL,AAPL.O\n"));
  expect(text).toContain("note: the files name nothing that --rename renames, such as APPL");
});

test("one instrument for rows that name several is told", async () => {
  const content = "date,symbol,open,high,low,close\n2026-02-09,A,1,1,1,1\n2026-02-10,B,2,2,2,2\n";
  const { out: text } = await importing(write("two.csv", content), "--instrument", "X");
  expect(text).toContain("two.csv names several instruments (A, B), which are all taken for one");
  const one = write("one.csv", content.replace(",B,", ",A,"));
  expect((await importing(one, "--instrument", "X")).out).not.toContain("note");
});

describe("each file's ticker is given", () => {
  test("as ID=FILE, an id with the sign in it too", async () => {
    const [a, b] = [write("one.csv", bar(1)), write("two.csv", bar(2))];
    expect(await closes("--instrument", `AAPL=${a}`, "--instrument", `MSFT=${b}`)).toEqual({
      AAPL: 1,
      MSFT: 2,
    });
    // A file has no ticker of its own beside them: its rows name it.
    const c = write("three.csv", bar(3).replace("close\n", "close,symbol\n").replace("3\n", "3,GOOG\n"));
    expect(await closes(c, "--instrument", `AAPL=${a}`)).toEqual({ AAPL: 1, GOOG: 3 });
  });

  test("a plain id is that of all files", async () => {
    const files = [write("one.csv", bar(1)), write("one-more.csv", bar(1).replace("02-09", "02-10"))];
    expect((await importing(...files, "--instrument", "A")).code).toBe(0);
  });

  test("a file in an archive by the archive's name", async () => {
    const zip = write("one.zip", zipSync({ "x.csv": strToU8(bar(1)) }));
    expect(await closes("--instrument", `AAPL=${zip}`)).toEqual({ AAPL: 1 });
  });

  test.each([
    [
      "a file that is not there",
      () => ["--instrument", "A=/nowhere/a.csv"],
      "IMPORT_FILE: there is no such file",
    ],
    ["no file at all", () => ["--instrument", "A"], "USAGE: say which files to import"],
    [
      "plain ids twice",
      (file: string) => [file, "--instrument", "A", "--instrument", "B"],
      "USAGE: is given 2 times; give ID=FILE",
    ],
    [
      "a plain id beside one with a file",
      (file: string) => ["--instrument", "A", "--instrument", `B=${file}`],
      "USAGE: A is said of all files",
    ],
    [
      "two ids of one file",
      (file: string) => ["--instrument", `A=${file}`, "--instrument", `B=${file}`],
      "is said to be of A and of B",
    ],
    [
      "no id",
      (file: string) => ["--instrument", `__proto__=${file}`],
      '"__proto__" is no id of an instrument',
    ],
    ["files without a ticker", (file: string) => [file], "the rows do not name their instrument"],
  ])("%s is refused", async (_, args, problem) => {
    const { code, err } = await importing(...args(write("one.csv", bar(1))));
    expect(err).toMatch(/^tapefold: [A-Z_]+: [^\n]+\n$/);
    expect([code, err]).toEqual([2, expect.stringContaining(problem)]);
  });
});

test("the order of rows within a day changes nothing", async () => {
  const rows = ["2026-02-09,B,1,1,1,1\n", "2026-02-09,A,2,2,2,2\n"];
  const tapes = [];
  for (const each of [rows, rows.toReversed()]) {
    const file = folder.path("files/rows.csv");
    writeFileSync(file, `date,symbol,open,high,low,close\n${each.join("")}`);
    await importing(file);
    tapes.push(readFileSync(out, "utf8"));
  }
  expect(tapes[1]).toBe(tapes[0]);
});
