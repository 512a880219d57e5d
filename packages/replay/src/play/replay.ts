import type { ReadableLog, Recorded } from "@tapefold/core";
import { Observable } from "rxjs";
import { openTape } from "../open-tape.ts";
import { Pace } from "./pace.ts";

export interface ReplayOptions {
  /**
   * `max`, the default: as fast as it can be read. A number: that many times the speed at which it happened, by
   * the events' `at`; above zero.
   */
  readonly speed?: "max" | number;
}

/**
 * A tape as an Observable of batches of recorded events, in order. Cold: each subscription reads the tape from its
 * first event; unsubscribing ends the reading. Faults of the tape come through the error channel, after the events
 * that stand before them.
 */
export function replay(
  tape: string | ReadableLog,
  { speed = "max" }: ReplayOptions = {},
): Observable<readonly Recorded[]> {
  if (speed !== "max" && !(speed > 0)) throw new RangeError(`speed: ${speed} must be above zero, or max`);
  return new Observable((subscriber) => {
    const play = async (): Promise<void> => {
      const log = typeof tape === "string" ? openTape(tape) : tape;
      const pace = speed === "max" ? undefined : new Pace(speed);
      for await (const batch of log.read()) {
        if (pace === undefined) subscriber.next(batch);
        else {
          for await (const due of pace.dealOut(batch, ended.signal)) subscriber.next(due);
        }
        if (subscriber.closed) return;
      }
      subscriber.complete();
    };
    const ended = new AbortController();
    play().catch((error: unknown) => subscriber.error(error));
    return () => ended.abort();
  });
}
