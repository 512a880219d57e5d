import type { Instant, Recorded } from "@tapefold/core";

/** Longest wait in one go; timers hold no more than some 24 days. */
const WAIT_MS_MAX = 60_000;
/** Events due within so short a time of each other go out together. */
const FRAME_MS = 10;

/** Said before all that happens, at an instant that may lie centuries back: due at once. */
const PREAMBLE: ReadonlySet<string> = new Set(["MarketListed", "InstrumentListed", "CalendarLoaded"]);

/** Deals out a tape at so many times the speed it happened at, from its first event on that is no listing. */
export class Pace {
  readonly #speed: number;
  #begun: { readonly clockMs: number; readonly at: Instant } | undefined;

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Gives the batch in parts as they fall due; an event stamped earlier than one before it goes out with that one. */
  async *dealOut(batch: readonly Recorded[], signal: AbortSignal): AsyncGenerator<readonly Recorded[]> {
    for (let from = 0; from < batch.length;) {
      const waitMs = this.#dueMs(batch[from] as Recorded) - performance.now();
      if (waitMs > 0 && !(await slept(Math.min(waitMs, WAIT_MS_MAX), signal))) return;
      if (waitMs > WAIT_MS_MAX) continue;
      const untilMs = performance.now() + FRAME_MS;
      let to = from + 1;
      while (to < batch.length && this.#dueMs(batch[to] as Recorded) <= untilMs) to += 1;
      yield batch.slice(from, to);
      from = to;
      if (signal.aborted) return;
    }
  }

  #dueMs({ event }: Recorded): number {
    if (PREAMBLE.has(event.type)) return -Infinity;
    this.#begun ??= { clockMs: performance.now(), at: event.at };
    return this.#begun.clockMs + (event.at - this.#begun.at) / 1000 / this.#speed;
  }
}

/** Waits; false where the wait was broken off. */
function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const breakOff = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", breakOff);
      resolve(true);
    }, ms);
    signal.addEventListener("abort", breakOff, { once: true });
  });
}
