/** A value that a subscriber is shown; made anew only if a document behind it has changed. */
import type { Fold } from "./folding.ts";
import { type AnyProjection, type AnySelection, type Read, viewOf } from "../rule/projection.ts";
import { freezeTree, isSameTree } from "../plain/plain-value.ts";

/** A value shown of a fold, whatever it is made of. */
export interface Shown {
  /** Frozen; the same object while it is unchanged. */
  readonly value: unknown;
  /** Makes the value anew if need be; true if it has changed. */
  refresh(fold: Fold): boolean;
}

/** A document that a view has read. */
interface Source {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly document: object;
}

/** The value that a selection shows. */
export class ShownValue implements Shown {
  value: unknown;
  readonly #selection: AnySelection;
  #sources: Source[] = [];

  constructor(selection: AnySelection, fold: Fold) {
    this.#selection = selection;
    this.value = this.#look(fold);
  }

  refresh(fold: Fold): boolean {
    if (!this.#isStale(fold)) return false;
    const value = this.#look(fold);
    if (isSameTree(value, this.value)) return false;
    this.value = value;
    return true;
  }

  #isStale(fold: Fold): boolean {
    // A document that has not changed is the same object.
    for (const { projection, key, document } of this.#sources)
      if (fold.read(projection, key) !== document) return true;
    return false;
  }

  #look(fold: Fold): unknown {
    const sources: Source[] = [];
    const read: Read = (projection, key) => {
      const document = fold.read(projection, key);
      sources.push({ projection, key, document });
      return document;
    };
    const { projection, key } = this.#selection;
    const value: unknown = viewOf(projection, key, read);
    this.#sources = sources;
    freezeTree(value);
    return value;
  }
}
