/** The record of a file's one writer, in a file beside it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { inUse, isAlive, newOwner, type Owner, takenOver } from "./owner.ts";
import { unwritable } from "./disk-faults.ts";

export class LockFile {
  readonly #path: string;
  readonly #log: string;
  readonly #owner: Owner;

  private constructor(log: string, owner: Owner) {
    this.#log = log;
    this.#path = `${log}.lock`;
    this.#owner = owner;
  }

  /**
   * Makes this process the writer of a log; one that has ended is taken over.
   *
   * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`
   */
  static take(log: string): LockFile {
    const lock = new LockFile(log, newOwner());
    const text = JSON.stringify(lock.#owner);
    try {
      writeFileSync(lock.#path, text, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(error, log);
      const present = lock.#present();
      if (present !== undefined && isAlive(present)) throw inUse(log, present);
      const aside = `${lock.#path}-${lock.#owner.token}`;
      writeFileSync(aside, text);
      renameSync(aside, lock.#path);
    }
    // Of two that took it over at once the later one has it.
    lock.mustHold();
    return lock;
  }

  /** @throws MarketError `LOG_IN_USE` where another process has taken over. */
  mustHold(): void {
    const present = this.#present();
    if (present?.token !== this.#owner.token) throw takenOver(this.#log, present);
  }

  release(): void {
    if (this.#present()?.token === this.#owner.token) rmSync(this.#path);
  }

  #present(): Owner | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, "utf8")) as Owner;
    } catch {
      return undefined;
    }
  }
}
