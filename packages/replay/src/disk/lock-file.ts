/** The record of a file's one writer, kept in a file beside it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { inUse, isAlive, newOwner, type Owner, takenOver } from "./owner.ts";
import { unwritable } from "./disk-faults.ts";
import { beginUnfinished } from "./unfinished.ts";

export class LockFile {
  readonly #path: string;
  readonly #log: string;
  readonly #owner: Owner;
  readonly #end: () => void;

  private constructor(log: string, owner: Owner) {
    this.#log = log;
    this.#path = `${log}.lock`;
    this.#owner = owner;
    this.#end = beginUnfinished(() => this.#remove());
  }

  /**
   * Makes this process the writer of a log, and takes over from a process that has ended.
   *
   * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`
   */
  static take(log: string): LockFile {
    const lock = new LockFile(log, newOwner());
    try {
      lock.#write(JSON.stringify(lock.#owner));
      // If two processes take over at once, the later one holds the log.
      lock.mustHold();
      return lock;
    } catch (error) {
      lock.#end();
      throw error;
    }
  }

  /** @throws MarketError `LOG_IN_USE` if another process has taken over. */
  mustHold(): void {
    const present = this.#present();
    if (present?.token !== this.#owner.token) throw takenOver(this.#log, present);
  }

  release(): void {
    this.#remove();
    this.#end();
  }

  #remove(): void {
    if (this.#present()?.token === this.#owner.token) rmSync(this.#path);
  }

  #write(text: string): void {
    try {
      writeFileSync(this.#path, text, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") this.#takeOver(text);
      else {
        rmSync(this.#path, { force: true });
        throw unwritable(error, this.#log);
      }
    }
  }

  #takeOver(text: string): void {
    const present = this.#present();
    if (present !== undefined && isAlive(present)) throw inUse(this.#log, present);
    const aside = `${this.#path}-${this.#owner.token}`;
    try {
      writeFileSync(aside, text);
      renameSync(aside, this.#path);
    } catch (error) {
      rmSync(aside, { force: true });
      throw unwritable(error, this.#log);
    }
  }

  #present(): Owner | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, "utf8")) as Owner;
    } catch {
      return undefined;
    }
  }
}
