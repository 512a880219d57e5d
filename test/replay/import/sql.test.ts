/** Queries to DuckDB: their answer is read as files of rows are, and a float is no price. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { type Ran, run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const days = folder.path("days/a.csv");
mkdirSync(dirname(days), { recursive: true });
folder.write("days/a.csv", "d;o;c\n2024-01-04;2600.10;2600.20\n2024-01-05;2600.30;2650.07\n");
folder.write("days/b.csv", "d;o;c\n2024-01-09;2650.10;2690.29\n");
const from = `from read_csv('${dirname(days)}/*.csv', delim = ';')`;
const price = (column: string, name: string): string => `cast(${column} as decimal(18,2)) as ${name}`;
const prices = [
  price("o", "open"),
  price("greatest(o, c)", "high"),
  price("least(o, c)", "low"),
  price("c", "close"),
];

function ask(sql: string, ...more: readonly string[]): Promise<Ran> {
  const out = ["--out", folder.path("asked.jsonl"), "--mic", "XTKS", "--instrument", "A"];
  return run(["import", "--sql", sql, ...out, ...(more.length === 0 ? ["--profile", "ohlc"] : more)]);
}

test("days of several files, exactly", async () => {
  const ran = await ask(`select d as date, ${prices.join(", ")} ${from} order by d`);
  expect(ran).toMatchObject({ code: 0, err: "" });
  const sessions = await run(["sessions", folder.path("asked.jsonl"), "--instrument", "A"]);
  expect(
    sessions.out
      .split("\n")
      .slice(1, 4)
      .map((line) => line.split(",")[4]),
  ).toEqual(["2600.20", "2650.07", "2690.29"]);
});

test("trades with times of DuckDB's own kinds", async () => {
  const sql = "select timestamp '2024-01-04 09:00:00.5' as time, 5::decimal(9,1) as price, 100 as size";
  expect(await ask(sql, "--profile", "ticks", "--zone", "local")).toMatchObject({ code: 0, err: "" });
  expect((await ask(sql, "--profile", "ticks")).err).toContain("IMPORT_ZONE");
});

test.each([
  [
    "a float",
    `select d as date, o as open, o as high, o as low, o as close ${from}`,
    "the query's column open is DOUBLE, which holds no exact price; write CAST(open AS DECIMAL(18, 4)) AS open",
  ],
  [
    "other columns",
    `select d as day ${from}`,
    "IMPORT_SQL: the query gives day; --profile ohlc wants date, open, high, low, close, volume?, instrument?, basePrice?, split? (? optional): name them with AS",
  ],
  ["no query", "selekt 1", "IMPORT_SQL: DuckDB refuses the query"],
  ["no such files", "select * from 'nowhere/*.csv'", "IMPORT_SQL: DuckDB refuses the query"],
  [
    "no rows",
    `select d as date, ${prices.join(", ")} ${from} where false`,
    "IMPORT_EMPTY: there are no rows; check the query (--sql)",
  ],
  ["an empty query", " ", "IMPORT_SQL: the query is empty"],
])("%s: one line", async (_, sql, problem) => {
  const ran = await ask(sql);
  expect(ran).toMatchObject({ code: 2, out: "", err: expect.stringContaining(problem) });
  expect(ran.err.trimEnd().split("\n")).toHaveLength(1);
});

test("with files, or with a profile of a vendor, it is refused", async () => {
  expect(
    (await run(["import", days, "--sql", "select 1", "--profile", "ohlc", "--mic", "XTKS", "--out", "x"]))
      .err,
  ).toContain("the query names its files itself");
  expect((await ask("select 1", "--profile", "lean")).err).toContain("say which as --profile");
});
