/**
 * npm run fuzz [-- READER…] [--share 1] [--from SEED] [--case SEED]: a million damaged inputs over all readers. Goes on
 * where it was stopped; prints what came of each reader's cases. `--case` runs one and shows its bytes. Ends with 1 if
 * anything happened that must not.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bytesOf, fuzzCase, mustBeUntouched, type Reader, wholeAnswers } from "./fuzz-case.ts";
import { makeReaders, shares } from "./readers.ts";
import { watched } from "./watchdog.ts";

interface Progress {
  /** The next seed. */
  next: number;
  readonly outcomes: Record<string, number>;
  readonly found: string[];
  slowestMs: number;
  totalMs: number;
}

const { values, positionals } = parseArgs({
  options: { share: { type: "string", default: "1" }, case: { type: "string" }, fresh: { type: "boolean" } },
  allowPositionals: true,
});
const progressPath = fileURLToPath(new URL("progress.json", import.meta.url));
const progress = (
  existsSync(progressPath) && values.fresh !== true ? JSON.parse(readFileSync(progressPath, "utf8")) : {}
) as Record<string, Progress>;
const STEP = 200;
/** Milliseconds of this process's own work; the clock on the wall also counts what others do. */
const SLOW_MS = 1_000;
const MEMORY_MOST = 512 * 1024 * 1024;
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const folder = mkdtempSync(join(place, "tapefold-fuzz-"));
const watchdog = watched();
try {
  const all = await makeReaders(folder);
  const readers = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (values.case === undefined) await fuzzAll(readers);
  else for (const reader of readers) await show(reader, Number(values.case));
  for (const { close } of all) await close?.();
} finally {
  rmSync(folder, { recursive: true, force: true });
  await watchdog.end();
}

/** A few cases of each in turn, so that all have been tried whenever it is stopped. */
async function fuzzAll(readers: readonly Reader[]): Promise<void> {
  const answers = new Map<Reader, ReadonlySet<string>>();
  for (const reader of readers) answers.set(reader, await wholeAnswers(reader));
  const goal = ({ name }: Reader): number => Math.ceil((shares[name] ?? 0) * Number(values.share));
  const of = ({ name }: Reader): Progress =>
    (progress[name] ??= { next: 0, outcomes: {}, found: [], slowestMs: 0, totalMs: 0 });
  const most = Math.max(...readers.map(goal));
  for (;;) {
    const left = readers.filter((reader) => of(reader).next < goal(reader));
    if (left.length === 0) break;
    for (const reader of left) {
      const steps = Math.max(1, Math.ceil((STEP * 10 * goal(reader)) / most));
      await fuzz(
        reader,
        of(reader),
        Math.min(steps, goal(reader) - of(reader).next),
        answers.get(reader) as never,
      );
    }
    writeFileSync(progressPath, JSON.stringify(progress, null, 1));
    process.stdout.write(`${new Date().toISOString()} ${total()} cases\n`);
  }
  print();
}

async function fuzz(reader: Reader, of: Progress, cases: number, whole: ReadonlySet<string>): Promise<void> {
  for (const end = of.next + cases; of.next < end; of.next += 1) {
    watchdog.begins(`${reader.name}, case ${of.next}`);
    const [cpu, memory] = [process.cpuUsage(), process.memoryUsage.rss()];
    let outcome: string;
    try {
      outcome = await fuzzCase(reader, of.next, whole);
    } catch (error) {
      outcome = "WRONG";
      tell(of, reader, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    of.outcomes[outcome] = (of.outcomes[outcome] ?? 0) + 1;
    const { user, system } = process.cpuUsage(cpu);
    const ms = (user + system) / 1_000;
    of.totalMs += ms;
    of.slowestMs = Math.max(of.slowestMs, Math.round(ms));
    if (ms > SLOW_MS) tell(of, reader, `took ${Math.round(ms)} ms`);
    const grown = process.memoryUsage.rss() - memory;
    if (grown > MEMORY_MOST) tell(of, reader, `took ${Math.round(grown / 2 ** 20)} MB`);
  }
  mustBeUntouched(true);
}

function tell(of: Progress, reader: Reader, what: string): void {
  process.stdout.write(`${reader.name}, case ${of.next}: ${what}\n`);
  if (of.found.length < 50) of.found.push(`${of.next}: ${what.slice(0, 300)}`);
}

async function show(reader: Reader, seed: number): Promise<void> {
  const { bytes } = bytesOf(reader, seed);
  process.stdout.write(
    `${reader.name}: ${bytes.length < 4_000 ? bytes.toString() : `${bytes.length} bytes`}\n`,
  );
  const outcome = await fuzzCase(reader, seed, await wholeAnswers(reader)).catch((error: unknown) => error);
  console.log(outcome);
}

function total(): number {
  return Object.values(progress).reduce((sum, { next }) => sum + next, 0);
}

function print(): void {
  const lines = [
    "| reader | cases | taken | refused, by code | wrong | ms a case | slowest |",
    "| --- | --: | --: | --- | --: | --: | --: |",
  ];
  for (const [name, { next, outcomes, slowestMs, totalMs }] of Object.entries(progress)) {
    const { taken = 0, WRONG: wrong = 0, ...codes } = outcomes;
    const refused = Object.entries(codes).map(([code, count]) => `\`${code}\` ${count}`);
    lines.push(
      `| ${name} | ${next} | ${taken} | ${refused.join(", ")} | ${wrong} | ${(totalMs / next).toFixed(2)} | ${slowestMs} ms |`,
    );
  }
  const found = Object.values(progress).flatMap((one) => one.found).length;
  process.stdout.write(
    `${lines.join("\n")}\n\n${total()} cases, ${found} of which went wrong or were slow.\n`,
  );
  process.exitCode = found === 0 ? 0 : 1;
}
