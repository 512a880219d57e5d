/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import { type ChangedRow, type Documents, Row, spreadOut } from "./documents.ts";
import { type DocumentStore, NO_ROW } from "./focus.ts";
import type { AnyProjection } from "./projection.ts";
import { Copier } from "./tree.ts";

/** Room for the documents of so many rows at first. */
const ROWS_FIRST = 64;

export class OwnedDocuments implements DocumentStore {
  readonly #initials: readonly object[];
  /** By place: how a document is made the engine's own. */
  readonly #copiers: readonly Copier[];
  readonly #rows = new Map<string, number>();
  /**
   * By row: its key, its slot in what was handed out, where it has documents, in the order facts reached them, and
   * whether any is the engine's own.
   */
  readonly #keys: string[] = [];
  readonly #slots: number[] = [];
  readonly #places: (readonly number[])[] = [];
  readonly #isTouched: boolean[] = [];
  /** By row and place, the places of a row in a row: the document, and 1 where it is the engine's own. */
  readonly #documents: object[] = [];
  #isOwned: Uint8Array;
  #handedOut: Documents;
  /** What has been made the engine's own since then: rows; documents by row and place, and what was there. */
  #touched: number[] = [];
  #owned: number[] = [];
  #before: object[] = [];

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#copiers = projections.map(({ definition }) => new Copier(definition.inner === "replaced"));
    this.#isOwned = new Uint8Array(ROWS_FIRST * projections.length);
    this.#handedOut = documents;
  }

  row(key: string): number {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.slotOf(key) < 0 ? NO_ROW : this.newRow(key);
  }

  newRow(key: string): number {
    const known = this.#handedOut.row(key);
    const row = this.#keys.push(key) - 1;
    this.#slots.push(this.#handedOut.slotOf(key));
    this.#places.push(known?.places ?? []);
    this.#isTouched.push(false);
    this.#documents.push(...spreadOut(known, this.#initials));
    if (this.#isOwned.length < this.#documents.length) {
      const isOwned = new Uint8Array(2 * this.#documents.length);
      isOwned.set(this.#isOwned);
      this.#isOwned = isOwned;
    }
    this.#rows.set(key, row);
    return row;
  }

  keyOf(row: number): string {
    return this.#keys[row] as string;
  }

  document(row: number, place: number): object {
    return this.#documents[row * this.#initials.length + place] as object;
  }

  open(row: number, place: number): object {
    const index = row * this.#initials.length + place;
    return this.#isOwned[index] === 1 ? (this.#documents[index] as object) : this.#own(index, row, place);
  }

  close(): void {
    // Changed in place: there is nothing to take back.
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    const width = this.#initials.length;
    for (let next = 0; next < this.#owned.length; next += 1) {
      const index = this.#owned[next] as number;
      this.#copiers[index % width]?.freeze(this.#documents[index] as object, this.#before[next] as object);
      this.#isOwned[index] = 0;
    }
    this.#handedOut = this.#handedOut.with(this.#touched.map((row) => this.#changed(row)));
    for (const row of this.#touched) {
      if ((this.#slots[row] as number) < 0) this.#slots[row] = this.#handedOut.slotOf(this.keyOf(row));
      this.#isTouched[row] = false;
    }
    this.#touched = [];
    this.#owned = [];
    this.#before = [];
    return this.#handedOut;
  }

  #changed(row: number): ChangedRow {
    const places = this.#places[row] as readonly number[];
    const documents = places.map((place) => this.document(row, place));
    return { key: this.keyOf(row), slot: this.#slots[row] as number, row: new Row(places, documents) };
  }

  #own(index: number, row: number, place: number): object {
    const before = this.#documents[index] as object;
    const document = (this.#copiers[place] as Copier).copy(before);
    this.#documents[index] = document;
    this.#isOwned[index] = 1;
    this.#owned.push(index);
    this.#before.push(before);
    if (this.#isTouched[row] !== true) {
      this.#isTouched[row] = true;
      this.#touched.push(row);
    }
    if (before === this.#initials[place])
      this.#places[row] = [...(this.#places[row] as readonly number[]), place];
    return document;
  }
}
