/** A store as it is written: one writer, every append durable when it resolves, appends of one turn of the event loop in one commit. */
import { type Appended, type EventLog, Intake, logClosed, type MarketEvent } from "@tapefold/core";
import { inUse, isAlive, newOwner, type Owner, takenOver } from "../disk/owner.ts";
import { StoreEnd } from "./store-end.ts";
import { mustHaveRoom, unwritable } from "../disk/disk-faults.ts";
import { openFiles, type StoreFiles } from "./store-files.ts";
import { type StoreOptions, StoreTape } from "./store-tape.ts";

/**
 * Opens a store for writing, and creates it if it does not exist. A writer that has ended in any way is taken
 * over.
 *
 * @throws MarketError `LOG_IN_USE`, `LOG_UNREADABLE`, `LOG_UNWRITABLE`, `LOG_DAMAGED`
 */
export async function openStoreLog(path: string, options: StoreOptions = {}): Promise<StoreLog> {
  const files = await openFiles(path, true);
  const owner = newOwner();
  let present: Owner | undefined;
  let record = Buffer.alloc(0);
  try {
    files.root.transactionSync(() => {
      const found = files.meta.get("owner") as Owner | undefined;
      if (found !== undefined && isAlive(found)) present = found;
      else {
        files.meta.putSync("owner", owner);
        record = Buffer.from(files.meta.getBinary("owner") ?? []);
      }
    });
  } catch (error) {
    await files.root.close();
    throw unwritable(error, path);
  }
  if (present === undefined) return new StoreLog(path, files, record, options);
  await files.root.close();
  throw inUse(path, present);
}

/** Room for changes of a commit besides its data: roots, branches, lists. */
const COMMIT_BYTES = 128 * 1024;

interface Request {
  readonly events: readonly MarketEvent[];
  readonly expectedHead: number | undefined;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** A store opened for writing; it can be read and followed as well. */
export class StoreLog extends StoreTape implements EventLog {
  /** The owner's record as it stands in the store. */
  readonly #record: Buffer;
  #waiting: Request[] = [];
  /** Undefined until the first commit, and after one that failed. */
  #end: StoreEnd | undefined;

  constructor(name: string, files: StoreFiles, record: Buffer, options: StoreOptions) {
    super(name, files, options);
    this.#record = record;
  }

  append(
    events: readonly MarketEvent[],
    { expectedHead }: { readonly expectedHead?: number } = {},
  ): Promise<Appended> {
    if (this.isClosed) return Promise.reject(logClosed(this.name));
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#commit());
      this.#waiting.push({ events, expectedHead, resolve, reject });
    });
  }

  /** Commits waiting appends, and gives the log up to the next writer. */
  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.#waiting.length > 0) this.#commit();
    const { root, meta } = this.files;
    try {
      root.transactionSync(() => {
        if (this.#isOwner()) meta.removeSync("owner");
      });
    } catch (error) {
      throw unwritable(error, this.name);
    } finally {
      await super.close();
    }
  }

  /**
   * Runs something in one commit, as long as this writer is the owner; `write` gives how many bytes it put. The
   * callback of lmdb returns nothing, on purpose: given a promise back, lmdb commits later, and what is acknowledged
   * is not there yet.
   *
   * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`; then nothing of it stands.
   */
  transact(write: () => number): void {
    try {
      this.files.root.transactionSync(() => {
        if (!this.#isOwner()) throw takenOver(this.name, this.files.meta.get("owner") as Owner | undefined);
        mustHaveRoom(this.name, write() + COMMIT_BYTES);
      });
    } catch (error) {
      throw unwritable(error, this.name);
    }
  }

  #isOwner(): boolean {
    const present = this.files.meta.getBinary("owner");
    return present !== undefined && this.#record.equals(present);
  }

  #commit(): void {
    const requests = this.#waiting;
    this.#waiting = [];
    const settle: (() => void)[] = [];
    try {
      this.transact(() => {
        const end = (this.#end ??= new StoreEnd(this));
        const intake = new Intake(end);
        for (const { events, expectedHead, resolve, reject } of requests) {
          try {
            const appended = intake.take(events, expectedHead);
            settle.push(() => resolve(appended));
          } catch (error) {
            // A refused append fails before anything of it is written; the others stand.
            settle.push(() => reject(error));
          }
        }
        return end.add(intake.fresh, intake.sequences);
      });
    } catch (error) {
      this.#end = undefined;
      for (const { reject } of requests) reject(error);
      return;
    }
    for (const done of settle) done();
  }
}
