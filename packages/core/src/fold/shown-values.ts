/**
 * What a subscriber is shown of a fold that goes on: the chosen values, each made anew only where a document behind it
 * is another one by now.
 */
import type { Fold } from "./folding.ts";
import { LiveFold, type LiveFoldOptions } from "./live-fold.ts";
import { type AnyProjection, type AnySelection, type Read, viewOf } from "../rule/projection.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Form } from "../plain/form.ts";
import { freezeTree, isSameTree } from "../plain/plain-value.ts";

/** What is chosen, by the names it is shown under. */
export type Selections = Readonly<Record<string, AnySelection>>;

/** What one subscriber is shown. */
export class ShownValues {
  readonly #live: LiveFold;
  readonly #shown: readonly (readonly [string, ShownValue])[];
  /** As emitted next, if anything is. */
  readonly #now: Record<string, unknown>;
  readonly #form: Form;

  constructor(chosen: Selections, options: LiveFoldOptions) {
    const selections = Object.entries(chosen);
    this.#live = new LiveFold(
      selections.map(([, { projection }]) => projection),
      options,
    );
    const { fold } = this.#live;
    this.#shown = selections.map(([name, selection]) => [name, new ShownValue(selection, fold)]);
    this.#now = Object.fromEntries(this.#shown.map(([name, { value }]) => [name, value]));
    Object.assign(this.#now, { position: fold.position, at: fold.at, stopped: fold.stopped });
    this.#form = new Form(this.#now, true);
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
    return Object.freeze(this.#form.copy(now));
  }
}

/** A document that a view has read. */
interface Source {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly document: object;
}

/** One value. */
class ShownValue {
  /** Frozen; of the same identity while it is the same. */
  value: unknown;
  readonly #selection: AnySelection;
  #sources: Source[] = [];

  constructor(selection: AnySelection, fold: Fold) {
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
