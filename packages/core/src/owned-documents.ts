/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import type { Documents } from "./documents.ts";
import type { Fact } from "./fact.ts";
import type { DocumentStore, KeyedRow, Recipe } from "./pass.ts";
import type { AnyProjection, RecipeContext } from "./projection.ts";
import { Layout, type Row } from "./row.ts";
import { copyTree, freezeTree } from "./tree.ts";

export class OwnedRow implements KeyedRow {
  readonly key: string;
  layout: Layout;
  readonly documents: object[];
  /** By slot: the hand-out before which the document was last made the engine's own. */
  readonly owned: number[];
  touched = 0;

  constructor(key: string, { layout, documents }: Row) {
    this.key = key;
    this.layout = layout;
    this.documents = [...documents];
    this.owned = documents.map(() => 0);
  }
}

export class OwnedDocuments implements DocumentStore<OwnedRow> {
  readonly #initials: readonly object[];
  readonly #noDocuments: Row;
  readonly #rows = new Map<string, OwnedRow>();
  #handedOut: Documents;
  #touched: OwnedRow[] = [];
  #handOuts = 1;

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#noDocuments = { layout: Layout.empty(projections.length), documents: [] };
    this.#handedOut = documents;
  }

  row(key: string): OwnedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.row(key) === undefined ? undefined : this.newRow(key);
  }

  newRow(key: string): OwnedRow {
    const row = new OwnedRow(key, this.#handedOut.row(key) ?? this.#noDocuments);
    this.#rows.set(key, row);
    return row;
  }

  change(row: OwnedRow, place: number, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const slot = row.layout.slots[place] as number;
    const isOwned = slot >= 0 && row.owned[slot] === this.#handOuts;
    const document = isOwned ? row.documents[slot] : this.#own(row, place);
    return recipe(document as object, fact, context);
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    const changed: [string, Row][] = [];
    for (const { key, layout, documents, owned } of this.#touched) {
      for (let slot = 0; slot < owned.length; slot += 1)
        if (owned[slot] === this.#handOuts) freezeTree(documents[slot]);
      changed.push([key, { layout, documents: [...documents] }]);
    }
    this.#handedOut = this.#handedOut.with(changed);
    this.#touched = [];
    this.#handOuts += 1;
    return this.#handedOut;
  }

  #own(row: OwnedRow, place: number): object {
    let slot = row.layout.slots[place] as number;
    if (slot < 0) {
      slot = row.documents.length;
      row.layout = row.layout.with(place);
    }
    const document = copyTree(row.documents[slot] ?? (this.#initials[place] as object));
    row.documents[slot] = document;
    row.owned[slot] = this.#handOuts;
    if (row.touched !== this.#handOuts) {
      row.touched = this.#handOuts;
      this.#touched.push(row);
    }
    return document;
  }
}
