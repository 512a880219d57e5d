/** When events fall due: tape time by a clock, at a speed, without the time in which nobody trades. */
import type { Instant, MarketEvent, Recorded } from "@tapefold/core";
import { asyncScheduler, type SchedulerLike } from "rxjs";
import { waited } from "../tape/waited.ts";
import { TradingHours } from "./trading-hours.ts";

/** The speed of a tape: `max`, or a multiple above zero of the speed at which it happened. */
export type Speed = "max" | number;

/** The pace of tape time. */
export interface Timing {
  /** `max`: as fast as it can be read. A number above zero: a multiple of the original speed. */
  readonly speed: Speed;
  /** True to pass over the time in which no market is open; false if absent. */
  readonly skipsIdle?: boolean;
  /** The clock; the system's if absent. */
  readonly scheduler?: SchedulerLike;
}

/** The system's monotonic clock, which no change of the date moves. */
const systemClock: SchedulerLike = {
  now: () => performance.now(),
  schedule: asyncScheduler.schedule.bind(asyncScheduler) as SchedulerLike["schedule"],
};

/** Longest wait in one go, in milliseconds; timers hold no more than some 24 days. */
const WAIT_MS_MAX = 60_000;
/** Events due within this many milliseconds of each other go out together. */
const FRAME_MS = 10;

/** Events told before all others, at an instant that may lie centuries back: due at once. */
const PREAMBLE: ReadonlySet<string> = new Set(["MarketListed", "InstrumentListed", "CalendarLoaded"]);

export class TapeClock {
  readonly #scheduler: SchedulerLike;
  readonly #hours: TradingHours | undefined;
  #speed: Speed;
  /** When the clock was set, and the tape time it was set to; undefined until the first event after a stop. */
  #set: { readonly clockMs: number; readonly at: Instant } | undefined;
  /** The tape time at which it was held. */
  #heldAt: Instant | undefined;

  constructor({ speed, skipsIdle = false, scheduler = systemClock }: Timing) {
    this.#scheduler = scheduler;
    this.#hours = skipsIdle ? new TradingHours() : undefined;
    this.#speed = speed;
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** Takes effect at the next event that is waited for. */
  set speed(speed: Speed) {
    this.hold();
    this.#speed = speed;
  }

  /** Stands still until the next event is waited for. */
  hold(): void {
    if (this.#set === undefined || this.#speed === "max") return;
    this.#heldAt = this.#set.at + (this.#scheduler.now() - this.#set.clockMs) * 1000 * this.#speed;
    this.#set = undefined;
  }

  /** Sets the tape time to that of an event, with the session events up to it; null before the first. */
  setTo(at: Instant | null, sessions: readonly MarketEvent[]): void {
    this.#set = undefined;
    this.#heldAt = at ?? undefined;
    this.#hours?.restart(sessions);
  }

  /**
   * Gives the batch in parts as they fall due; an event stamped earlier than one before it goes out with that
   * one. Ends early when the signal is given.
   */
  async *dealOut(batch: readonly Recorded[], signal: AbortSignal): AsyncGenerator<readonly Recorded[]> {
    for (let from = 0; from < batch.length && !signal.aborted;) {
      const first = batch[from] as Recorded;
      const waitMs = this.#waitMs(first);
      if (waitMs > 0) await waited(Math.min(waitMs, WAIT_MS_MAX), this.#scheduler, signal);
      if (waitMs > WAIT_MS_MAX || signal.aborted) continue;
      let to = from + 1;
      this.#hours?.add(first.event);
      for (; to < batch.length && this.#waitMs(batch[to] as Recorded) <= FRAME_MS; to += 1)
        this.#hours?.add((batch[to] as Recorded).event);
      yield batch.slice(from, to);
      from = to;
    }
  }

  #waitMs({ event: { type, at } }: Recorded): number {
    if (this.#speed === "max" || PREAMBLE.has(type)) return 0;
    const now = this.#scheduler.now();
    this.#set ??= { clockMs: now, at: this.#heldAt ?? at };
    this.#heldAt = undefined;
    if (this.#hours?.isIdle === true && at > this.#set.at) this.#set = { clockMs: now, at };
    return this.#set.clockMs + (at - this.#set.at) / 1000 / this.#speed - now;
  }
}
