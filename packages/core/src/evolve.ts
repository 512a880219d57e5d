/** The pure step: the state after one more event, by immer alone. What the laws hold the engine against. */
import { createDraft, type Draft, finishDraft } from "immer";
import type { AmendedTick } from "./amendment.ts";
import { type ChangedRow, Row, spreadOut } from "./documents.ts";
import type { DocumentStore, KeyedRow } from "./focus.ts";
import { Pass } from "./pass.ts";
import type { Recorded } from "./recorded.ts";
import { State, type StateParts } from "./state.ts";
import { copyTree, freezeTree } from "./tree.ts";

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
class DraftedRow implements KeyedRow, ChangedRow {
  readonly key: string;
  readonly slot = -1;
  documents: readonly object[];
  isChanged = false;
  readonly #initials: readonly object[];

  constructor(key: string, documents: readonly object[], initials: readonly object[]) {
    this.key = key;
    this.documents = documents;
    this.#initials = initials;
  }

  kept(): Row {
    const places = [...this.documents.keys()].filter(
      (place) => this.documents[place] !== this.#initials[place],
    );
    return new Row(
      places,
      places.map((place) => this.documents[place] as object),
    );
  }
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
    const documents = spreadOut(this.#parts.documents.row(key), this.#initials);
    const row = new DraftedRow(key, documents, this.#initials);
    this.#rows.set(key, row);
    return row;
  }

  open(row: DraftedRow, place: number): object {
    return createDraft(row.documents[place] as object);
  }

  close(row: DraftedRow, place: number, draft: object): void {
    const after = finishDraft(draft as Draft<object>);
    // A fact has reached it, even if it changed nothing: from now on there is a document.
    const isUnchanged = after === this.#initials[place];
    row.documents = row.documents.with(place, isUnchanged ? frozenCopy(after) : after);
    row.isChanged = true;
  }

  /** The rows that a recipe has run on. */
  changed(): DraftedRow[] {
    return [...this.#rows.values()].filter(({ isChanged }) => isChanged);
  }
}

function frozenCopy<T>(tree: T): T {
  const copy = copyTree(tree);
  freezeTree(copy);
  return copy;
}
