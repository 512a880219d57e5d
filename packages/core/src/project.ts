/** The fold as an RxJS operator: recorded events in, the chosen values out. The only file that knows RxJS. */
import { defer, filter, map, type Observable, type OperatorFunction } from "rxjs";
import type { Instant, MarketEvent } from "./event.ts";
import { LiveFold } from "./live-fold.ts";
import type { Selection } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { Shown } from "./shown.ts";
import type { StoppedProjection } from "./state.ts";
import { Copier, isSameTree } from "./tree.ts";

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
 * chosen projections and what they need are folded, behind their gate. A value that is as it was stays the same
 * object. The names `position`, `at` and `stopped` are taken.
 *
 * Fails with MarketError `POSITION_GAP`; `AMENDMENT_TOO_OLD` for an amendment that reaches back further than the
 * open of the oldest session still open.
 */
export function project<T extends Selections & { position?: never; at?: never; stopped?: never }>(
  chosen: T,
): OperatorFunction<Recorded | readonly Recorded[], Projected<T>> {
  return (source) =>
    defer((): Observable<Projected<T>> => {
      const values = new Values(chosen);
      return source.pipe(
        map((arrived) =>
          values.after(Array.isArray(arrived) ? (arrived as readonly Recorded[]) : [arrived as Recorded]),
        ),
        filter((emitted) => emitted !== undefined),
      ) as Observable<Projected<T>>;
    });
}

/** Numbers events of your own from position 1. */
export function recorded<E = MarketEvent>(): OperatorFunction<E, Recorded<E>> {
  return map((event, index) => ({ position: index + 1, event }));
}

/** What one subscriber is shown. */
class Values {
  readonly #live: LiveFold;
  readonly #shown: readonly (readonly [string, Shown])[];
  /** As emitted next, if anything is. */
  readonly #now: Record<string, unknown>;
  readonly #copier = new Copier(true);

  constructor(chosen: Selections) {
    const selections = Object.entries(chosen);
    this.#live = new LiveFold(selections.map(([, { projection }]) => projection));
    const { fold } = this.#live;
    this.#shown = selections.map(([name, selection]) => [name, new Shown(selection, fold)]);
    this.#now = Object.fromEntries(this.#shown.map(([name, { value }]) => [name, value]));
    Object.assign(this.#now, { position: fold.position, at: fold.at, stopped: fold.stopped });
  }

  /** The values after one more batch; undefined where none is another one. */
  after(batch: readonly Recorded[]): object | undefined {
    this.#live.add(batch);
    const { fold } = this.#live;
    const now = this.#now;
    let isAnother = !isSameTree(fold.stopped, now["stopped"]);
    for (const [name, one] of this.#shown) {
      if (!one.refresh(fold)) continue;
      now[name] = one.value;
      isAnother = true;
    }
    if (!isAnother) return undefined;
    now["position"] = fold.position;
    now["at"] = fold.at;
    now["stopped"] = fold.stopped;
    return Object.freeze(this.#copier.copy(now));
  }
}
