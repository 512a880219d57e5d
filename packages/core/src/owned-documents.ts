/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import { type ChangedRow, type Documents, Row, spreadOut } from "./documents.ts";
import type { DocumentStore, KeyedRow } from "./focus.ts";
import type { AnyProjection } from "./projection.ts";
import { Copier } from "./tree.ts";

export class OwnedRow implements KeyedRow, ChangedRow {
  readonly key: string;
  slot: number;
  readonly documents: object[];
  /** Which of them are the engine's own since the last hand-out: a bit for each of the first places, and the others. */
  owned = 0;
  ownedBeyond: Set<number> | undefined;
  /** Where there are documents, in the order in which facts reached them. */
  places: readonly number[];

  constructor(key: string, slot: number, row: Row | undefined, initials: readonly object[]) {
    this.key = key;
    this.slot = slot;
    this.documents = spreadOut(row, initials);
    this.places = row?.places ?? [];
  }

  isOwned(place: number): boolean {
    return place < BITS ? ((this.owned >>> place) & 1) === 1 : this.ownedBeyond?.has(place) === true;
  }

  own(place: number): void {
    if (place < BITS) this.owned |= 1 << place;
    else (this.ownedBeyond ??= new Set()).add(place);
  }

  get isTouched(): boolean {
    return this.owned !== 0 || this.ownedBeyond !== undefined;
  }

  /** As it is now, and from here on the engine's own no more. */
  kept(): Row {
    this.owned = 0;
    this.ownedBeyond = undefined;
    const { places } = this;
    return new Row(
      places,
      places.map((place) => this.documents[place] as object),
    );
  }
}

/** So many bits are a small integer to the engine that runs this. */
const BITS = 30;

export class OwnedDocuments implements DocumentStore<OwnedRow> {
  readonly #initials: readonly object[];
  /** By place: how a document is made the engine's own. */
  readonly #copiers: readonly Copier[];
  readonly #rows = new Map<string, OwnedRow>();
  #handedOut: Documents;
  /** What has been made the engine's own since then: rows; of each document its row, its place and what was there. */
  #touched: OwnedRow[] = [];
  #owned: OwnedRow[] = [];
  #ownedPlaces: number[] = [];
  #before: object[] = [];

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#copiers = projections.map(({ definition }) => new Copier(definition.inner === "replaced"));
    this.#handedOut = documents;
  }

  row(key: string): OwnedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.slotOf(key) < 0 ? undefined : this.newRow(key);
  }

  newRow(key: string): OwnedRow {
    const known = this.#handedOut;
    const row = new OwnedRow(key, known.slotOf(key), known.row(key), this.#initials);
    this.#rows.set(key, row);
    return row;
  }

  open(row: OwnedRow, place: number): object {
    return row.isOwned(place) ? (row.documents[place] as object) : this.#own(row, place);
  }

  close(): void {
    // Changed in place: there is nothing to take back.
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    for (let index = 0; index < this.#owned.length; index += 1) {
      const place = this.#ownedPlaces[index] as number;
      const document = this.#owned[index]?.documents[place] as object;
      this.#copiers[place]?.freeze(document, this.#before[index] as object);
    }
    const handedOut = this.#handedOut.with(this.#touched);
    for (const row of this.#touched) if (row.slot < 0) row.slot = handedOut.slotOf(row.key);
    this.#handedOut = handedOut;
    this.#touched = [];
    this.#owned = [];
    this.#ownedPlaces = [];
    this.#before = [];
    return handedOut;
  }

  #own(row: OwnedRow, place: number): object {
    const before = row.documents[place] as object;
    const document = (this.#copiers[place] as Copier).copy(before);
    row.documents[place] = document;
    this.#owned.push(row);
    this.#ownedPlaces.push(place);
    this.#before.push(before);
    if (before === this.#initials[place]) row.places = [...row.places, place];
    if (!row.isTouched) this.#touched.push(row);
    row.own(place);
    return document;
  }
}
