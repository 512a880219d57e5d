/**
 * The snapshot folder of a tape of lines: a store of the same events with snapshots, in a directory named
 * after the tape. It is used only as long as the tape is, byte for byte, the one it was made of; else the
 * tape is folded.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ReadableLog } from "@tapefold/core";
import type { IndexedLog, TapeIndex } from "../tape/tape-index.ts";
import { isDirectory } from "../disk/stats.ts";
import type { StoreTape } from "../store/store-tape.ts";

/** Path of the snapshot folder of a tape of lines. */
export function snapshotFolderPath(path: string): string {
  return `${path}.snapshots`;
}

/** A tape of lines that uses its snapshot folder. */
export function withSnapshotFolder(lines: ReadableLog, path: string): IndexedLog {
  return { ...lines, index: () => snapshotFolderIndex(path) };
}

async function snapshotFolderIndex(path: string): Promise<TapeIndex | undefined> {
  const found = await snapshotFolderStore(path);
  if (found === undefined) return undefined;
  const { store, madeOf } = found;
  if (isSame(await digestOf(path), madeOf)) return store;
  await store.close();
  return undefined;
}

/** The bytes at the beginning of a file: how many, and their SHA-256 as hex digits. */
interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** The bytes that a snapshot folder was made of, and how many events they hold; kept in its store. */
export interface MadeOf extends FileDigest {
  readonly events: number;
}

export const MADE_OF = "made-of";

/** The store of a tape's snapshot folder, if a whole one stands there, whatever tape it was made of. */
export async function snapshotFolderStore(
  path: string,
): Promise<{ readonly store: StoreTape; readonly madeOf: MadeOf } | undefined> {
  const place = snapshotFolderPath(path);
  if (!isDirectory(place)) return undefined;
  try {
    const { openStoreTape } = await import("../store/store-tape.ts");
    const store = await openStoreTape(place);
    const madeOf = store.files.meta.get(MADE_OF) as MadeOf | undefined;
    if (madeOf !== undefined && madeOf.events === (await store.head())) return { store, madeOf };
    await store.close();
  } catch {
    // A fault of the folder is ignored: the tape itself is at hand.
  }
  return undefined;
}

/** The digest of a file's first bytes, of all if no number is given; undefined if it can't be read. */
export async function digestOf(path: string, bytes = Infinity): Promise<FileDigest | undefined> {
  const hash = createHash("sha256");
  let read = 0;
  try {
    for await (const chunk of createReadStream(path, { end: bytes - 1, highWaterMark: CHUNK_BYTES })) {
      hash.update(chunk as Buffer);
      read += (chunk as Buffer).length;
    }
  } catch {
    return undefined;
  }
  return { bytes: read, sha256: hash.digest("hex") };
}

const CHUNK_BYTES = 1024 * 1024;

export function isSame(one: FileDigest | undefined, other: FileDigest | undefined): boolean {
  return one !== undefined && one.bytes === other?.bytes && one.sha256 === other.sha256;
}
