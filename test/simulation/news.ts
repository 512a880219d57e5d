import { type Connection, server } from "./fake-server.ts";
import { world } from "./world.ts";

/** Tells a process, in steps of its own, that something on the server has grown, until it is ended. */
export class News {
  isOver = false;
  readonly #waiting = new Set<(isMore: boolean) => void>();
  readonly #link: Connection;
  readonly #tell: () => void;
  #hasNews = false;
  readonly #calls: (() => void)[] = [];

  constructor(link: Connection) {
    this.#link = link;
    const { process } = world();
    const tell = (): void => {
      this.#hasNews = true;
      for (const call of this.#calls) call();
      this.#wake(true);
    };
    this.#tell = () => (process.isDead ? this.end() : world().later(() => !this.isOver && tell(), process));
    server().listeners.add(this.#tell);
  }

  onNews(call: () => void): void {
    this.#calls.push(call);
  }

  /** Resolves with news, or with false at the end. */
  wait(): Promise<boolean> {
    if (this.isOver) return Promise.resolve(false);
    if (this.#hasNews) {
      this.#hasNews = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => void this.#waiting.add(resolve));
  }

  /** Gives something each time the connection has been lost and stands again. */
  async *restorations(): AsyncGenerator<void> {
    let wake = (): void => undefined;
    const told = (): void => wake();
    this.#link.restored.add(told);
    while (!this.isOver) {
      await new Promise<void>((resolve) => (wake = resolve));
      yield;
    }
    this.#link.restored.delete(told);
  }

  end(): void {
    this.isOver = true;
    server().listeners.delete(this.#tell);
    this.#wake(false);
  }

  #wake(isMore: boolean): void {
    for (const resolve of this.#waiting) resolve(isMore);
    this.#waiting.clear();
  }
}
