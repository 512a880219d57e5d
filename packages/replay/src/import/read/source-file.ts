/**
 * The files an import reads: plain, gzip or zip, or standard input, each read as often as asked. An archive that
 * unpacks to absurdly more than it holds is refused before it fills anything.
 */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { BrokenArchive, gunzip } from "../../jsonl/gunzip.ts";
import { spool } from "../../jsonl/spool.ts";
import { chunksOf } from "../../jsonl/tape-bytes.ts";
import { fileError } from "../import-errors.ts";
import { mustBeNoWorkbook, mustBeReadable } from "./no-table.ts";
import { zipEntries } from "./zip.ts";

/** Small enough that the rows of a chunk are young garbage when they are written. */
const CHUNK_BYTES = 32 * 1024;
const PACKED_CHUNK_BYTES = 16 * 1024;
/** Market data packs to a fiftieth at best. */
const RATIO_MAX = 250;
const UNPACKED_BYTES_FREE = 64 * 1024 * 1024;

/** One stream of rows: a file, or an entry of a zip. */
export interface SourceFile {
  /** The path; for a zip with the entry after `!`. */
  readonly name: string;
  readonly format: "text" | "parquet" | "sql";
  /** Path or descriptor, for a format that needs to jump about in it; the text of a query. */
  readonly path: string | number;
  /** Bytes on disk; for an entry, those it takes in its archive. */
  readonly size: number;
  /** True for an archive, whose damage shows at its end. */
  readonly isPacked?: boolean;
  /** The unpacked bytes from the beginning. `onRead` is told how many of `size` have been read. */
  bytes(onRead?: (bytes: number) => void): AsyncIterable<Buffer>;
}

/** The streams of rows in a file; several only in a zip. Throws `IMPORT_FILE`. */
export async function sourceFiles(path: string, stdin: AsyncIterable<Uint8Array>): Promise<SourceFile[]> {
  const name = path === "-" ? "standard input" : path;
  try {
    const at = path === "-" ? await spool(stdin) : path;
    const magic = await firstBytes(at);
    const size = typeof at === "string" ? (await stat(at)).size : 0;
    const raw = (onRead?: (bytes: number) => void, chunk = CHUNK_BYTES): AsyncIterable<Buffer> =>
      readAll(at, chunk, onRead);
    const packed = (onRead?: (bytes: number) => void): AsyncIterable<Buffer> =>
      raw(onRead, PACKED_CHUNK_BYTES);
    const text = { name, format: "text", path: at, size } as const;
    if (magic.startsWith("1f8b"))
      return [
        { ...text, isPacked: true, bytes: (onRead) => guarded(name, (tell) => gunzip(packed(tell)), onRead) },
      ];
    if (magic === "50415231") return [{ ...text, format: "parquet", bytes: raw }];
    mustBeReadable(magic, name);
    if (!magic.startsWith("504b")) return [{ ...text, bytes: raw }];
    const entries = await zipEntries(at);
    mustBeNoWorkbook(
      entries.map((entry) => entry.name),
      name,
    );
    const closed = entries.find(({ obstacle }) => obstacle !== undefined);
    if (closed !== undefined)
      throw fileError("IMPORT_FILE", `${closed.name} in it ${closed.obstacle}; unpack it first`, name);
    return entries.map((entry) => ({
      ...text,
      name: entries.length === 1 ? name : `${name}!${entry.name}`,
      size: entry.packedSize,
      isPacked: true,
      bytes: (onRead) => guarded(name, (tell) => entry.bytes(tell), onRead),
    }));
  } catch (cause) {
    throw explained(cause, name);
  }
}

/** The fault behind one met in a file: an archive may be damaged, which its checksum tells at its end. */
export async function faultOf(source: SourceFile, fault: unknown): Promise<unknown> {
  if (source.isPacked !== true) return fault;
  try {
    for await (const _ of source.bytes());
    return fault;
  } catch (damage) {
    return damage;
  }
}

/** True for a plain text that ends without a line's end: its last number may be cut short. */
export async function endsWithinLine({ format, isPacked, path, size }: SourceFile): Promise<boolean> {
  if (format !== "text" || isPacked === true || typeof path === "number" || size === 0) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, Math.max(0, size - 2));
    return !buffer.subarray(0, bytesRead).includes("\n");
  } finally {
    await file.close();
  }
}

/** Name of a query's answer, where a file has its own. */
export const SQL_NAME = "--sql";

/** The answer of a query, as if it were a file. */
export function sqlSource(query: string): SourceFile {
  // The bytes of a query are never read: its rows come as rows.
  return { name: SQL_NAME, format: "sql", path: query, size: 0, bytes: () => readAll("", CHUNK_BYTES) };
}

/** Counts the input and output of an unpacker, and puts its faults in words. */
async function* guarded(
  name: string,
  unpack: (onRead: (bytes: number) => void) => AsyncIterable<Buffer>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  let unpacked = 0;
  const tell = (bytes: number): void => {
    read = bytes;
    onRead?.(bytes);
  };
  try {
    for await (const piece of unpack(tell)) {
      unpacked += piece.length;
      if (unpacked > UNPACKED_BYTES_FREE && unpacked > read * RATIO_MAX) {
        throw fileError(
          "IMPORT_FILE",
          `unpacks to over ${RATIO_MAX} times its size; unpack it yourself if it is sound`,
          name,
        );
      }
      yield piece;
    }
  } catch (cause) {
    throw explained(cause, name);
  }
}

async function* readAll(
  at: string | number,
  highWaterMark: number,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  // A stream that is left early closes its descriptor, which is read again.
  const chunks =
    typeof at === "number" ? chunksOf(at, 0, highWaterMark) : createReadStream(at, { highWaterMark });
  for await (const chunk of chunks) {
    read += (chunk as Buffer).length;
    onRead?.(read);
    yield chunk as Buffer;
  }
}

/** The first four bytes in hexadecimal. */
async function firstBytes(at: string | number): Promise<string> {
  for await (const chunk of readAll(at, 4)) return chunk.subarray(0, 4).toString("hex");
  // An import of a directory must fail here and not later.
  if (typeof at === "string") await (await open(at)).close();
  return "";
}

function explained(cause: unknown, name: string): unknown {
  if (cause instanceof BrokenArchive) {
    const problem = cause.isCutShort
      ? "the archive ends too early; fetch it again"
      : `the archive is damaged: ${cause.message}; fetch it again`;
    return fileError("IMPORT_FILE", problem, name, undefined, cause);
  }
  if (!(cause instanceof Error) || !("syscall" in cause)) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  const problem =
    code === "ENOENT"
      ? "there is no such file; check the path"
      : code === "EISDIR"
        ? "is a directory; give its files"
        : `cannot be read: ${cause.message}`;
  return fileError("IMPORT_FILE", problem, name, undefined, cause);
}
