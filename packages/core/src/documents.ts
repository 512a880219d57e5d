/**
 * The documents of a state: an immutable map from key to a row of frozen documents. Two levels of buckets, so that a
 * new state costs what changed and shares all else with the one before.
 */
import { compareText } from "./projection.ts";

/** The documents of one key that facts have reached, each with the place of its projection. */
export interface Row {
  readonly places: readonly number[];
  readonly documents: readonly object[];
}

/** The document of a place; undefined where no fact has reached it. */
export function documentAt({ places, documents }: Row, place: number): object | undefined {
  const index = places.indexOf(place);
  return index < 0 ? undefined : documents[index];
}

/** The documents of a row by place, with the `initial` of the others. */
export function spreadOut(row: Row | undefined, initials: readonly object[]): object[] {
  const all = [...initials];
  row?.places.forEach((place, index) => (all[place] = row.documents[index] as object));
  return all;
}

const BUCKET_ROWS = 32;

export class Documents {
  /** Slot of each key in order of arrival; shared with later states, so a slot past `#size` is not of this one. */
  readonly #slots: Map<string, number>;
  readonly #size: number;
  readonly #buckets: readonly (readonly Row[])[];
  /** Keys in code unit order, once somebody has asked for them; of later states too, while no key is new. */
  #order: readonly string[] | undefined;

  private constructor(
    slots: Map<string, number>,
    size: number,
    buckets: readonly (readonly Row[])[],
    order?: readonly string[],
  ) {
    this.#slots = slots;
    this.#size = size;
    this.#buckets = buckets;
    this.#order = order;
  }

  static readonly empty: Documents = new Documents(new Map(), 0, []);

  row(key: string): Row | undefined {
    const slot = this.#slots.get(key);
    // A slot of later states leads to nothing: the buckets are of this one.
    if (slot === undefined) return undefined;
    return this.#buckets[Math.floor(slot / BUCKET_ROWS)]?.[slot % BUCKET_ROWS];
  }

  /** Rows by key, in code unit order. */
  *entries(): Generator<readonly [string, Row]> {
    this.#order ??= [...this.#slots.keys()].slice(0, this.#size).sort(compareText);
    for (const key of this.#order) yield [key, this.row(key) as Row];
  }

  /** These documents with some rows replaced or added; the rows are kept as they are. */
  with(changed: Iterable<readonly [string, Row]>): Documents {
    // Two states may grow from one; only the first to grow may go on with the shared slots.
    const slots =
      this.#slots.size === this.#size ? this.#slots : new Map([...this.#slots].slice(0, this.#size));
    const buckets = [...this.#buckets];
    const fresh = new Set<number>();
    let size = this.#size;
    for (const [key, row] of changed) {
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = size;
        slots.set(key, slot);
        size += 1;
      }
      const index = Math.floor(slot / BUCKET_ROWS);
      const bucket = fresh.has(index) ? (buckets[index] as Row[]) : [...(buckets[index] ?? [])];
      bucket[slot % BUCKET_ROWS] = row;
      buckets[index] = bucket;
      fresh.add(index);
    }
    return new Documents(slots, size, buckets, size === this.#size ? this.#order : undefined);
  }
}
