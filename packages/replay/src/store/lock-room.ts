/**
 * Makes room for lmdb's lock file. lmdb writes it through a memory map, and the system ends the process if
 * the disk has no page left for it; so its pages are taken before it is mapped.
 */
import { linkSync, openSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { nanoid } from "nanoid";

/** Room for 126 readers, as lmdb makes it, rounded up: it takes a lock file as large as it finds it. */
const LOCK_BYTES = 12_288;
/** Unit of the blocks that `stat` counts. */
const BLOCK_BYTES = 512;

/** Lock files with holes that were filled here. Closing one would give up lmdb's locks on it, so none is closed. */
const filled = new Map<string, number>();

/**
 * Takes all pages of a lock file, which is created if it does not exist. Throws what the file system says.
 */
export function reserveLock(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) makeLock(path);
  else if (stats.blocks * BLOCK_BYTES < stats.size && !filled.has(path)) {
    try {
      filled.set(path, openSync(path, "r+"));
      fill(path, stats.size);
    } catch (error) {
      // A lock file of an earlier tapefold: its first page is all that its first sixty readers need.
      if (stats.blocks === 0) throw error;
    }
  }
}

/** Makes the lock file whole before it stands under its name: another process may map it at once. */
function makeLock(path: string): void {
  const aside = `${path}-${nanoid()}`;
  try {
    writeFileSync(aside, Buffer.alloc(LOCK_BYTES));
    linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EPERM" || code === "ENOTSUP") renameSync(aside, path);
    else if (code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Writes the last byte of each block: it lies in the padding between two readers' entries, and is always 0.
 */
function fill(path: string, size: number): void {
  const file = filled.get(path) as number;
  for (let end = BLOCK_BYTES; end < size + BLOCK_BYTES; end += BLOCK_BYTES)
    writeSync(file, Buffer.alloc(1), 0, 1, Math.min(end, size) - 1);
}
