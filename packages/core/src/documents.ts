/**
 * The documents of a state: an immutable map from key to a row of frozen documents. Two levels of buckets, so that a
 * new state costs what changed and shares all else with the one before.
 */
import type { Row } from "./row.ts";

const BUCKET_ROWS = 32;

export class Documents {
  /** Slot of each key in order of arrival; shared with later states, so a slot past `#size` is not of this one. */
  readonly #slots: Map<string, number>;
  readonly #size: number;
  readonly #buckets: readonly (readonly Row[])[];

  private constructor(slots: Map<string, number>, size: number, buckets: readonly (readonly Row[])[]) {
    this.#slots = slots;
    this.#size = size;
    this.#buckets = buckets;
  }

  static readonly empty: Documents = new Documents(new Map(), 0, []);

  row(key: string): Row | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined || slot >= this.#size) return undefined;
    return this.#buckets[Math.floor(slot / BUCKET_ROWS)]?.[slot % BUCKET_ROWS];
  }

  /** Keys in order of arrival. */
  *entries(): Generator<readonly [string, Row]> {
    let slot = 0;
    for (const key of this.#slots.keys()) {
      if (slot >= this.#size) return;
      const row = this.#buckets[Math.floor(slot / BUCKET_ROWS)]?.[slot % BUCKET_ROWS];
      if (row !== undefined) yield [key, row];
      slot += 1;
    }
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
    return new Documents(slots, size, buckets);
  }
}
