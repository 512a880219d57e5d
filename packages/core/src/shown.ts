/** What a selection shows of a fold under way, made anew only where a document behind it is another one by now. */
import type { Fold } from "./engine.ts";
import { type AnyProjection, type Read, type Selection, viewOf } from "./projection.ts";
import { freezeTree, isSameTree } from "./tree.ts";

/** A document that a view has read. */
interface Source {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly document: object;
}

export class Shown {
  /** Frozen; of the same identity while it is the same. */
  value: unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- a selection of whatever documents
  readonly #selection: Selection<any, any>;
  #sources: Source[] = [];

  // oxlint-disable-next-line typescript/no-explicit-any -- a selection of whatever documents
  constructor(selection: Selection<any, any>, fold: Fold) {
    this.#selection = selection;
    this.value = this.#look(fold);
  }

  /** Looks again; true where it shows something else. */
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
