/** The pure step: the state after one more event, by immer alone. What the laws hold the engine against. */
import { produce } from "immer";
import type { AmendedTick } from "./amendment.ts";
import type { Fact } from "./fact.ts";
import { type DocumentStore, type KeyedRow, Pass, type Recipe } from "./pass.ts";
import type { RecipeContext } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { documentOf, Layout, type Row } from "./row.ts";
import { State, type StateParts } from "./state.ts";

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

/** Every row there is, with what the event makes of it. */
interface DraftedRow extends KeyedRow {
  layout: Layout;
  documents: readonly object[];
  isChanged: boolean;
}

class DraftedDocuments implements DocumentStore<DraftedRow> {
  readonly #rows = new Map<string, DraftedRow>();
  readonly #parts: StateParts;

  constructor(parts: StateParts) {
    this.#parts = parts;
  }

  row(key: string): DraftedRow | undefined {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#parts.documents.row(key) === undefined ? undefined : this.newRow(key);
  }

  newRow(key: string): DraftedRow {
    const { documents, projections } = this.#parts;
    const { layout, documents: before } = documents.row(key) ?? {
      layout: Layout.empty(projections.length),
      documents: [],
    };
    const row = { key, layout, documents: before, isChanged: false };
    this.#rows.set(key, row);
    return row;
  }

  change(row: DraftedRow, place: number, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const before = documentOf(row, place) ?? (this.#parts.projections[place]?.definition.initial as object);
    let returned: unknown;
    const after = produce(before, (draft) => {
      returned = recipe(draft, fact, context);
    });
    const slot = row.layout.slots[place] as number;
    if (slot < 0) row.layout = row.layout.with(place);
    row.documents = slot < 0 ? [...row.documents, after] : row.documents.with(slot, after);
    row.isChanged = true;
    return returned;
  }

  /** The rows that a recipe has run on. */
  *changed(): Generator<readonly [string, Row]> {
    for (const { key, layout, documents, isChanged } of this.#rows.values())
      if (isChanged) yield [key, { layout, documents }];
  }
}
