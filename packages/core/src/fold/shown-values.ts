/**
 * The values that a subscriber is shown of a fold that goes on, each made anew only if a document behind it has changed.
 */
import type { Fold } from "./folding.ts";
import { LiveFold, type LiveFoldOptions } from "./live-fold.ts";
import { type AnyProjection, type AnySelection, type Read, viewOf } from "../rule/projection.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Form } from "../plain/form.ts";
import { freezeTree, isSameTree } from "../plain/plain-value.ts";

/** The chosen selections, by the names they are shown under. */
export type Selections = Readonly<Record<string, AnySelection>>;

/** The values that one subscriber is shown. */
export class ShownValues {
  readonly #live: LiveFold;
  readonly #shown: readonly (readonly [string, ShownValue])[];
  /** The values to be emitted next. */
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

/** A document that a view has read. */
interface Source {
  readonly projection: AnyProjection;
  readonly key: string;
  readonly document: object;
}

/** One chosen value. */
class ShownValue {
  /** Frozen; the same object while it is unchanged. */
  value: unknown;
  readonly #selection: AnySelection;
  #sources: Source[] = [];

  constructor(selection: AnySelection, fold: Fold) {
    this.#selection = selection;
    this.value = this.#look(fold);
  }

  /** Makes the value anew if need be; true if it has changed. */
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
