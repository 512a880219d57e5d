/** The command `import`: what it prints, writes, and refuses to begin. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { profiles } from "@tapefold/replay";
import { strToU8, zipSync } from "fflate";
import { fileOf } from "../import/import-text.ts";
import { tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();

test("lists the profiles with their columns", async () => {
  const { out, code } = await run(["import", "--profiles"]);
  expect(code).toBe(0);
  for (const { name } of profiles) expect(out).toContain(`${name}: `);
  expect(out).toContain("close       official close; a row without one is not taken");
});

test("lists them as one JSON document", async () => {
  const { out } = await run(["import", "--profiles", "--json"]);
  const { profiles: listed } = JSON.parse(out) as { profiles: { name: string; layouts: unknown[] }[] };
  expect(listed.map(({ name }) => name)).toEqual(profiles.map(({ name }) => name));
  expect(listed[0]?.layouts[0]).toMatchObject({
    header: true,
    columns: expect.arrayContaining([{ name: "close", meaning: expect.any(String), optional: false }]),
  });
});

test("--help names every profile's columns", async () => {
  const { out } = await run(["import", "--help"]);
  for (const { name, shapes } of profiles)
    for (const { columns } of shapes)
      expect(out).toMatch(new RegExp(`  ${name}(, or)?: ${columns[0]!.name}\\??, ${columns[1]!.name}`));
  expect(out).toContain("ohlc: date, open, high, low, close, volume?");
});

test("writes the rows it does not take, and says what was odd", async () => {
  const file = await fileOf('date,open,high,low,close\n2024-11-05,1,1,1,1\n2024-11-06,1,1,1,"1,5"\n');
  const rejects = folder.path("rejects.csv");
  const args = [
    "--profile",
    "ohlc",
    "--instrument",
    "A",
    "--mic",
    "XTKS",
    "--out",
    folder.path("a.jsonl"),
    "--rejects",
    rejects,
  ];
  const { out, code, err } = await run(["import", file, ...args]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("1 decimal-comma: a price has a decimal comma");
  expect(out).toContain("1 flat-bars: bars of one price");
  const { readFileSync } = await import("node:fs");
  expect(readFileSync(rejects, "utf8")).toBe(
    `file,line,code,row\n${file},3,decimal-comma,"2024-11-06,1,1,1,""1,5"""\n`,
  );
});

test("an older file of refused rows stays until all rows are known", async () => {
  const { readFileSync, readdirSync } = await import("node:fs");
  const rejects = folder.write("older.csv", "older");
  const tape = folder.path("older.jsonl");
  const ran = async (content: string, ...more: string[]) => {
    const source = [
      "import",
      await fileOf(content),
      "--profile",
      "ohlc",
      "--instrument",
      "A",
      "--mic",
      "XTKS",
    ];
    return run([...source, "--out", tape, "--rejects", rejects, ...more]);
  };
  expect((await ran("day,open\n")).err).toMatch(/IMPORT_HEADER/);
  expect((await ran("date,open,high,low,close\n", "--out", folder.path("no/where.jsonl"))).code).toBe(2);
  expect(readFileSync(rejects, "utf8")).toBe("older");
  const { err } = await ran("date,open,high,low,close\n2024-11-06,1,1,1,\n");
  expect(err).toMatch(/IMPORT_EMPTY: no row was taken/);
  expect(readFileSync(rejects, "utf8")).toMatch(/^file,line,code,row\n.*,2,/);
  expect(readdirSync(folder.path(".")).filter((name) => /unfinished|older\.jsonl/.test(name))).toEqual([]);
});

test.each([
  [["--mic", "XTKS", "--out", "x"], "say what kind of files they are"],
  [["--profile", "xml", "--mic", "XTKS", "--out", "x"], "there is no profile xml"],
  [["--profile", "ohlc", "--out", "x"], "say the market"],
  [["--profile", "ohlc", "--mic", "XTKS"], "say where the tape goes"],
  [["--profile", "ohlc", "--mic", "__proto__", "--out", "x"], "__proto__ is no id"],
  [["--profile", "ohlc", "--mic", "XTKS", "--scale", "16", "--out", "x"], "16 is no number from 0 to 15"],
  [
    ["--profile", "ohlc", "--mic", "XTKS", "--zone", "Moon", "--instrument", "A", "--out", "x"],
    "there is no zone Moon",
  ],
])("%j: %s", async (args, problem) => {
  const file = await fileOf("date,open,high,low,close\n2024-11-05,1,1,1,1\n");
  const { code, err } = await run(["import", file, ...args]);
  expect(code).toBe(2);
  expect(err).toMatch(/^tapefold: USAGE: [^\n]+\n$/);
  expect(err).toContain(problem);
});

test("writes to standard output, the summary beside it", async () => {
  const file = await fileOf("date,open,high,low,close\n2024-11-05,1,2,1,2\n");
  const args = ["--profile", "ohlc", "--instrument", "A", "--mic", "XTKS", "--out", "-"];
  const { out, err } = await run(["import", file, ...args]);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type),
  ).toHaveLength(8);
  expect(err).toContain("1 row of 1 file: 1 taken, 0 refused");
  expect(await run(["import", file, ...args, "--json"])).toMatchObject({ code: 2, out: "" });
});

test("standard input gives the tape of the same file, packed or not", async () => {
  const rows = "date,open,high,low,close\n2024-11-05,1,2,1,2\n";
  const args = ["--profile", "ohlc", "--instrument", "A", "--mic", "XTKS", "--out", "-"];
  const { out } = await run(["import", await fileOf(rows), ...args]);
  for (const stdin of [rows, gzipSync(rows), zipSync({ "a.csv": strToU8(rows) })])
    expect(await run(["import", "-", ...args], { stdin })).toMatchObject({ code: 0, out });
});

test("a file's name is renamed as a name in its rows is", async () => {
  const file = await fileOf("date,open,high,low,close\n2024-11-05,1,2,1,2\n", "Gold, spot.csv.txt");
  const renames = await fileOf('"Gold, spot",XAU\n');
  const args = ["--profile", "ohlc", "--mic", "XTKS", "--out", folder.path("named.jsonl"), "--json"];
  const ran = await run(["import", file, ...args, "--instrument-from", "name", "--rename", renames]);
  expect(JSON.parse(ran.out)).toMatchObject({ instruments: [{ instrument: "XAU" }] });
});

test("never writes over what it reads", async () => {
  const content = "date,open,high,low,close\n2024-11-05,1,2,1,2\n";
  const file = await fileOf(content);
  const args = ["import", file, "--profile", "ohlc", "--instrument", "A", "--mic", "XTKS"];
  const tape = folder.path("apart.jsonl");
  for (const [more, problem] of [
    [["--out", file], "is a file to be read"],
    [["--out", tape, "--rejects", file], "is a file to be read"],
    [["--out", tape, "--rejects", tape], "is where the tape goes"],
  ] as const) {
    const { code, err } = await run([...args, ...more]);
    expect([code, err]).toEqual([2, expect.stringContaining(problem)]);
  }
  expect(readFileSync(file, "utf8")).toBe(content);
});

test("shows progress on a terminal", async () => {
  const rows = Array.from(
    { length: 60_000 },
    (_, second) => `${1_730_764_800 + (second % 9000)},${second % 7}.5`,
  );
  const file = await fileOf(`time,price\n${rows.join("\n")}\n`);
  const args = ["--profile", "ticks", "--instrument", "A", "--mic", "XTKS", "--out", folder.path("p.jsonl")];
  const { err } = await run(["import", file, ...args], { columns: 80, isLively: true });
  expect(err).toMatch(/\d+ % {2}\d+\.\d MB\/s {2}\d+ s left/);
});
