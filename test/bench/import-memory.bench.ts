// node --import tsx test/bench/import-memory.bench.ts [ROWS]: the most memory an import takes, at ROWS and at four times as many.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { importFiles, profiles, writeTapeLines } from "@tapefold/replay";

const SECONDS_OF_A_SESSION = 23_000;
const [, , first = "250000", file, out] = process.argv;

/** The lines of a file of trades from New York's opening on, in order or ticker by ticker. */
const contents = {
  ticks: {
    header: "timestamp,price,size,symbol",
    row: (row: number, rows: number): string =>
      `${nanos(Math.floor((row * SECONDS_OF_A_SESSION) / rows), row)},${100 + (row % 977) / 100},100,T${row % 50}`,
  },
  "polygon-trades": {
    header: "sip_timestamp,price,size,ticker",
    row: (row: number, rows: number): string => {
      const each = rows / 50;
      const second = Math.floor(((row % each) * SECONDS_OF_A_SESSION) / each);
      return `${nanos(second, row)},${100 + (row % 977) / 100},100,T${Math.floor(row / each)}`;
    },
  },
} as const;

type ProfileName = keyof typeof contents;

function nanos(second: number, row: number): string {
  return `${1_730_817_000 + second}${String(row % 1_000_000_000).padStart(9, "0")}`;
}

async function write(path: string, profile: ProfileName, rows: number): Promise<void> {
  const stream = createWriteStream(path);
  stream.write(`${contents[profile].header}\n`);
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `${contents[profile].row(from + index, rows)}\n`,
    );
    if (!stream.write(lines.join(""))) await once(stream, "drain");
  }
  stream.end();
  await finished(stream);
}

/** In a process of its own: the rows taken, and the most memory it held, in megabytes. */
async function importOnce(profile: string, path: string, tape: string): Promise<void> {
  const imported = await importFiles({
    files: [path],
    profile: profiles.find(({ name }) => name === profile)!,
    profileOptions: {},
    mic: "XNYS",
  });
  await writeTapeLines(tape, imported.lines);
  const { taken } = imported.summary();
  process.stdout.write(
    `${taken} rows taken, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`,
  );
}

if (file !== undefined && out !== undefined) await importOnce(first, file, out);
else {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));
  try {
    for (const profile of Object.keys(contents) as ProfileName[]) {
      for (const rows of [Number(first), 4 * Number(first)]) {
        const path = join(folder, "rows.csv");
        await write(path, profile, rows);
        const size = `${Math.round(statSync(path).size / 1e6)} MB`;
        const args = [
          "--import",
          "tsx",
          fileURLToPath(import.meta.url),
          profile,
          path,
          join(folder, "tape.jsonl"),
        ];
        process.stdout.write(
          `${profile}, ${size}: ${execFileSync(process.execPath, args, { encoding: "utf8" })}\n`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
