/** The pure step: the state after one more event, by immer alone. What the laws hold the engine against. */
import { produce } from "immer";
import type { AmendedTick } from "./amendment.ts";
import type { Fact } from "./fact.ts";
import type { HandedOutRow } from "./documents.ts";
import { type DocumentStore, Pass, type Recipe, Row } from "./pass.ts";
import type { RecipeContext } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { State, type StateParts } from "./state.ts";
import { copyTree } from "./tree.ts";

/**
 * The state after `recorded`, whose position must follow the state's. `amended` is what the tape says of this tick
 * elsewhere, if anything.
 *
 * @throws MarketError `RECIPE_THREW` or `RECIPE_RETURNED`; the given state is never changed.
 */
export function evolve(state: State, recorded: Recorded, amended?: AmendedTick): State {
  const parts = state.parts();
  const store = new DraftedDocuments(parts);
  new Pass(parts.projections, store, parts.stopped).run(recorded, amended);
  const documents = parts.documents.with(store.changed());
  return new State({ ...parts, documents, position: recorded.position, at: recorded.event.at });
}

class DraftedRow extends Row {
  isChanged = false;
}

class DraftedDocuments implements DocumentStore<DraftedRow> {
  readonly #rows = new Map<string, DraftedRow>();
  readonly #parts: StateParts;
  readonly #initials: readonly object[];

  constructor(parts: StateParts) {
    this.#parts = parts;
    this.#initials = parts.projections.map(({ definition }) => definition.initial as object);
  }

  row(key: string): DraftedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#parts.documents.row(key) === undefined ? undefined : this.newRow(key);
  }

  newRow(key: string): DraftedRow {
    const before = this.#parts.documents.row(key);
    const row = new DraftedRow(
      key,
      this.#initials.map((initial, place) => before?.[place] ?? initial),
    );
    this.#rows.set(key, row);
    return row;
  }

  change(row: DraftedRow, place: number, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const document = row.documents[place] as object;
    let returned: unknown;
    // A document that a fact has reached is there, though it may still be as it began.
    row.documents[place] = produce(
      document === this.#initials[place] ? copyTree(document) : document,
      (draft) => {
        returned = recipe(draft, fact, context);
      },
    );
    row.isChanged = true;
    return returned;
  }

  *changed(): Generator<readonly [string, HandedOutRow]> {
    for (const { key, documents, isChanged } of this.#rows.values()) {
      if (isChanged)
        yield [
          key,
          documents.map((document, place) => (document === this.#initials[place] ? undefined : document)),
        ];
    }
  }
}
