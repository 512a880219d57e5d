/** The pure step: the state after one more event, by immer alone. The laws compare the engine with it. */
import { createDraft, type Draft, finishDraft } from "immer";
import type { Amended } from "../tape/amendments.ts";
import { type ChangedRow, Row, spreadOut } from "../state/documents.ts";
import { type DocumentStore, NO_ROW } from "../engine/document-store.ts";
import { Pass } from "../engine/pass.ts";
import type { Recorded } from "../tape/recorded.ts";
import { State, type StateParts } from "../state/state.ts";
import { copyTree, freezeTree } from "../plain/plain-value.ts";

/**
 * The state after `recorded`, whose position must follow the state's. `amended` holds the amendments of this event
 * found elsewhere on the tape; undefined if there are none.
 *
 * @throws MarketError `RECIPE_THREW` or `RECIPE_RETURNED`; the given state is never changed.
 */
export function evolve(state: State, recorded: Recorded, amended?: Amended): State {
  const parts = state.parts();
  const store = new DraftedDocuments(parts);
  const pass = new Pass(parts, store);
  pass.run(recorded, amended);
  const documents = parts.documents.with(store.changed());
  return new State({
    ...parts,
    documents,
    counts: pass.counts,
    position: recorded.position,
    at: recorded.event.at,
  });
}

/** A row that the event reads or changes, with its draft. */
interface DraftedRow {
  readonly key: string;
  documents: readonly object[];
  isChanged: boolean;
}

class DraftedDocuments implements DocumentStore {
  /** Never equal to itself, for each opening gives a new draft. */
  readonly epoch = NaN;
  readonly #numbers = new Map<string, number>();
  readonly #rows: DraftedRow[] = [];
  readonly #parts: StateParts;
  readonly #initials: readonly object[];

  constructor(parts: StateParts) {
    this.#parts = parts;
    this.#initials = parts.projections.map(({ definition }) => definition.initial as object);
  }

  row(key: string): number {
    const row = this.#numbers.get(key);
    if (row !== undefined) return row;
    return this.#parts.documents.row(key) === undefined ? NO_ROW : this.newRow(key);
  }

  newRow(key: string): number {
    const documents = spreadOut(this.#parts.documents.row(key), this.#initials);
    const row = this.#rows.push({ key, documents, isChanged: false }) - 1;
    this.#numbers.set(key, row);
    return row;
  }

  document(row: number, place: number): object {
    return this.#at(row).documents[place] as object;
  }

  open(row: number, place: number): object {
    return createDraft(this.document(row, place));
  }

  close(row: number, place: number, draft: object): void {
    const drafted = this.#at(row);
    const after = finishDraft(draft as Draft<object>);
    // A document exists from its first fact on, even if that changes nothing.
    const isUnchanged = after === this.#initials[place];
    drafted.documents = drafted.documents.with(place, isUnchanged ? frozenCopy(after) : after);
    drafted.isChanged = true;
  }

  /** The rows that a recipe ran on. */
  changed(): ChangedRow[] {
    const changed = this.#rows.filter(({ isChanged }) => isChanged);
    const forms = this.#parts.projections.map(({ form }) => form);
    return changed.map(({ key, documents }) => {
      const places = [...documents.keys()].filter((place) => documents[place] !== this.#initials[place]);
      const kept = places.map((place) => documents[place] as object);
      return { key, slot: -1, row: new Row(places, kept, forms) };
    });
  }

  #at(row: number): DraftedRow {
    return this.#rows[row] as DraftedRow;
  }
}

function frozenCopy<T>(tree: T): T {
  const copy = copyTree(tree);
  freezeTree(copy);
  return copy;
}
