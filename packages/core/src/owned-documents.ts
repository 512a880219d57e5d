/** Documents the engine owns: changed in place, frozen when handed out, copied at the next touch. */
import type { Documents, Row } from "./documents.ts";
import type { Fact } from "./fact.ts";
import type { DocumentStore, Recipe } from "./pass.ts";
import type { AnyProjection, RecipeContext } from "./projection.ts";
import { copyTree, freezeTree } from "./tree.ts";

/** The documents of one key as the engine holds them. */
interface OwnedRow {
  readonly key: string;
  readonly documents: (object | undefined)[];
  /** The hand-out before which each document was last made the engine's own. */
  readonly owned: number[];
  touched: number;
}

export class OwnedDocuments implements DocumentStore {
  readonly #initials: readonly object[];
  readonly #rows = new Map<string, OwnedRow>();
  /** The rows asked for last: one event is about few keys, each asked for many times. */
  #recent: OwnedRow | undefined;
  #former: OwnedRow | undefined;
  #handedOut: Documents;
  #touched: OwnedRow[] = [];
  #handOuts = 1;

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#handedOut = documents;
  }

  read(place: number, key: string): object | undefined {
    return this.#row(key).documents[place];
  }

  change(place: number, key: string, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const row = this.#row(key);
    if (row.owned[place] !== this.#handOuts) this.#own(row, place);
    return recipe(row.documents[place] as object, fact, context);
  }

  /** The documents as they are now; from here on these objects never change. */
  handOut(): Documents {
    const changed: [string, Row][] = [];
    for (const row of this.#touched) {
      row.documents.forEach((document, place) => {
        if (row.owned[place] === this.#handOuts) freezeTree(document);
      });
      changed.push([row.key, Object.freeze([...row.documents])]);
    }
    this.#handedOut = this.#handedOut.with(changed);
    this.#touched = [];
    this.#handOuts += 1;
    return this.#handedOut;
  }

  #row(key: string): OwnedRow {
    const recent = this.#recent;
    if (recent !== undefined && recent.key === key) return recent;
    const former = this.#former;
    this.#former = recent;
    if (former !== undefined && former.key === key) this.#recent = former;
    else this.#recent = this.#rows.get(key) ?? this.#newRow(key);
    return this.#recent;
  }

  #newRow(key: string): OwnedRow {
    const documents = this.#handedOut.row(key) ?? this.#initials.map(() => undefined);
    const row: OwnedRow = { key, documents: [...documents], owned: this.#initials.map(() => 0), touched: 0 };
    this.#rows.set(key, row);
    return row;
  }

  #own(row: OwnedRow, place: number): void {
    row.documents[place] = copyTree(row.documents[place] ?? (this.#initials[place] as object));
    row.owned[place] = this.#handOuts;
    if (row.touched === this.#handOuts) return;
    row.touched = this.#handOuts;
    this.#touched.push(row);
  }
}
