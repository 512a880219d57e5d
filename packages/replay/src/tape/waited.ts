import type { SchedulerLike } from "rxjs";

/** Resolves after a number of milliseconds of a clock, or at once when the signal is given. */
export function waited(ms: number, scheduler: SchedulerLike, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      timer.unsubscribe();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = scheduler.schedule(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
