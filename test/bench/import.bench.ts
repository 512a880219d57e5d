// node --import tsx test/bench/import.bench.ts [ROWS]: imports side by side with csv-parse alone on the same file.
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse";
import { formatInstant } from "@tapefold/core";
import { importFiles, profiles, writeTapeLines } from "@tapefold/replay";

const ROUNDS = 7;
const MICROS_PER_DAY = 86_400_000_000;
const rows = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));

/** Milliseconds of processor time, which other work on the machine touches least. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** The fastest way it is used as a stream. */
async function csvParseAlone(file: string): Promise<void> {
  const parser = createReadStream(file).pipe(parse());
  parser.on("data", () => undefined);
  await once(parser, "end");
}

async function importOf(profile: string, file: string, sql?: string): Promise<number> {
  const imported = await importFiles({
    files: sql === undefined ? [file] : [],
    ...(sql === undefined ? {} : { sql }),
    profile: profiles.find(({ name }) => name === profile)!,
    profileOptions: { instrument: "A" },
    mic: "XTKS",
  });
  await writeTapeLines(join(folder, "tape.jsonl"), imported.lines);
  return imported.summary().events;
}

/** Trades from Tokyo's opening on, a hundred a second, over as many days as it takes. */
function ticks(): string {
  const open = Date.UTC(2024, 0, 4) * 1000;
  const lines = ["time,price,size"];
  for (let row = 0; row < rows; row += 1) {
    const at = open + Math.floor(row / 500_000) * MICROS_PER_DAY + (row % 500_000) * 10_000;
    lines.push(`${formatInstant(at)},${1000 + (row % 977) / 2},${100 * (1 + (row % 7))}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A bar a day, to the end of 2024; most lie before the market's calendar begins. */
function ohlc(): string {
  const lines = ["date,open,high,low,close,volume"];
  const first = Date.UTC(2025, 0, 1) * 1000 - rows * MICROS_PER_DAY;
  for (let row = 0; row < rows; row += 1) {
    const open = 10_000 + ((row * 7919) % 30_011) / 100;
    const close = open + ((row % 13) - 6) / 4;
    const [high, low] = [Math.max(open, close) + 2.5, Math.min(open, close) - 1.25];
    const prices = [open, high, low, close].map((price) => price.toFixed(2)).join(",");
    lines.push(`${formatInstant(first + row * MICROS_PER_DAY).slice(0, 10)},${prices},${row * 100}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The same files, by a query and by their profile in turn; apart from the others, whose code it would slow down. */
async function besideQueries(files: readonly (readonly [profile: string, file: string])[]): Promise<void> {
  for (const [profile, file] of files) {
    const sql = `select * from read_csv('${file}', all_varchar = true)`;
    const [imported, queried]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const a = await timed(() => importOf(profile, file));
      const b = await timed(() => importOf(profile, file, sql));
      if (round === 0) continue;
      imported.push(a);
      queried.push(b);
    }
    const [a, b] = [median(imported), median(queried)];
    process.stdout.write(`${profile} by --sql: ${(b / a).toFixed(2)} of the time by its profile\n`);
  }
}

try {
  const files: [profile: string, file: string][] = [];
  for (const [profile, content] of [
    ["ticks", ticks()],
    ["ohlc", ohlc()],
  ] as const) {
    const file = join(folder, `${profile}.csv`);
    writeFileSync(file, content);
    const [alone, imported]: [number[], number[]] = [[], []];
    files.push([profile, file]);
    let events = 0;
    // In turn, so that both meet the machine in the same state; the first round warms up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [a, b] = [
        await timed(() => csvParseAlone(file)),
        await timed(async () => (events = await importOf(profile, file))),
      ];
      if (round === 0) continue;
      alone.push(a);
      imported.push(b);
    }
    const perRow = (ms: number): string => `${((ms * 1000) / rows).toFixed(2)} us/row`;
    const [a, b] = [median(alone), median(imported)];
    process.stdout.write(
      `${profile}: ${rows} rows, ${events} events; csv-parse alone ${perRow(a)}, to a tape ${perRow(b)}: ${(b / a).toFixed(2)} times\n`,
    );
  }
  await besideQueries(files);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
