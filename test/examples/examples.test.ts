/** The examples that are programs print as they say; those that are tests run by themselves. */
import { readdirSync, readFileSync } from "node:fs";
import { parquetReadObjects } from "hyparquet";
import { expect, test, vi } from "vitest";
import { tapeFolder } from "../replay/tape-folder.ts";
import { isLong } from "../runs.ts";

const folder = tapeFolder();
const here = new URL("./", import.meta.url);

test("none is longer than sixty lines", () => {
  const files = readdirSync(here).filter((name) => /^\d/.test(name));
  expect(files.length).toBeGreaterThan(6);
  const long = files.filter((name) => readFileSync(new URL(name, here), "utf8").split("\n").length > 61);
  expect(long).toEqual([]);
});

test("an index of your own moves with its members", async () => {
  expect(await linesOf(() => import("./04-an-index-of-your-own.ts"))).toEqual([
    "level 1003.00 change 0.3000 %",
    "A 5.00",
    "B -2.00",
  ]);
});

test("a wrap is judged claim by claim", async () => {
  const lines = await linesOf(() => import("./05-check-a-wrap.ts"));
  expect(lines[1]).toBe("2 supported The Nikkei 225 was up by about 2.7 %");
  const { claims } = JSON.parse(readFileSync("test/sessions/article.json", "utf8")) as { claims: unknown[] };
  expect(lines).toHaveLength(claims.length);
});

// It starts processes that each load the command twice over.
test.skipIf(!isLong)("workers come to the state of one (runs in test:laws)", async () => {
  const [one = "", two = ""] = await linesOf(() => import("./07-several-workers.ts"));
  expect(one).toMatch(/^1 [0-9a-f]{64}$/);
  expect(two).toBe(one.replace("1 ", "2 "));
});

test("a series becomes a Parquet file", async () => {
  const path = folder.path("n225.parquet");
  const [told] = await linesOf(() => import("./08-series-to-parquet.ts"), path);
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = await parquetReadObjects({ file });
  expect(told).toBe(`${rows.length} rows`);
  expect(rows.at(-1)).toMatchObject({ "instruments.N225.last": "57650.54" });
});

test("a session becomes a page", async () => {
  const path = folder.path("golden.html");
  expect(await linesOf(() => import("./09-a-page.ts"), path)).toEqual(["whole tape"]);
  expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>/i);
});

/** The lines that a program prints, given an argument. */
async function linesOf(program: () => Promise<unknown>, argument?: string): Promise<string[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words) => void lines.push(words.join(" ")));
  const given = process.argv;
  process.argv = [...given.slice(0, 2), ...(argument === undefined ? [] : [argument])];
  try {
    await program();
  } finally {
    process.argv = given;
    log.mockRestore();
  }
  return lines;
}
