import { createGunzip } from "node:zlib";
import { readAhead } from "../tape/read-ahead.ts";

/**
 * Size of the pieces that come out: large enough to unpack a piece of a tape in one go while the one before
 * is folded, small enough that a small archive of much content does not fill the memory.
 */
const PIECE_BYTES = 256 * 1024;

/** The archive can't be unpacked any further; everything before was given. */
export class BrokenArchive extends Error {
  /** True if it only ends too early and is sound so far. */
  readonly isCutShort: boolean;

  constructor(cause: Error & { code?: string }) {
    super(cause.message, { cause });
    this.isCutShort = cause.code === "Z_BUF_ERROR";
  }
}

/**
 * Unpacks gzip, piece by piece, one piece ahead of the reader. A stream would drop what it holds when it
 * fails; here everything before the fault comes out first.
 *
 * @throws BrokenArchive
 */
export async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacker = createGunzip({ chunkSize: PIECE_BYTES });
  let pieces: Buffer[] = [];
  let fault: Error | undefined;
  unpacker.on("data", (piece: Buffer) => pieces.push(piece));
  unpacker.on("error", (error) => (fault = error));
  const closed = new Promise<void>((resolve) => unpacker.on("close", resolve));
  const unpack = async (chunk: Buffer): Promise<void> => {
    // At a fault zlib closes without calling back.
    await Promise.race([closed, new Promise<void>((resolve) => unpacker.write(chunk, () => resolve()))]);
  };
  let unpacking = Promise.resolve();
  try {
    for await (const chunk of readAhead(packed)) {
      await unpacking;
      const ready = pieces;
      pieces = [];
      if (fault === undefined) unpacking = unpack(chunk);
      yield* ready;
      if (fault !== undefined && pieces.length === 0) break;
    }
    await unpacking;
    if (fault === undefined) {
      unpacker.end();
      await closed;
    }
    yield* pieces;
    if (fault !== undefined) throw new BrokenArchive(fault);
  } finally {
    unpacker.destroy();
  }
}
