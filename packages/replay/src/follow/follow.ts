import { MarketError, type ReadableLog, type Recorded } from "@tapefold/core";
import { Observable } from "rxjs";
import { inputTape } from "../jsonl/input-tape.ts";
import { logOf } from "../open-tape.ts";
import { type GrowingLog, Tail, toHead } from "./tail.ts";

/** Options of `follow`: its beginning, its window and its end. */
export interface FollowOptions {
  /** Position of the first event to give; 1, the first of the tape, if absent. */
  readonly from?: number;
  /** How many of the last events are held for all subscribers together; 10,000 if absent. */
  readonly window?: number;
  /** Ends the following when aborted: subscribers complete. */
  readonly signal?: AbortSignal;
  /** Called each time a subscriber is behind the held events and reads the log instead. */
  readonly onBehind?: (behind: Behind) => void;
}

/** A subscriber that has fallen behind the held events. */
export interface Behind {
  /** Position of the last event the subscriber was given. */
  readonly position: number;
  readonly head: number;
}

const WINDOW_EVENTS = 10_000;

/**
 * A tape as it stands and then as it grows, in batches of recorded events: each position once, in order,
 * whoever writes it. Cold: each subscription begins at `from`, and reads the log up to its end; from there on
 * the log is read once for all. Unsubscribing frees everything. Completes when nothing more can come, as at
 * the end of standard input. Events given are frozen, or the subscriber's own.
 *
 * A slow subscriber iterates instead, `for await (const batch of follow(tape))`: it is given the next batch
 * when it asks for it, from the log if the batch is no longer held.
 *
 * Fails with what reading the log throws; `LOG_DAMAGED` for a file cut short or replaced, `LOG_UNREADABLE`
 * for a log that can't be followed.
 */
export function follow(tape: string | ReadableLog, options: FollowOptions = {}): Followed {
  const log = tape === "-" ? inputTape(process.stdin) : logOf(tape);
  return new Followed(log, options);
}

/** A log that is followed. */
export class Followed extends Observable<readonly Recorded[]> implements AsyncIterable<readonly Recorded[]> {
  readonly #log: ReadableLog;
  readonly #options: FollowOptions;
  #tail: Tail | undefined;
  #subscribers = 0;

  constructor(log: ReadableLog, options: FollowOptions) {
    super((subscriber) => {
      const left = new AbortController();
      const give = async (): Promise<void> => {
        for await (const batch of this.#batches(left.signal)) {
          subscriber.next(batch);
          if (subscriber.closed) return;
        }
        subscriber.complete();
      };
      give().catch((error: unknown) => subscriber.error(error));
      return () => left.abort();
    });
    this.#log = log;
    this.#options = options;
  }

  /** How many events are held for subscribers now. */
  get held(): number {
    return this.#tail?.held ?? 0;
  }

  /** Position of the last event known to stand on the tape; 0 before its end has been reached. */
  get head(): number {
    return this.#tail?.head ?? 0;
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly Recorded[]> {
    return this.#batches(new AbortController().signal);
  }

  async *#batches(left: AbortSignal): AsyncGenerator<readonly Recorded[]> {
    const { signal } = this.#options;
    const ended = signal === undefined ? left : AbortSignal.any([left, signal]);
    const log = growing(this.#log);
    this.#subscribers += 1;
    let next = this.#options.from ?? 1;
    try {
      while (!ended.aborted) {
        const held = this.#tail?.from(next);
        if (held === undefined) {
          for await (const batch of toHead(log, next)) {
            yield batch;
            next = after(batch);
            if (ended.aborted || this.#tail?.from(next) !== undefined) break;
          }
          const { window = WINDOW_EVENTS } = this.#options;
          if (!ended.aborted) this.#tail ??= new Tail(log, next, window);
        } else if (held.length > 0) {
          yield held;
          next = after(held);
          this.#tellIfBehind(next);
        } else if (this.#tail?.isOver === true) {
          if (this.#tail.fault !== undefined) throw this.#tail.fault;
          return;
        } else await this.#tail?.news(ended);
      }
    } finally {
      this.#leave();
    }
  }

  #tellIfBehind(next: number): void {
    const tail = this.#tail;
    if (tail?.from(next) === undefined)
      this.#options.onBehind?.({ position: next - 1, head: tail?.head ?? 0 });
  }

  #leave(): void {
    this.#subscribers -= 1;
    if (this.#subscribers > 0) return;
    this.#tail?.stop();
    this.#tail = undefined;
  }
}

function growing(log: ReadableLog): GrowingLog {
  if (log.watch !== undefined) return log as GrowingLog;
  const message = `can't be followed; give a .jsonl file, a store or - for standard input (${log.name})`;
  throw new MarketError("LOG_UNREADABLE", message, { log: log.name });
}

function after(batch: readonly Recorded[]): number {
  return (batch.at(-1) as Recorded).position + 1;
}
