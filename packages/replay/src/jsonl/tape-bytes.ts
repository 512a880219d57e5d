/** The bytes of a tape, unpacked: from a file, a pipe or standard input. */
import { close, fstat, open, read } from "node:fs";
import { promisify } from "node:util";
import { MarketError } from "@tapefold/core";
import { readAhead } from "../tape/read-ahead.ts";
import { gunzip } from "./gunzip.ts";
import type { LineMark } from "./line-marks.ts";
import { spool } from "./spool.ts";

const CHUNK_BYTES = 256 * 1024;
/** From a mark on often few events are wanted. */
const CHUNK_BYTES_FROM_MARK = 64 * 1024;
/** Packed bytes unpacked at a time; they may hold a thousand times as much. */
const PACKED_CHUNK_BYTES = 16 * 1024;

const openFile = promisify(open);
const readFile = promisify(read);
const closeFile = promisify(close);
const statFile = promisify(fstat);

/** Gives the bytes from the beginning, or from a mark, as often as it is asked. */
export type ByteSource = (begin?: LineMark) => AsyncIterable<Buffer>;

/**
 * The bytes at a path, `-` being standard input. A source that can be read only once is kept in a temporary
 * file.
 *
 * @throws MarketError `LOG_NOT_FOUND`, `LOG_UNREADABLE`; `LOG_DAMAGED` if the bytes before the mark have
 * changed; BrokenArchive.
 */
export function tapeBytes(path: string, stdin: AsyncIterable<Uint8Array> = process.stdin): ByteSource {
  let spooled: Promise<number> | undefined;
  return async function* (begin) {
    try {
      if (path === "-") spooled ??= spool(stdin);
      if (spooled !== undefined) {
        yield* unpacked(await spooled, path, begin);
        return;
      }
      const file = await openFile(path, "r");
      try {
        const stats = await statFile(file);
        if (stats.isDirectory()) throw directory(path);
        if (!stats.isFile()) spooled = spool(chunksOf(file, null, CHUNK_BYTES));
        yield* unpacked((await spooled) ?? file, path, begin);
      } finally {
        await closeFile(file);
      }
    } catch (error) {
      throw explained(error, path);
    }
  };
}

/** Bytes read as they come, once: for a tape that isn't read again. */
export function bytesOnce(stdin: AsyncIterable<Uint8Array>): ByteSource {
  return async function* () {
    const chunks = stdin[Symbol.asyncIterator]();
    let start = Buffer.alloc(0);
    let isOver = false;
    while (start.length < 2 && !isOver) {
      const next = await chunks.next();
      isOver = next.done === true;
      if (next.done !== true) start = Buffer.concat([start, next.value]);
    }
    const all = (async function* () {
      yield start;
      for await (const chunk of { [Symbol.asyncIterator]: () => chunks }) yield Buffer.from(chunk);
    })();
    yield* isPacked(start) ? gunzip(all) : all;
  };
}

/** True for bytes that begin as gzip does. */
export function isPacked(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes.readUInt16BE() === 0x1f8b;
}

/** The unpacked content of a file; gzip is known by its first two bytes, whatever the name says. */
async function* unpacked(file: number, path: string, begin?: LineMark): AsyncGenerator<Buffer> {
  const { buffer, bytesRead } = await readFile(file, Buffer.alloc(2), 0, 2, 0);
  if (isPacked(buffer.subarray(0, bytesRead)))
    yield* behind(begin?.bytes ?? 0, gunzip(chunksOf(file, 0, PACKED_CHUNK_BYTES)));
  else if (path.endsWith(".gz") && bytesRead > 0) {
    const message = `is named .gz but is no gzip archive; name it .jsonl if it is plain text (${path})`;
    throw new MarketError("LOG_UNREADABLE", message, { log: path });
  } else {
    if (begin === undefined) yield* readAhead(chunksOf(file, 0, CHUNK_BYTES));
    else {
      await mustBeAsRead(file, begin, path);
      yield* readAhead(chunksOf(file, begin.bytes, CHUNK_BYTES_FROM_MARK));
    }
  }
}

/** The bytes after the first `count`. */
async function* behind(count: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Checks that the bytes before a mark are still those that were read. */
async function mustBeAsRead(file: number, { bytes, ending }: LineMark, path: string): Promise<void> {
  const { length } = ending;
  const { buffer } = await readFile(file, Buffer.alloc(length), 0, length, bytes - length);
  if (ending.equals(buffer)) return;
  const message = `was cut short or replaced while it was read; read it again from its first event (${path})`;
  throw new MarketError("LOG_DAMAGED", message, { log: path });
}

/** A file's bytes from a place on, or with null from a pipe's present place; it leaves the file open. */
export async function* chunksOf(file: number, from: number | null, size: number): AsyncGenerator<Buffer> {
  for (let position = from; ;) {
    const { buffer, bytesRead } = await readFile(file, Buffer.allocUnsafe(size), 0, size, position);
    if (bytesRead === 0) return;
    if (position !== null) position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function directory(path: string): MarketError {
  const message = `is a directory; give a .jsonl or .jsonl.gz file, or - for standard input (${path})`;
  return new MarketError("LOG_UNREADABLE", message, { log: path });
}

/** Puts a fault of the file system in words; gives any other error as it is. */
function explained(error: unknown, path: string): unknown {
  if (error instanceof MarketError || !(error instanceof Error) || !("syscall" in error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new MarketError(
      "LOG_NOT_FOUND",
      `there is no such file; check the path (${path})`,
      { log: path },
      error,
    );
  }
  const why =
    code === "EACCES" || code === "EPERM"
      ? "may not be read; check its permissions"
      : `cannot be read: ${error.message}`;
  return new MarketError("LOG_UNREADABLE", `${why} (${path})`, { log: path }, error);
}
