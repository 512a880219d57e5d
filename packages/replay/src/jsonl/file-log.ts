/** A tape of lines as it is written: one writer, each append synced to the disk before it resolves. */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import {
  type Appended,
  type EventLog,
  Intake,
  logClosed,
  MarketError,
  type MarketEvent,
  type ReadableLog,
  type Recorded,
} from "@tapefold/core";
import { LearnedStanding } from "../tape/learned-standing.ts";
import { eventLine } from "./event-line.ts";
import { fileTape } from "./file-tape.ts";
import { isPacked } from "./tape-bytes.ts";
import { LockFile } from "../disk/lock-file.ts";
import { unwritable } from "../disk/disk-faults.ts";
import { watchPath } from "../disk/watch-path.ts";
import { syncFolder } from "../disk/sync-folder.ts";

/**
 * Opens a file of lines for writing. It is read once, for its head and its content: some 100 bytes of memory
 * for each event that no source numbers.
 *
 * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`; what reading it throws, as `LOG_TORN` for a torn one.
 */
export async function openFileLog(path: string): Promise<EventLog> {
  const lock = LockFile.take(path);
  let file: number | undefined;
  try {
    file = openSync(path, "a+");
    const log = new FileLog(path, file, lock);
    await log.learn();
    return log;
  } catch (error) {
    lock.release();
    if (file !== undefined) closeSync(file);
    throw unwritable(error, path);
  }
}

class FileLog implements EventLog {
  readonly name: string;
  readonly #tape: ReadableLog;
  readonly #file: number;
  readonly #lock: LockFile;
  readonly #standing = new LearnedStanding();
  #isClosed = false;

  constructor(path: string, file: number, lock: LockFile) {
    this.name = path;
    this.#tape = fileTape(path);
    this.#file = file;
    this.#lock = lock;
  }

  /** Learns what stands on the file. */
  async learn(): Promise<void> {
    // The file may have been made or moved here just now, and its name not be on the disk yet.
    syncFolder(dirname(this.name));
    const { size } = fstatSync(this.#file);
    if (size === 0) return;
    const first = Buffer.alloc(2);
    readSync(this.#file, first, 0, 2, 0);
    if (isPacked(first)) {
      const message = `is a gzip archive, whatever its name says; unpack it first (${this.name})`;
      throw new MarketError("LOG_UNWRITABLE", message, { log: this.name });
    }
    for await (const batch of this.#tape.read()) {
      for (const { event } of batch) this.#standing.add(event);
    }
    const last = Buffer.alloc(1);
    readSync(this.#file, last, 0, 1, size - 1);
    if (last[0] !== LINE_END) writeSync(this.#file, "\n");
  }

  async head(): Promise<number> {
    return this.#standing.head;
  }

  async *read({ from = 1 }: { readonly from?: number } = {}): AsyncGenerator<readonly Recorded[]> {
    if (from <= this.#standing.head) yield* this.#tape.read({ from });
  }

  watch(told: (news: "grown") => void): () => void {
    return watchPath(this.name, () => told("grown"));
  }

  async append(
    events: readonly MarketEvent[],
    { expectedHead }: { readonly expectedHead?: number } = {},
  ): Promise<Appended> {
    if (this.#isClosed) throw logClosed(this.name);
    this.#lock.mustHold();
    const intake = new Intake(this.#standing);
    const appended = intake.take(events, expectedHead);
    if (intake.fresh.length > 0) this.#write(intake.fresh.map((event) => `${eventLine(event)}\n`).join(""));
    for (const event of intake.fresh) this.#standing.add(event);
    return appended;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
    this.#lock.release();
  }

  /** Writes lines and syncs them; nothing stays of lines that can't be written whole. */
  #write(lines: string): void {
    const { size } = fstatSync(this.#file);
    try {
      const bytes = Buffer.from(lines);
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
      fdatasyncSync(this.#file);
    } catch (error) {
      ftruncateSync(this.#file, size);
      throw unwritable(error, this.name);
    }
  }
}

const LINE_END = 0x0a;
