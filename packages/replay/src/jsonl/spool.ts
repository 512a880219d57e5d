import { open, unlink, write } from "node:fs";
import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unwritable } from "../disk/disk-faults.ts";

/**
 * Keeps bytes that come only once in a temporary file, and gives its descriptor. The file has lost its name by
 * then: the system removes it with the process, however that ends.
 */
export async function spool(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "tapefold-"));
  const path = join(folder, "tape");
  const file = await promisify(open)(path, "wx+", 0o600);
  await promisify(unlink)(path);
  await rmdir(folder);
  for await (const chunk of bytes) {
    try {
      for (let written = 0; written < chunk.length;)
        written += (await promisify(write)(file, chunk, written)).bytesWritten;
    } catch (error) {
      throw unwritable(error, tmpdir());
    }
  }
  return file;
}
