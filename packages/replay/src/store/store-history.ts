/**
 * The history of a store: a chain of digests over its full chunks, which no append changes. One that was noted
 * elsewhere proves the past even to whoever could write every checksum anew.
 */
import { createHash } from "node:crypto";
import { CHUNK_EVENTS, chunkHead } from "./chunk/chunk-codec.ts";
import type { StoreFiles } from "./store-files.ts";
import type { HistoryPoint } from "../tape/tape-index.ts";

/** The end of a chain. */
export interface HistoryEnd {
  /** Position of the last event of the last full chunk; 0 before the first. */
  readonly position: number;
  readonly digest: Buffer;
}

export const NO_HISTORY: HistoryEnd = { position: 0, digest: Buffer.alloc(0) };

export function nextHistory({ position, digest }: HistoryEnd, chunk: Uint8Array): HistoryEnd {
  return {
    position: position + CHUNK_EVENTS,
    digest: createHash("sha256").update(digest).update(chunk).digest(),
  };
}

/** Key in `meta` of the digest kept at a position. */
export function historyKey(position: number): string {
  return `history ${position}`;
}

/** The chain over the chunks as they stand, each point with whether it is the one that was kept. */
export function* historyOf(files: StoreFiles, name: string): Generator<HistoryPoint> {
  let end = NO_HISTORY;
  for (const { key, value } of files.chunks.getRange({ snapshot: false })) {
    if (chunkHead(value, key, name).events < CHUNK_EVENTS) return;
    end = nextHistory(end, value);
    const kept = files.meta.getBinary(historyKey(end.position));
    yield {
      position: end.position,
      digest: end.digest.toString("hex"),
      // A store of before has kept none.
      isAsKept: kept === undefined || end.digest.equals(kept),
    };
  }
}
