/** The files that the page on import shows for people's own data are taken as they stand there. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksOf, pathOf } from "../document.ts";
import { run } from "../replay/cli/run-command.ts";
import { tapeFolder } from "../replay/tape-folder.ts";

const folder = tapeFolder();
const page = readFileSync(pathOf("docs/import.md"), "utf8");
const [mapping = "", calendar = ""] = blocksOf(page)
  .filter(({ language }) => language === "json")
  .map(({ text }) => text);

test("the mapping", async () => {
  const rows = ["1730817000000;1815200;", "1730817001000;1815300;Z", "1730817002000;9;X"];
  const file = folder.write("trades.csv", `ts;px;cond\n${rows.join("\n")}\n`);
  const options = ["--mapping", folder.write("mine.json", mapping), "--instrument", "A", "--mic", "XNYS"];
  const { code, err, out } = await run([
    "import",
    file,
    ...options,
    "--out",
    folder.path("t.jsonl"),
    "--json",
  ]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toMatchObject({ rows: 3, taken: 2, skipped: 1, instruments: [{ scale: 4 }] });
});

test("the calendar", async () => {
  const file = folder.write("mine.json", calendar);
  const { code, out } = await run(["calendar", "XNSE", "--year", "2026", "--calendar", file]);
  expect(code).toBe(0);
  expect(out).toMatch(/^2026-11-08 {2}18:15 {2}19:15 +Muhurat trading on Diwali$/m);
});
