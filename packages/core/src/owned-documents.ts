/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import type { Documents, HandedOutRow } from "./documents.ts";
import type { Fact } from "./fact.ts";
import { type DocumentStore, type Recipe, Row } from "./pass.ts";
import type { AnyProjection, RecipeContext } from "./projection.ts";
import { copyTree, freezeTree } from "./tree.ts";

export class OwnedRow extends Row {
  /** The hand-out before which each document was last made the engine's own. */
  readonly owned: number[];
  touched = 0;

  constructor(key: string, documents: object[]) {
    super(key, documents);
    this.owned = documents.map(() => 0);
  }
}

export class OwnedDocuments implements DocumentStore<OwnedRow> {
  readonly #initials: readonly object[];
  readonly #rows = new Map<string, OwnedRow>();
  #handedOut: Documents;
  #touched: OwnedRow[] = [];
  #handOuts = 1;

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#handedOut = documents;
  }

  row(key: string): OwnedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.row(key) === undefined ? undefined : this.newRow(key);
  }

  newRow(key: string): OwnedRow {
    const before = this.#handedOut.row(key);
    const row = new OwnedRow(
      key,
      this.#initials.map((initial, place) => before?.[place] ?? initial),
    );
    this.#rows.set(key, row);
    return row;
  }

  change(row: OwnedRow, place: number, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    if (row.owned[place] !== this.#handOuts) this.#own(row, place);
    return recipe(row.documents[place] as object, fact, context);
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    const changed: [string, HandedOutRow][] = [];
    for (const { key, documents, owned } of this.#touched) {
      const row = documents.map((document, place) => {
        if (owned[place] === this.#handOuts) freezeTree(document);
        return document === this.#initials[place] ? undefined : document;
      });
      changed.push([key, row]);
    }
    this.#handedOut = this.#handedOut.with(changed);
    this.#touched = [];
    this.#handOuts += 1;
    return this.#handedOut;
  }

  #own(row: OwnedRow, place: number): void {
    row.documents[place] = copyTree(row.documents[place] as object);
    row.owned[place] = this.#handOuts;
    if (row.touched === this.#handOuts) return;
    row.touched = this.#handOuts;
    this.#touched.push(row);
  }
}
