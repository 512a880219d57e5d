/** Reads zip archives piece by piece, entry by entry. */
import { Unzip, UnzipInflate } from "fflate";
import { BrokenArchive } from "../../jsonl/gunzip.ts";

/** The names of the files in an archive, folders left out, in the archive's order. */
export async function zipEntries(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const names: string[] = [];
  const archive = new Unzip((file) => {
    if (!file.name.endsWith("/")) names.push(file.name);
  });
  for await (const chunk of chunks) push(archive, chunk);
  return names;
}

/** The bytes of one entry. Throws BrokenArchive. */
export async function* unzip(chunks: AsyncIterable<Buffer>, entry: string): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let isWhole = false;
  const archive = new Unzip((file) => {
    if (file.name !== entry) return;
    file.ondata = (error, data, isLast) => {
      if (error !== null) throw new BrokenArchive(error as Error);
      pieces.push(Buffer.from(data));
      isWhole = isLast;
    };
    file.start();
  });
  archive.register(UnzipInflate);
  for await (const chunk of chunks) {
    push(archive, chunk);
    yield* pieces;
    pieces = [];
    if (isWhole) return;
  }
  throw new BrokenArchive(Object.assign(new Error(`${entry} has no end`), { code: "Z_BUF_ERROR" }));
}

function push(archive: Unzip, chunk: Buffer): void {
  try {
    archive.push(chunk);
  } catch (error) {
    throw error instanceof BrokenArchive ? error : new BrokenArchive(error as Error);
  }
}
