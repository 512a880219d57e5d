/** The values of all documents of a rule, by key: a map that shares the values that have not changed. */
import type { Fold } from "./folding.ts";
import type { AnyProjection } from "../rule/projection.ts";
import { type Shown, ShownValue } from "./shown-value.ts";

export class ShownMap implements Shown {
  value: ReadonlyMap<string, unknown>;
  readonly #rule: AnyProjection;
  #shown = new Map<string, ShownValue>();

  constructor(rule: AnyProjection, fold: Fold) {
    this.#rule = rule;
    this.value = new FrozenMap([]);
    this.refresh(fold);
  }

  refresh(fold: Fold): boolean {
    const shown = new Map<string, ShownValue>();
    let hasChanged = false;
    for (const key of fold.state.documents(this.#rule).keys()) {
      const known = this.#shown.get(key);
      if (known === undefined || known.refresh(fold)) hasChanged = true;
      shown.set(key, known ?? new ShownValue(this.#rule(key), fold));
    }
    // An amendment may take back the first fact of a key.
    hasChanged ||= shown.size !== this.#shown.size;
    this.#shown = shown;
    if (hasChanged) this.value = new FrozenMap([...shown].map(([key, { value }]) => [key, value]));
    return hasChanged;
  }
}

/** A map that its readers cannot change. */
class FrozenMap<K, V> extends Map<K, V> {
  constructor(entries: readonly (readonly [K, V])[]) {
    super();
    for (const [key, value] of entries) super.set(key, value);
    Object.freeze(this);
  }

  override set(): never {
    throw new TypeError("the map is frozen; make one of your own of it");
  }

  override delete(): never {
    return this.set();
  }

  override clear(): never {
    return this.set();
  }
}
