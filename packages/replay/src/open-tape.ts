import type { ReadableLog } from "@tapefold/core";
import { isDirectory } from "./disk/stats.ts";
import { fileTape } from "./jsonl/file-tape.ts";
import { jsonlLog } from "./jsonl/jsonl-log.ts";
import { tapeBytes } from "./jsonl/tape-bytes.ts";
import { snapshotFolderPath, withSnapshotFolder } from "./snapshots/snapshot-folder.ts";
import { isStreamAddress, streamAtAddress } from "./nats/stream-at-address.ts";
import { storeAtPath } from "./store/store-at-path.ts";

/**
 * The tape at a path: `.jsonl`, `.jsonl.gz`, `-` for standard input, or the directory of a store, or
 * `nats://host:port/STREAM`. Nothing is opened before it is read.
 *
 * @throws MarketError, while reading: `LOG_NOT_FOUND`, `LOG_UNREADABLE`, `LOG_EMPTY`, `LOG_LINE_INVALID`, `LOG_TORN`,
 * `LOG_DAMAGED`.
 */
export function openTape(path: string, stdin: AsyncIterable<Uint8Array> = process.stdin): ReadableLog {
  if (isStreamAddress(path)) return streamAtAddress(path);
  if (isDirectory(path)) return storeAtPath(path);
  if (path === "-") return jsonlLog("standard input", tapeBytes(path, stdin));
  return isDirectory(snapshotFolderPath(path)) ? withSnapshotFolder(fileTape(path), path) : fileTape(path);
}

/** A log as it is, or the tape at a path. */
export function logOf(tape: string | ReadableLog): ReadableLog {
  return typeof tape === "string" ? openTape(tape) : tape;
}
