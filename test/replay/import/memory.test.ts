import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "../../../packages/replay/src/cli/main.ts");
/** The program itself and one window of rows fit; the rows of the file do not. */
const HEAP_MB = 48;

test("a file whose rows would not fit into memory is imported within it", async () => {
  const file = await ticksFile(400_000);
  const out = join(file, "../tape.jsonl");
  const options = ["--profile", "ticks", "--instrument", "A", "--mic", "XTKS", "--out", out, "--json"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, "--import", "tsx", MAIN, "import", file, ...options],
    { cwd: import.meta.dirname },
  );
  expect(JSON.parse(stdout)).toMatchObject({ rows: 400_000, taken: 400_000 });
});

async function ticksFile(rows: number): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "tapefold-")), "ticks.csv");
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
