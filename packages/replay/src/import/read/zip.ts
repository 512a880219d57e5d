/** Reads zip archives by their central directory, entry by entry; sizes and checksums are checked. */
import { closeSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { type Entry, fromFdPromise, openPromise, type ZipFile } from "yauzl";
import { BrokenArchive } from "../../jsonl/gunzip.ts";

const STORED = 0;
const DEFLATED = 8;
const CENTRAL_HEADER = 0x02014b50;

/** Files that systems put beside those of people. */
const LEFT_BEHIND = /(^|\/)(__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i;
/** Files that need a reader of their own, by their names. */
const PACKED_ITSELF = /\.(zip|gz|bz2|xz|zst|7z|parquet|xlsx?)$/i;

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes it takes in the archive. */
  readonly packedSize: number;
  /** Why its bytes can't be had; absent if they can. */
  readonly obstacle?: string;
  /**
   * Its unpacked bytes. `onRead` is told how many of the packed ones have been used. Throws BrokenArchive.
   */
  bytes(onRead: (bytes: number) => void): AsyncIterable<Buffer>;
}

/**
 * The files in an archive, by path or descriptor, in the archive's order, without folders and what systems leave
 * behind. Throws BrokenArchive.
 */
export async function zipEntries(at: string | number): Promise<ZipEntry[]> {
  const entries: Entry[] = [];
  const archive = await openArchive(at);
  try {
    for await (const entry of archive.eachEntry()) {
      const isFolder = entry.fileName.endsWith("/") && entry.uncompressedSize === 0;
      if (!isFolder && !LEFT_BEHIND.test(entry.fileName)) entries.push(entry);
    }
    mustBeAll(at, Number(archive.readEntryCursor));
  } catch (error) {
    throw broken(error);
  } finally {
    close(archive, at);
  }
  return entries.map((entry) => ({
    name: entry.fileName,
    packedSize: entry.compressedSize,
    ...obstacleOf(entry),
    bytes: (onRead) => unpacked(at, entry, onRead),
  }));
}

function obstacleOf(entry: Entry): Pick<ZipEntry, "obstacle"> {
  const method = entry.compressionMethod;
  if (entry.isEncrypted()) return { obstacle: "is encrypted" };
  if (method !== STORED && method !== DEFLATED)
    return { obstacle: `is packed by a method (${method}) that is not known here` };
  return PACKED_ITSELF.test(entry.fileName) ? { obstacle: "is no text" } : {};
}

async function* unpacked(
  at: string | number,
  entry: Entry,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const { fileName, compressedSize, uncompressedSize } = entry;
  const archive = await openArchive(at);
  try {
    let [checksum, size] = [0, 0];
    for await (const piece of await archive.openReadStreamPromise(entry)) {
      const bytes = piece as Buffer;
      checksum = crc32(bytes, checksum);
      size += bytes.length;
      onRead((compressedSize * size) / uncompressedSize);
      yield bytes;
    }
    if (checksum !== entry.crc32) throw new Error(`the checksum of ${fileName} is another`);
  } catch (error) {
    throw broken(error);
  } finally {
    close(archive, at);
  }
}

/** Opening reads the archive's last bytes alone, so that an entry costs the same however many there are. */
async function openArchive(at: string | number): Promise<ZipFile> {
  const options = { autoClose: false };
  const opened = typeof at === "string" ? openPromise(at, options) : fromFdPromise(at, options);
  return opened.catch((error: unknown) => {
    throw broken(error);
  });
}

/** A descriptor is not ours to close. */
function close(archive: ZipFile, at: string | number): void {
  if (typeof at === "string") archive.close();
}

/** The directory says how many entries it has; behind the last there must be no other. */
function mustBeAll(at: string | number, end: number): void {
  const next = Buffer.alloc(4);
  const file = typeof at === "string" ? openSync(at, "r") : at;
  try {
    readSync(file, next, 0, next.length, end);
  } finally {
    if (file !== at) closeSync(file);
  }
  if (next.readUInt32LE() === CENTRAL_HEADER) throw new Error("its directory has more entries than it says");
}

/** A refusal by the system is no fault of the archive. */
function broken(error: unknown): unknown {
  return error instanceof BrokenArchive || (error instanceof Error && "syscall" in error)
    ? error
    : new BrokenArchive(error as Error);
}
