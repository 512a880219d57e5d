/** The fold as an RxJS operator: recorded events in, the chosen values out. The only file that knows RxJS. */
import { map, Observable, type OperatorFunction } from "rxjs";
import type { Instant, MarketEvent } from "./event.ts";
import { LiveFold } from "./live-fold.ts";
import type { Selection } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import type { State, StoppedProjection } from "./state.ts";
import { freezeTree, isSameTree } from "./tree.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- selections of whatever documents
type Selections = Readonly<Record<string, Selection<any, any>>>;

// oxlint-disable-next-line typescript/no-explicit-any -- whatever the document, what is shown of it counts
type ShownBy<T> = T extends Selection<any, infer V> ? V : never;

/** The chosen values after a batch, under the names they were chosen by; frozen. */
export type Projected<T extends Selections> = {
  readonly [K in keyof T]: ShownBy<T[K]>;
} & {
  /** Position of the last folded event. */
  readonly position: number;
  /** That event's instant. */
  readonly at: Instant | null;
  /** Projections that threw and stand still since, by name; the others go on. */
  readonly stopped: readonly StoppedProjection[];
};

/**
 * Folds recorded events, or batches of them, and emits the chosen values after each batch that changed one. Only the
 * chosen projections and what they need are folded, behind their gate. The names `position`, `at` and `stopped` are taken.
 *
 * Fails with MarketError `POSITION_GAP`; `AMENDMENT_TOO_OLD` for an amendment that reaches back further than the
 * open of the oldest session still open.
 */
export function project<T extends Selections & { position?: never; at?: never; stopped?: never }>(
  chosen: T,
): OperatorFunction<Recorded | readonly Recorded[], Projected<T>> {
  const selections = Object.entries(chosen);
  return (source) =>
    new Observable((subscriber) => {
      const live = new LiveFold(selections.map(([, { projection }]) => projection));
      let last = shown(selections, live.state);
      let { stopped } = live.state;
      return source.subscribe({
        next: (arrived) => {
          let now: Record<string, unknown>;
          try {
            live.add(Array.isArray(arrived) ? (arrived as readonly Recorded[]) : [arrived as Recorded]);
            now = shown(selections, live.state);
          } catch (error) {
            subscriber.error(error);
            return;
          }
          const { state } = live;
          if (isSameTree(now, last) && isSameTree(state.stopped, stopped)) return;
          last = now;
          ({ stopped } = state);
          const { position, at } = state;
          subscriber.next(Object.freeze({ ...now, position, at, stopped }) as Projected<T>);
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}

/** Numbers events of your own from position 1. */
export function recorded<E = MarketEvent>(): OperatorFunction<E, Recorded<E>> {
  return map((event, index) => ({ position: index + 1, event }));
}

function shown(selections: readonly [string, Selections[string]][], state: State): Record<string, unknown> {
  const values = Object.fromEntries(
    selections.map(([name, { projection, key }]) => [name, state.view(projection, key) as unknown]),
  );
  freezeTree(values);
  return values;
}
