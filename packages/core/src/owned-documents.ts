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

/** No row has this key: it is no string. */
const nowhere = {
  key: undefined as unknown as string,
  documents: [],
  owned: [],
  touched: 0,
} satisfies OwnedRow;

export class OwnedDocuments implements DocumentStore {
  readonly #initials: readonly object[];
  readonly #rows = new Map<string, OwnedRow>();
  /** The row found last, and the one found last for each projection: an event is about few keys, each asked for often. */
  #recent: OwnedRow = nowhere;
  readonly #lasts: OwnedRow[];
  #handedOut: Documents;
  #touched: OwnedRow[] = [];
  #handOuts = 1;

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#lasts = projections.map(() => nowhere);
    this.#handedOut = documents;
  }

  read(place: number, key: string): object | undefined {
    return this.#find(place, key)?.documents[place];
  }

  change(place: number, key: string, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const row = this.#find(place, key) ?? this.#newRow(key);
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

  /** The row of a key; undefined where no document has it, so that asking for what isn't there leaves no trace. */
  #find(place: number, key: string): OwnedRow | undefined {
    if (this.#recent.key === key) return this.#recent;
    const last = this.#lasts[place] as OwnedRow;
    if (last.key === key) return last;
    let row = this.#rows.get(key);
    if (row === undefined) {
      if (this.#handedOut.row(key) === undefined) return undefined;
      row = this.#newRow(key);
    }
    this.#recent = row;
    this.#lasts[place] = row;
    return row;
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
