/**
 * The values that a subscriber is shown of a fold that goes on, each made anew only if a document behind it has changed.
 */
import type { Fold } from "./folding.ts";
import { LiveFold, type LiveFoldOptions } from "./live-fold.ts";
import type { AnyProjection, AnySelection, Projection, Rules } from "../rule/projection.ts";
import type { State } from "../state/state.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Form } from "../plain/form.ts";
import { isSameTree } from "../plain/plain-value.ts";
import { ShownMap } from "./shown-map.ts";
import { type Shown, ShownValue } from "./shown-value.ts";
import { ShownView } from "./shown-view.ts";

/** All documents of a rule, as `all` chooses them. */
export interface Whole<V> {
  // oxlint-disable-next-line typescript/no-explicit-any -- only the shown value matters, whatever the document
  readonly every: Projection<any, V>;
}

/**
 * A function of the state, such as a view of the market, or with `(state) => state` the state itself. It is asked after
 * each batch and must depend on nothing but the state.
 */
export interface View<V> {
  /** The rules that it reads. */
  readonly rules: Rules;
  readonly look: (state: State) => V;
}

/** The choices, by the names they are shown under: a selection, `all` of a rule, or a view. */
export type Selections = Readonly<Record<string, AnySelection | Whole<unknown> | View<unknown>>>;

/**
 * Chooses all documents of a rule: a `ReadonlyMap` of the values that its selections show, by key, keys in code unit
 * order. Values that have not changed are the same objects as before, and so is the map if none has.
 */
export function all<S extends object, V>(rule: Projection<S, V>): Whole<V> {
  return { every: rule };
}

/** The values that one subscriber is shown. */
export class ShownValues {
  readonly #live: LiveFold;
  readonly #shown: readonly (readonly [string, Shown])[];
  /** The values to be emitted next. */
  readonly #now: Record<string, unknown>;
  readonly #form: Form;

  constructor(chosen: Selections, options: LiveFoldOptions) {
    const selections = Object.entries(chosen);
    this.#live = new LiveFold(
      selections.flatMap(([, chosen]) => rulesOf(chosen)),
      options,
    );
    const { fold } = this.#live;
    this.#shown = selections.map(([name, selection]) => [name, shown(selection, fold)]);
    this.#now = Object.fromEntries(this.#shown.map(([name, { value }]) => [name, value]));
    Object.assign(this.#now, { position: fold.position, at: fold.at, stopped: fold.stopped });
    this.#form = new Form(this.#now, true);
  }

  /** The values after one more batch; undefined if none has changed. */
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
    return Object.freeze(this.#form.copy(now));
  }
}

function rulesOf(chosen: Selections[string]): readonly AnyProjection[] {
  if ("every" in chosen) return [chosen.every];
  return "look" in chosen ? [...chosen.rules] : [chosen.projection];
}

function shown(chosen: Selections[string], fold: Fold): Shown {
  if ("every" in chosen) return new ShownMap(chosen.every, fold);
  return "look" in chosen ? new ShownView(chosen.look, fold) : new ShownValue(chosen, fold);
}
