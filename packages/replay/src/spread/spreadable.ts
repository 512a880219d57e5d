/** A tape by its path, split by market. */
import type { ReadableLog } from "@tapefold/core";
import { isDirectory } from "../disk/stats.ts";
import { eventLine } from "../jsonl/event-line.ts";
import { jsonlLog } from "../jsonl/jsonl-log.ts";
import { tapeBytes } from "../jsonl/tape-bytes.ts";
import { isStreamAddress } from "../nats/stream-at-address.ts";
import { openTape } from "../open-tape.ts";
import { Listings } from "../tape/listings.ts";
import type { SplitBatch } from "../tape/split-log.ts";
import { BatchMaker } from "./batch-maker.ts";
import { splitFile } from "./split-file.ts";
import type { Spreadable } from "./fold-in-parts.ts";

/** The tape at a path, for any number of readings; what `openTape` takes. */
export async function spreadable(path: string, stdin: AsyncIterable<Uint8Array>): Promise<Spreadable> {
  if (isStreamAddress(path)) {
    const { openStreamTape } = await import("../nats/stream-tape.ts");
    const tape = openStreamTape(path);
    return { name: tape.name, split: (from) => tape.split({ from }), whole: tape };
  }
  if (isDirectory(path)) {
    const tape = openTape(path);
    return { name: tape.name, split: () => splitLog(tape), whole: tape };
  }
  const name = path === "-" ? "standard input" : path;
  const bytes = tapeBytes(path, stdin);
  return { name, split: () => splitFile(name, bytes), whole: jsonlLog(name, bytes) };
}

/** Any log, its events made lines again. */
async function* splitLog(log: ReadableLog): AsyncGenerator<SplitBatch> {
  const listings = new Listings();
  for await (const batch of log.read()) {
    const made = new BatchMaker();
    for (const { position, event } of batch) {
      listings.add(event);
      made.add(listings.marketOfTick(event), Buffer.from(eventLine(event)), position);
    }
    yield made.batch(batch.at(-1)?.position ?? 0);
  }
}
