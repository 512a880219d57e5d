import {
  asyncScheduler,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  type Subscription,
} from "rxjs";

/** Options of `conflate`: its interval, its key and its clock. */
export interface ConflateOptions<T> {
  /** Shortest time between two deliveries, in milliseconds; 0, the default, is the scheduler's next turn. */
  readonly intervalMs?: number;
  /** Key of a value: each key has a latest value of its own; all values share one if absent. */
  readonly key?: (value: T) => unknown;
  /** The clock; `animationFrameScheduler` delivers once a frame. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Gives only the latest value of each key, at most once an interval: the first one at once, later ones when
 * the interval is over, and all waiting ones before the source's end or fault. So the last value of a key is
 * always given, and no more than one value a key is ever held.
 */
export function conflate<T>(options: ConflateOptions<T> = {}): OperatorFunction<T, T> {
  const { intervalMs = 0, key = () => undefined, scheduler = asyncScheduler } = options;
  return (source) =>
    new Observable((subscriber) => {
      const latest = new Map<unknown, T>();
      let pause: Subscription | undefined;
      const deliver = (): void => {
        const values = [...latest.values()];
        latest.clear();
        for (const value of values) subscriber.next(value);
      };
      const rest = (): void => {
        pause = scheduler.schedule(() => {
          pause = undefined;
          if (latest.size === 0) return;
          rest();
          deliver();
        }, intervalMs);
      };
      const given = source.subscribe({
        next: (value) => {
          const name = key(value);
          // Removed first, so that keys are given in the order of their latest values.
          latest.delete(name);
          latest.set(name, value);
          if (pause !== undefined) return;
          rest();
          deliver();
        },
        error: (error: unknown) => {
          deliver();
          subscriber.error(error);
        },
        complete: () => {
          deliver();
          subscriber.complete();
        },
      });
      return () => {
        given.unsubscribe();
        pause?.unsubscribe();
      };
    });
}
