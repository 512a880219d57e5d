/** A file in the making: it stands under its name only once it is whole and on the disk. */
import { closeSync, fsync, openSync, renameSync, rmSync, statSync, write, writeSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { nanoid } from "nanoid";
import { unwritable } from "./disk-faults.ts";
import { syncFolder } from "./sync-folder.ts";
import { beginUnfinished } from "./unfinished.ts";

const writeFile = promisify(write);
const syncFile = promisify(fsync);

export class NewFile {
  readonly #path: string;
  /** Path of the temporary file; the target itself for a pipe or a device, which is written directly. */
  readonly #made: string;
  readonly #file: number;
  readonly #end: () => void;
  #isOpen = true;
  #isGone = false;

  /**
   * Begins a temporary file on the same disk.
   *
   * @throws MarketError `LOG_UNWRITABLE`
   */
  constructor(path: string) {
    this.#path = path;
    this.#made = isReplaceable(path) ? `${path}.unfinished-${nanoid()}` : path;
    this.#end = beginUnfinished(() => this.#remove());
    try {
      this.#file = openSync(this.#made, "w");
    } catch (error) {
      this.#end();
      throw unwritable(error, path);
    }
  }

  /**
   * Writes the next bytes.
   *
   * @throws MarketError `LOG_UNWRITABLE`, as the other methods do.
   */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let written = 0; written < bytes.length;)
        written += (await writeFile(this.#file, bytes, written)).bytesWritten;
    } catch (error) {
      throw unwritable(error, this.#path);
    }
  }

  /** Writes the next bytes at once, for a writer that cannot wait. */
  writeNow(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    } catch (error) {
      throw unwritable(error, this.#path);
    }
  }

  /** Moves the file to its place, replacing one of that name. */
  async finish(): Promise<void> {
    try {
      if (this.#made === this.#path) return;
      await syncFile(this.#file);
      // Windows moves no file over another while either is open; a reader of the old one makes it fail there.
      this.#close();
      renameSync(this.#made, this.#path);
      syncFolder(dirname(this.#path));
    } catch (error) {
      throw unwritable(error, this.#path);
    } finally {
      this.discard();
    }
  }

  /** Removes an unfinished file. */
  discard(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#close();
    this.#remove();
    this.#end();
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
  }

  #remove(): void {
    if (this.#made !== this.#path) rmSync(this.#made, { force: true });
  }
}

/**
 * Writes a file anew; it stands under its name only once it is whole.
 *
 * @throws MarketError `LOG_UNWRITABLE`; what the pieces throw.
 */
export async function writeNewFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = new NewFile(path);
  try {
    for await (const bytes of pieces) await file.write(bytes);
    await file.finish();
  } finally {
    file.discard();
  }
}

function isReplaceable(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    return true;
  }
}
