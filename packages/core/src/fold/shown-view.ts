/** The value that a view shows, made anew at each refresh. */
import type { Fold } from "./folding.ts";
import { freezeTree, isSameTree } from "../plain/plain-value.ts";
import { State } from "../state/state.ts";
import type { Shown } from "./shown-value.ts";

export class ShownView implements Shown {
  value: unknown;
  readonly #look: (state: State) => unknown;

  constructor(look: (state: State) => unknown, fold: Fold) {
    this.#look = look;
    this.value = this.#valueOf(fold);
  }

  refresh(fold: Fold): boolean {
    const value = this.#valueOf(fold);
    if (isSameTree(value, this.value)) return false;
    this.value = value;
    return true;
  }

  #valueOf({ state }: Fold): unknown {
    const value = this.#look(state);
    // A state never changes as it is, and its documents are frozen.
    if (!(value instanceof State)) freezeTree(value);
    return value;
  }
}
