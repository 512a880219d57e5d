/** Writes tapes as newline-delimited JSON, packed if the name ends in `.gz`. */
import type { MarketEvent } from "@tapefold/core";
import { Gzip } from "fflate";
import { writeNewFile } from "../disk/new-file.ts";
import { eventLine } from "./event-line.ts";

type Batches = AsyncIterable<readonly MarketEvent[]> | Iterable<readonly MarketEvent[]>;

/**
 * Writes a tape anew and gives the number of its events. It stands under its name only once it is whole; a tape
 * of that name is replaced.
 *
 * @throws MarketError `LOG_UNWRITABLE`; and what the batches throw.
 */
export async function writeTape(path: string, batches: Batches): Promise<number> {
  let events = 0;
  await writeTapeLines(
    path,
    linesOf(batches, (count) => (events += count)),
  );
  return events;
}

/** Writes a tape anew, like `writeTape`, from pieces of finished lines; a piece ends where a line does. */
export async function writeTapeLines(path: string, lines: AsyncIterable<Uint8Array>): Promise<void> {
  await writeNewFile(path, packed(lines, path));
}

async function* linesOf(batches: Batches, count: (events: number) => void): AsyncGenerator<Uint8Array> {
  for await (const batch of batches) {
    count(batch.length);
    yield Buffer.from(batch.map((event) => `${eventLine(event)}\n`).join(""));
  }
}

/** Node's own gzip gives other bytes on other machines; this one gives the same everywhere. */
async function* packed(chunks: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  if (!path.endsWith(".gz")) {
    yield* chunks;
    return;
  }
  let pieces: Uint8Array[] = [];
  const gzip = new Gzip({ level: 6, mtime: 0 }, (piece) => pieces.push(piece));
  for await (const chunk of chunks) {
    gzip.push(chunk);
    yield* pieces;
    pieces = [];
  }
  gzip.push(new Uint8Array(0), true);
  yield* pieces;
}
