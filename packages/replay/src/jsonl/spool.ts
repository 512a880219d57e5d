import { open, unlink, write } from "node:fs";
import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unwritable } from "../disk/disk-faults.ts";

/**
 * Keeps bytes that come only once in a temporary file, and gives its descriptor. The file has no name by
 * then: the system removes it with the process, however that ends.
 */
export async function spool(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await openSpool();
  await spoolInto(file, bytes);
  return file;
}

/** A temporary file without a name. */
export async function openSpool(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "tapefold-"));
  const path = join(folder, "tape");
  const file = await promisify(open)(path, "wx+", 0o600);
  await promisify(unlink)(path);
  // An older Windows keeps the name until the file is closed; the empty folder then stays behind.
  await rmdir(folder).catch(() => undefined);
  return file;
}

/** Writes bytes one after the other, and calls `written` after each piece. */
export async function spoolInto(
  file: number,
  bytes: AsyncIterable<Uint8Array>,
  written?: () => void,
): Promise<void> {
  for await (const chunk of bytes) {
    try {
      for (let done = 0; done < chunk.length;)
        done += (await promisify(write)(file, chunk, done)).bytesWritten;
    } catch (error) {
      throw unwritable(error, tmpdir());
    }
    written?.();
  }
}
