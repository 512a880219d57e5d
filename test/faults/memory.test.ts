/** Files and tapes that do not fit into memory are worked on within it. */
import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { run } from "../replay/cli/run-command.ts";
import { tapeFolder } from "../replay/tape-folder.ts";

const folder = tapeFolder();
const main = fileURLToPath(new URL("../../packages/replay/src/cli/main.ts", import.meta.url));

/** Runs the command with a heap of so many megabytes: the program itself fits, and one window of rows or events. */
async function runWithin(megabytes: number, ...argv: readonly string[]): Promise<string> {
  const node = [`--max-old-space-size=${megabytes}`, "--import", "tsx", main];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...node, ...argv], {
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe("");
  return stdout;
}

test("a file whose rows would not fit into memory is imported within it", async () => {
  const file = await ticksFile(400_000);
  const options = ["--profile", "ticks", "--instrument", "A", "--mic", "XTKS", "--json"];
  const out = await runWithin(48, "import", file, ...options, "--out", folder.path("tape.jsonl"));
  expect(JSON.parse(out)).toMatchObject({ rows: 400_000, taken: 400_000 });
});

test("a tape whose events would not fit into memory is replayed within it", async () => {
  const path = folder.path("long.jsonl");
  await run(["generate", "--seed", "1", "--instruments", "50", "--ticks", "250000", "--out", path]);
  expect(await runWithin(56, "replay", path)).toMatch(/25\d,\d{3} events {3}state/);
});

async function ticksFile(rows: number): Promise<string> {
  const path = folder.path("ticks.csv");
  const file = createWriteStream(path);
  file.write("time,price,size\n");
  const open = Date.parse("2024-11-05T00:00:00Z");
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => {
      const row = from + index;
      return `${new Date(open + row * 20).toISOString()},${2500 + (row % 977) / 2},100\n`;
    });
    file.write(lines.join(""));
  }
  file.end();
  await finished(file);
  return path;
}
