/** Sorts more rows than memory holds: sorted runs go to a temporary file, and are merged as they are read back. */
import { closeSync, readSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { unwritable } from "../../disk/disk-faults.ts";
import { openSpool } from "../../jsonl/spool.ts";
import { byTime, type Entry } from "./entry.ts";
import { merge } from "./merge.ts";

const RUN_ROWS = 25_000;
const WRITE_ROWS = 256;
/** Bytes by which a run is read back; there may be thousands of runs. */
const READ_BYTES = 16 * 1024;

interface Run {
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** The entries in order of time; entries of one instant keep their order. At most `size` are held at once. */
export async function* sortOnDisk(
  batches: AsyncIterable<readonly Entry[]>,
  size: number,
): AsyncGenerator<readonly Entry[]> {
  const file = await openSpool();
  try {
    const runs: Run[] = [];
    let held: Entry[] = [];
    const flush = (): void => {
      held.sort(byTime);
      const start = runs.at(-1)?.end ?? 0;
      let end = start;
      for (let from = 0; from < held.length; from += WRITE_ROWS)
        end += write(file, held.slice(from, from + WRITE_ROWS));
      if (held[0] !== undefined) runs.push({ from: held[0].at, start, end });
      held = [];
    };
    for await (const batch of batches) {
      for (const entry of batch) {
        held.push(entry);
        if (held.length >= Math.min(size, RUN_ROWS)) flush();
      }
    }
    flush();
    const inputs = runs.map((run) => ({ from: run.from, begin: () => readRun(file, run) }));
    yield* merge(inputs, byTime);
  } finally {
    closeSync(file);
  }
}

/** Appends the entries and gives the number of their bytes. */
function write(file: number, entries: readonly Entry[]): number {
  const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  } catch (error) {
    throw unwritable(error, tmpdir());
  }
  return bytes.length;
}

async function* readRun(file: number, { start, end }: Run): AsyncGenerator<readonly Entry[]> {
  let rest: Buffer = Buffer.alloc(0);
  for (let position = start; position < end;) {
    const chunk = Buffer.alloc(Math.min(READ_BYTES, end - position));
    position += readSync(file, chunk, 0, chunk.length, position);
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    rest = bytes.subarray(whole);
    if (whole === 0) continue;
    yield bytes
      .subarray(0, whole - 1)
      .toString("utf8")
      .split("\n")
      .map((line) => JSON.parse(line) as Entry);
  }
}
