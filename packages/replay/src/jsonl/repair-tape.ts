import { existsSync } from "node:fs";
import { MarketError } from "@tapefold/core";
import { BrokenArchive } from "./gunzip.ts";
import { jsonlLog } from "./jsonl-log.ts";
import { isDirectory } from "../disk/stats.ts";
import { NewFile } from "../disk/new-file.ts";
import { type ByteSource, tapeBytes } from "./tape-bytes.ts";

/** The outcome of a repair: how much of the tape was whole, and where the rest went. */
export interface Repaired {
  readonly events: number;
  readonly cutBytes: number;
  /** Path of the cut part; the file is made only if there is one. */
  readonly cutFile: string;
}

/**
 * Writes the whole lines of a torn tape to a new file, as they stand, and the torn rest beside it.
 *
 * @throws MarketError `LOG_UNWRITABLE`, also if `out` is there already; what reading throws, except
 * `LOG_TORN`: a whole line that is no event is for its owner to look at.
 */
export async function repairTape(
  path: string,
  out: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<Repaired> {
  if (isDirectory(path)) {
    const message = `is a store, and a store is never torn; append it to a new one (${path})`;
    throw new MarketError("LOG_UNREADABLE", message, { log: path });
  }
  const bytes = tapeBytes(path, stdin);
  const { events, validBytes } = await measured(path, bytes);
  const cutFile = `${out}.cut`;
  const cutBytes = await split(bytes, validBytes, out, cutFile);
  return { events, cutBytes, cutFile };
}

/** How much of the tape is whole. */
async function measured(path: string, bytes: ByteSource): Promise<{ events: number; validBytes: number }> {
  let events = 0;
  try {
    for await (const batch of jsonlLog(path, bytes).read()) events = batch.at(-1)?.position ?? events;
    return { events, validBytes: Infinity };
  } catch (error) {
    if (!(error instanceof MarketError) || error.code !== "LOG_TORN") throw error;
    const { detail } = error as MarketError<"LOG_TORN">;
    return { events: detail.events, validBytes: detail.validBytes };
  }
}

/** Writes the first bytes to one file and the rest, if any, to another; gives the size of the rest. */
async function split(bytes: ByteSource, validBytes: number, out: string, cutFile: string): Promise<number> {
  const whole = newFile(out);
  let cut: NewFile | undefined;
  let [read, cutBytes] = [0, 0];
  try {
    for await (const chunk of untilBroken(bytes())) {
      const kept = chunk.subarray(0, Math.max(0, validBytes - read));
      const rest = chunk.subarray(kept.length);
      read += chunk.length;
      await whole.write(kept);
      if (rest.length === 0) continue;
      cut ??= newFile(cutFile);
      await cut.write(rest);
      cutBytes += rest.length;
    }
    await cut?.finish();
    await whole.finish();
    return cutBytes;
  } finally {
    whole.discard();
    cut?.discard();
  }
}

/** The bytes of an archive up to where it is cut short. */
async function* untilBroken(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    if (!(error instanceof BrokenArchive)) throw error;
  }
}

/** A new file that never replaces another one. */
function newFile(path: string): NewFile {
  if (!existsSync(path)) return new NewFile(path);
  const message = `is there already; name a new file, so that nothing is lost (${path})`;
  throw new MarketError("LOG_UNWRITABLE", message, { log: path });
}
