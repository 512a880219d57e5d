import type { ReadableLog, Recorded } from "@tapefold/core";
import { Observable } from "rxjs";
import { logOf } from "../open-tape.ts";
import { TapeClock, type Timing } from "./tape-clock.ts";

/** At `max` speed if not given. */
export type ReplayOptions = Partial<Timing>;

/**
 * A tape as an Observable of batches of recorded events, in order. Cold: each subscription reads the tape
 * from its first event; unsubscribing ends the reading. Faults of the tape come through the error channel,
 * after the events before them.
 */
export function replay(
  tape: string | ReadableLog,
  { speed = "max", ...timing }: ReplayOptions = {},
): Observable<readonly Recorded[]> {
  if (speed !== "max" && !(speed > 0)) throw new RangeError(`speed: ${speed} must be above zero, or max`);
  return new Observable((subscriber) => {
    const play = async (): Promise<void> => {
      const log = logOf(tape);
      const clock = new TapeClock({ speed, ...timing });
      for await (const batch of log.read()) {
        if (speed === "max") subscriber.next(batch);
        else for await (const due of clock.dealOut(batch, ended.signal)) subscriber.next(due);
        if (subscriber.closed) return;
      }
      subscriber.complete();
    };
    const ended = new AbortController();
    play().catch((error: unknown) => subscriber.error(error));
    return () => ended.abort();
  });
}
