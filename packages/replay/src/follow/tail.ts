/** The end of a log as it grows: read once for all who follow it, with the last events at hand. */
import { MarketError, type ReadableLog, type Recorded } from "@tapefold/core";

type Batch = readonly Recorded[];

/** A log that can be followed. */
export type GrowingLog = ReadableLog & Required<Pick<ReadableLog, "watch">>;

export class Tail {
  readonly #log: ReadableLog;
  readonly #window: number;
  readonly #batches: Batch[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #unwatch: () => void;
  /** The next position to read. */
  #next: number;
  #held = 0;
  #isReading = false;
  #hasNews = true;
  #isEnded = false;
  #isStopped = false;
  /** True once everything was given that will ever be; `fault` is why, if there was one. */
  isOver = false;
  fault: unknown;

  /** Reads from a position on and holds the last events, `window` of them, or the last batch if that is larger. */
  constructor(log: GrowingLog, next: number, window: number) {
    this.#log = log;
    this.#next = next;
    this.#window = window;
    this.#unwatch = log.watch((news) => {
      if (news === "ended") this.#isEnded = true;
      this.#hasNews = true;
      void this.#read();
    });
    void this.#read();
  }

  /** Position of the last event read. */
  get head(): number {
    return this.#next - 1;
  }

  /** How many events are held. */
  get held(): number {
    return this.#held;
  }

  /**
   * Events from a position on, as many as came together; empty at the end; undefined if they are no longer
   * held.
   */
  from(position: number): Batch | undefined {
    if (position >= this.#next) return [];
    const batch = this.#batches.find((one) => (one.at(-1) as Recorded).position >= position);
    const first = this.#batches[0]?.[0]?.position ?? Infinity;
    if (batch === undefined || first > position) return undefined;
    const skipped = batch.findIndex((one) => one.position >= position);
    return skipped === 0 ? batch : Object.freeze(batch.slice(skipped));
  }

  /** Resolves when the end has moved, or the signal was given. */
  news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#unwatch();
  }

  async #read(): Promise<void> {
    if (this.#isReading || this.isOver) return;
    this.#isReading = true;
    try {
      while (this.#hasNews && !this.#isStopped) {
        this.#hasNews = false;
        const isLast = this.#isEnded;
        for await (const batch of toHead(this.#log, this.#next, isLast)) {
          if (this.#isStopped) return;
          this.#hold(batch);
        }
        if (isLast) this.isOver = true;
      }
    } catch (error) {
      this.isOver = true;
      this.fault = error;
    } finally {
      this.#isReading = false;
      if (this.isOver) this.stop();
      this.#tell();
    }
  }

  #hold(batch: Batch): void {
    freeze(batch);
    this.#batches.push(batch);
    this.#held += batch.length;
    while (this.#held > this.#window && this.#batches.length > 1)
      this.#held -= (this.#batches.shift() as Batch).length;
    this.#next = (batch.at(-1) as Recorded).position + 1;
    this.#tell();
  }

  #tell(): void {
    for (const told of this.#waiting) told();
  }
}

/**
 * The events from a position on up to the head. A line cut short, or a tape without events, ends there for
 * now, as its writer may be at work, unless nothing more will come.
 */
export async function* toHead(log: ReadableLog, from: number, isLast = false): AsyncGenerator<Batch> {
  try {
    for await (const batch of log.read({ from })) if (batch.length > 0) yield batch;
  } catch (error) {
    const isUnfinished =
      error instanceof MarketError && (error.code === "LOG_TORN" || error.code === "LOG_EMPTY");
    if (isLast || !isUnfinished) throw error;
  }
}

/** A batch given to several subscribers must not be changed by one of them. */
function freeze(value: object): void {
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value) as unknown[])
    if (typeof part === "object" && part !== null) freeze(part);
}
