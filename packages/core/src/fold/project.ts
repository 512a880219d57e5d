/** The fold as an RxJS operator: recorded events in, the chosen values out. The only file that knows RxJS. */
import { defer, filter, map, type Observable, type OperatorFunction } from "rxjs";
import type { MarketEvent } from "../tape/event.ts";
import type { Instant } from "../exact/instant.ts";
import type { Selection } from "../rule/projection.ts";
import { mustBeRecorded, type Recorded } from "../tape/recorded.ts";
import type { LiveFoldOptions } from "./live-fold.ts";
import { type Selections, ShownValues } from "./shown-values.ts";
import type { StoppedProjection } from "../state/state.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- only the shown value matters, whatever the document
type ShownBy<T> = T extends Selection<any, infer V> ? V : never;

/** The chosen values after a batch, under the names they were chosen by; frozen. */
export type Projected<T extends Selections> = {
  readonly [K in keyof T]: ShownBy<T[K]>;
} & {
  /** Position of the last folded event. */
  readonly position: number;
  /** Instant of the last folded event; null before the first. */
  readonly at: Instant | null;
  /** Projections that threw, and stand still since; the others go on. */
  readonly stopped: readonly StoppedProjection[];
};

/**
 * Folds recorded events, or batches of them, and emits the chosen values after each batch that changed one. Only the
 * chosen projections and those they need are folded, behind their gate. An unchanged value stays the same object. The
 * names `position`, `at` and `stopped` are taken.
 *
 * Fails with MarketError `EVENT_INVALID` for a value that is not a recorded event; `POSITION_GAP`; `AMENDMENT_TOO_OLD`
 * if an amended event is known to be older than the kept ones, which begin at the open of the oldest session still open
 * and reach back no further than `amendable` says.
 */
export function project<T extends Selections & { position?: never; at?: never; stopped?: never }>(
  chosen: T,
  options: LiveFoldOptions = {},
): OperatorFunction<Recorded | readonly Recorded[], Projected<T>> {
  return (source) =>
    defer((): Observable<Projected<T>> => {
      const values = new ShownValues(chosen, options);
      return source.pipe(
        map((arrived) => {
          const batch = (Array.isArray(arrived) ? arrived : [arrived]) as readonly Recorded[];
          batch.forEach(mustBeRecorded);
          return values.after(batch);
        }),
        filter((emitted) => emitted !== undefined),
      ) as Observable<Projected<T>>;
    });
}

/** Numbers events of your own from position 1. */
export function recorded<E = MarketEvent>(): OperatorFunction<E, Recorded<E>> {
  return map((event, index) => ({ position: index + 1, event }));
}
