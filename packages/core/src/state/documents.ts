/**
 * The documents of a state: an immutable map from key to a row of frozen documents. Two levels of buckets, so that a
 * new state costs what changed and shares all else with the one before.
 */
import { canonicalText, parseCanonical } from "../plain/digest.ts";
import { compareText } from "../plain/text-order.ts";
import type { Form } from "../plain/form.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** The documents of one key that facts have reached, in order of the first fact; frozen, each with its projection's place. */
export class Row {
  places: readonly number[];
  /** A document read from a snapshot stays text until it is first asked for. */
  readonly #documents: (object | string)[];
  readonly #forms: readonly Form[];

  /** `forms` by place; without them documents are written by general code. */
  constructor(places: readonly number[], documents: (object | string)[], forms: readonly Form[] = GENERAL) {
    this.places = places;
    this.#documents = documents;
    this.#forms = forms;
  }

  /** The document of a place; undefined if no fact has reached it. */
  at(place: number): object | undefined {
    const index = this.places.indexOf(place);
    if (index < 0) return undefined;
    let document = this.#documents[index] as object | string;
    if (typeof document !== "string") return document;
    document = parseCanonical(document) as object;
    freezeTree(document);
    this.#documents[index] = document;
    return document;
  }

  copy(): Row {
    return new Row(this.places, [...this.#documents], this.#forms);
  }

  /** Sets a document; only for a row that is in no state yet. */
  set(place: number, document: object): void {
    const index = this.places.indexOf(place);
    if (index < 0) this.places = [...this.places, place];
    this.#documents[index < 0 ? this.#documents.length : index] = document;
  }

  /** The canonical text of the document of one of its places. */
  text(place: number): string {
    const document = this.#documents[this.places.indexOf(place)] as object | string;
    if (typeof document === "string") return document;
    return this.#forms[place]?.text(document) ?? canonicalText(document);
  }
}

const GENERAL: readonly Form[] = [];

/** The documents of a row by place; `initial` for those that no fact has reached. */
export function spreadOut(row: Row | undefined, initials: readonly object[]): object[] {
  const all = [...initials];
  for (const place of row?.places ?? []) all[place] = row?.at(place) as object;
  return all;
}

/** A row to be kept: in the place of an earlier one, or as a new one. */
export interface ChangedRow {
  readonly key: string;
  /** Its slot by `slotOf`; -1 if not looked up. */
  readonly slot: number;
  readonly row: Row;
}

const BUCKET_ROWS = 16;

/** Neighbouring rows of documents, sixteen at most. States with the same rows share the bucket. */
export class Bucket {
  #rows: readonly Row[] | undefined;
  #text: (() => string) | undefined;

  private constructor(rows: readonly Row[] | undefined, text?: () => string) {
    this.#rows = rows;
    this.#text = text;
  }

  static of(rows: readonly Row[]): Bucket {
    return new Bucket(rows);
  }

  /** A bucket read from a snapshot; `text` is called when a row is first asked for. */
  static packed(text: () => string): Bucket {
    return new Bucket(undefined, text);
  }

  get rows(): readonly Row[] {
    if (this.#rows === undefined) {
      this.#rows = rowsOf(this.#text?.() ?? "");
      this.#text = undefined;
    }
    return this.#rows;
  }

  /** The bucket as text, for `packed`: for each row a line with its places, then a line for each document. */
  get text(): string {
    if (this.#text !== undefined) return this.#text();
    return this.rows
      .flatMap((row) => [canonicalText(row.places), ...row.places.map((place) => row.text(place))])
      .join("\n");
  }
}

function rowsOf(text: string): Row[] {
  const lines = text.split("\n");
  const rows: Row[] = [];
  for (let next = 0; next < lines.length;) {
    const places = parseCanonical(lines[next] as string) as number[];
    const first = next + 1;
    next = first + places.length;
    rows.push(new Row(places, lines.slice(first, next)));
  }
  return rows;
}

/** The documents of a state. */
export class Documents {
  /** Slot of each key, in order of arrival; shared with later states, whose new keys have slots from `#size` on. */
  readonly #slots: Map<string, number>;
  readonly #size: number;
  readonly buckets: readonly Bucket[];
  /** Keys in code unit order, once asked for; shared with later states while no key is new. */
  #order: readonly string[] | undefined;

  private constructor(
    slots: Map<string, number>,
    size: number,
    buckets: readonly Bucket[],
    order?: readonly string[],
  ) {
    this.#slots = slots;
    this.#size = size;
    this.buckets = buckets;
    this.#order = order;
  }

  /** No documents; a new object each time, since all that grow from one share its slots. */
  static empty(): Documents {
    return new Documents(new Map(), 0, []);
  }

  /** The documents in some buckets; `keys` are those of all rows, one after the other. */
  static of(keys: readonly string[], buckets: readonly Bucket[]): Documents {
    return new Documents(new Map(keys.map((key, slot) => [key, slot])), keys.length, buckets);
  }

  /** The keys of all rows, in the order of the buckets. */
  get keys(): string[] {
    return [...this.#slots.keys()].slice(0, this.#size);
  }

  row(key: string): Row | undefined {
    const slot = this.#slots.get(key);
    return slot === undefined ? undefined : this.rowAt(slot);
  }

  /** The row at a slot; undefined for a slot of later states, and below zero. */
  rowAt(slot: number): Row | undefined {
    return this.buckets[Math.floor(slot / BUCKET_ROWS)]?.rows[slot % BUCKET_ROWS];
  }

  /** Slot of a key's row, here and in all later states; -1 if there is none. */
  slotOf(key: string): number {
    const slot = this.#slots.get(key);
    return slot === undefined || slot >= this.#size ? -1 : slot;
  }

  /** The keys of all rows, in code unit order. */
  get keysInOrder(): readonly string[] {
    this.#order ??= this.keys.sort(compareText);
    return this.#order;
  }

  /** These documents with some rows replaced or added; the given rows are kept, not copied. */
  with(changed: Iterable<ChangedRow>): Documents {
    // Several states may grow from one; only the first of them goes on with the shared slots.
    const slots =
      this.#slots.size === this.#size ? this.#slots : new Map([...this.#slots].slice(0, this.#size));
    const buckets = [...this.buckets];
    let size = this.#size;
    for (const { key, slot: known, row } of changed) {
      let slot = known < 0 ? slots.get(key) : known;
      if (slot === undefined) {
        slot = size;
        slots.set(key, slot);
        size += 1;
      }
      const index = Math.floor(slot / BUCKET_ROWS);
      let bucket = buckets[index];
      if (bucket === undefined || bucket === this.buckets[index]) {
        bucket = Bucket.of([...(bucket?.rows ?? [])]);
        buckets[index] = bucket;
      }
      // The bucket is new, so no other state has it.
      (bucket.rows as Row[])[slot % BUCKET_ROWS] = row;
    }
    return new Documents(slots, size, buckets, size === this.#size ? this.#order : undefined);
  }
}
