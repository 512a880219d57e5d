/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import { type Documents, type Row, spreadOut } from "./documents.ts";
import type { DocumentStore, KeyedRow } from "./focus.ts";
import type { AnyProjection } from "./projection.ts";
import { copyOuter, copyTree, freezeTree } from "./tree.ts";

export class OwnedRow implements KeyedRow {
  readonly key: string;
  readonly documents: object[];
  /** Which of them are the engine's own since the last hand-out: a bit for each of the first places, and the others. */
  owned = 0;
  ownedBeyond: Set<number> | undefined;
  /** Where there are documents, in the order in which facts reached them. */
  places: readonly number[];

  constructor(key: string, row: Row | undefined, initials: readonly object[]) {
    this.key = key;
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

  disown(): void {
    this.owned = 0;
    this.ownedBeyond = undefined;
  }
}

/** So many bits are a small integer to the engine that runs this. */
const BITS = 30;

export class OwnedDocuments implements DocumentStore<OwnedRow> {
  readonly #initials: readonly object[];
  /** By place: how a document is made the engine's own. */
  readonly #copies: readonly ((document: object) => object)[];
  readonly #rows = new Map<string, OwnedRow>();
  #handedOut: Documents;
  /** What has been made the engine's own since then: rows, and of each document its row and place. */
  #touched: OwnedRow[] = [];
  #owned: OwnedRow[] = [];
  #ownedPlaces: number[] = [];

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#copies = projections.map(({ definition }) =>
      definition.inner === "replaced" ? copyOuter : copyTree,
    );
    this.#handedOut = documents;
  }

  row(key: string): OwnedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.row(key) === undefined ? undefined : this.newRow(key);
  }

  newRow(key: string): OwnedRow {
    const row = new OwnedRow(key, this.#handedOut.row(key), this.#initials);
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
      const { documents } = this.#owned[index] as OwnedRow;
      freezeTree(documents[this.#ownedPlaces[index] as number]);
    }
    const changed = this.#touched.map((row): [string, Row] => {
      row.disown();
      const { key, places, documents } = row;
      return [key, { places, documents: places.map((place) => documents[place] as object) }];
    });
    this.#handedOut = this.#handedOut.with(changed);
    this.#touched = [];
    this.#owned = [];
    this.#ownedPlaces = [];
    return this.#handedOut;
  }

  #own(row: OwnedRow, place: number): object {
    const copy = this.#copies[place] as (document: object) => object;
    const before = row.documents[place] as object;
    const document = copy(before);
    row.documents[place] = document;
    if (before === this.#initials[place]) row.places = [...row.places, place];
    this.#owned.push(row);
    this.#ownedPlaces.push(place);
    if (!row.isTouched) this.#touched.push(row);
    row.own(place);
    return document;
  }
}
