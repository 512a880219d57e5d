/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import type { Documents, Row } from "./documents.ts";
import type { DocumentStore, KeyedRow } from "./focus.ts";
import type { AnyProjection } from "./projection.ts";
import { copyOuter, copyTree, freezeTree } from "./tree.ts";

export class OwnedRow implements KeyedRow {
  readonly key: string;
  /** As they are now; the row handed out last itself until one of them is touched. */
  documents: Row;
  /** As they were handed out last: a document that still stands here is not the engine's own. */
  handedOut: Row;

  constructor(key: string, handedOut: Row) {
    this.key = key;
    this.documents = handedOut;
    this.handedOut = handedOut;
  }
}

export class OwnedDocuments implements DocumentStore<OwnedRow> {
  /** The row of a key that no fact has reached. */
  readonly #initials: Row;
  /** By place: how a document is made the engine's own. */
  readonly #copies: readonly ((document: object) => object)[];
  readonly #rows = new Map<string, OwnedRow>();
  #handedOut: Documents;
  #touched: OwnedRow[] = [];

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
    const row = new OwnedRow(key, this.#handedOut.row(key) ?? this.#initials);
    this.#rows.set(key, row);
    return row;
  }

  open(row: OwnedRow, place: number): object {
    const document = row.documents[place] as object;
    return document === row.handedOut[place] ? this.#own(row, place) : document;
  }

  close(): void {
    // Changed in place: there is nothing to take back.
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    const changed: [string, Row][] = [];
    for (const row of this.#touched) {
      const { key, documents, handedOut } = row;
      for (let place = 0; place < documents.length; place += 1)
        if (documents[place] !== handedOut[place]) freezeTree(documents[place]);
      row.handedOut = documents;
      changed.push([key, documents]);
    }
    this.#handedOut = this.#handedOut.with(changed);
    this.#touched = [];
    return this.#handedOut;
  }

  #own(row: OwnedRow, place: number): object {
    if (row.documents === row.handedOut) {
      row.documents = [...row.handedOut];
      this.#touched.push(row);
    }
    const copy = this.#copies[place] as (document: object) => object;
    const document = copy(row.handedOut[place] as object);
    (row.documents as object[])[place] = document;
    return document;
  }
}
