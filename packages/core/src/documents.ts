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

/** A row that documents are to be kept with, in the place of one before or as a new one. */
export interface ChangedRow {
  readonly key: string;
  /** Where `slotOf` found it; -1 where that is not known. */
  readonly slot: number;
  /** The row as it is to be kept. */
  kept(): Row;
}

const BUCKET_ROWS = 16;

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

  /** One for each who begins: what grows from one shares its slots. */
  static empty(): Documents {
    return new Documents(new Map(), 0, []);
  }

  row(key: string): Row | undefined {
    const slot = this.#slots.get(key);
    // A slot of later states leads to nothing: the buckets are of this one.
    if (slot === undefined) return undefined;
    return this.#buckets[Math.floor(slot / BUCKET_ROWS)]?.[slot % BUCKET_ROWS];
  }

  /** Where a key's row stands, here and in all that grows from here; -1 where there is none. */
  slotOf(key: string): number {
    const slot = this.#slots.get(key);
    return slot === undefined || slot >= this.#size ? -1 : slot;
  }

  /** Rows by key, in code unit order. */
  *entries(): Generator<readonly [string, Row]> {
    this.#order ??= [...this.#slots.keys()].slice(0, this.#size).sort(compareText);
    for (const key of this.#order) yield [key, this.row(key) as Row];
  }

  /** These documents with some rows replaced or added; the rows are kept as they are. */
  with(changed: Iterable<ChangedRow>): Documents {
    // Two states may grow from one; only the first to grow may go on with the shared slots.
    const slots =
      this.#slots.size === this.#size ? this.#slots : new Map([...this.#slots].slice(0, this.#size));
    const buckets = [...this.#buckets];
    let size = this.#size;
    for (const row of changed) {
      let slot = row.slot < 0 ? slots.get(row.key) : row.slot;
      if (slot === undefined) {
        slot = size;
        slots.set(row.key, slot);
        size += 1;
      }
      const index = Math.floor(slot / BUCKET_ROWS);
      if (buckets[index] === this.#buckets[index]) buckets[index] = [...(buckets[index] ?? [])];
      (buckets[index] as Row[])[slot % BUCKET_ROWS] = row.kept();
    }
    return new Documents(slots, size, buckets, size === this.#size ? this.#order : undefined);
  }
}
