/** The fold as RxJS operators: recorded events in, the chosen values or refusals out. The only file that knows RxJS. */
import {
  defer,
  filter,
  map,
  mergeMap,
  type MonoTypeOperatorFunction,
  type Observable,
  type OperatorFunction,
  ReplaySubject,
  share,
} from "rxjs";
import type { MarketEvent } from "../tape/event.ts";
import type { Instant } from "../exact/instant.ts";
import type { Rules, Selection } from "../rule/projection.ts";
import { mustBeRecorded, type Recorded } from "../tape/recorded.ts";
import { LiveFold, type LiveFoldOptions } from "./live-fold.ts";
import { type Selections, ShownValues, type View, type Whole } from "./shown-values.ts";
import type { StoppedProjection } from "../state/state.ts";

type ShownBy<T> =
  T extends Whole<infer V>
    ? ReadonlyMap<string, V>
    : T extends View<infer V>
      ? V
      : // oxlint-disable-next-line typescript/no-explicit-any -- only the shown value matters, whatever the document
        T extends Selection<any, infer V>
        ? V
        : never;

/** The chosen values after a batch, under the names they were chosen by; frozen. */
export type Projected<T extends Selections> = {
  readonly [K in keyof T]: ShownBy<T[K]>;
} & {
  /** Position of the last folded event. */
  readonly position: number;
  /** Instant of the last folded event; null before the first. */
  readonly at: Instant | null;
  /** Projections that threw and stopped, or passed over the event with `onThrow: "skip"`; the others go on. */
  readonly stopped: readonly StoppedProjection[];
};

/**
 * Folds recorded events, or batches of them, and emits the chosen values after each batch that changed one: those of a
 * selection, `all` of a rule, or a view `{ rules, look }`. Only the chosen projections and those they need are folded,
 * behind their gate.
 * An unchanged value stays the same object. The names `position`, `at` and `stopped` are taken.
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
          return values.after(batchOf(arrived));
        }),
        filter((emitted) => emitted !== undefined),
      ) as Observable<Projected<T>>;
    });
}

/**
 * Shares one `project(…)`, or any state, among many subscribers; a late one is given the present value at once. The source
 * is subscribed to while there are subscribers; after the last has left, the next one begins anew.
 */
export function shareState<T>(): MonoTypeOperatorFunction<T> {
  return share({ connector: () => new ReplaySubject<T>(1), resetOnComplete: false, resetOnError: false });
}

/** An event that the gate refused, and the code. */
export interface Refusal extends Recorded {
  readonly code: string;
}

/**
 * The events that the gate of `rules` refuses, of recorded events or batches of them. Each is judged once, when it comes.
 * Fails as `project` does.
 */
export function refusals(
  rules: Rules,
  options: LiveFoldOptions = {},
): OperatorFunction<Recorded | readonly Recorded[], Refusal> {
  return (source) =>
    defer(() => {
      const live = new LiveFold(rules, options);
      return source.pipe(
        mergeMap((arrived) => {
          const batch = batchOf(arrived);
          live.add(batch);
          return batch.flatMap((one) => {
            const code = live.refused.get(one.position);
            return code === undefined ? [] : Object.freeze({ ...one, code });
          });
        }),
      );
    });
}

/** @throws MarketError `EVENT_INVALID` for a value that is not a recorded event. */
function batchOf(arrived: Recorded | readonly Recorded[]): readonly Recorded[] {
  const batch = (Array.isArray(arrived) ? arrived : [arrived]) as readonly Recorded[];
  batch.forEach(mustBeRecorded);
  return batch;
}

/** Gives events of your own their positions, from 1. */
export function recorded<E = MarketEvent>(): OperatorFunction<E, Recorded<E>> {
  return map((event, index) => ({ position: index + 1, event }));
}
