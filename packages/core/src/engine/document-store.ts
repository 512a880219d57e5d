import type { Fact } from "../rule/fact.ts";

/**
 * The documents that a pass works on. All documents of a key are a row; the store numbers rows from 0. In a row each
 * document has the place of its projection.
 */
export interface DocumentStore {
  /** The row of a key; `NO_ROW` if no document has the key. Asking makes no row. */
  row(key: string): number;
  /** Makes a row for a key that has none. */
  newRow(key: string): number;
  /** The document at a place; the projection's `initial` if no fact has reached it. */
  document(row: number, place: number): object;
  /** The document at a place, for a recipe to change by a fact. */
  open(row: number, place: number, fact: Fact): object;
  /** Takes back an opened document when its recipe is done. */
  close(row: number, place: number, document: object): void;
  /** Has `onChange` called by the next `tellWatchers` of the document. Absent if answers of rules are not to be kept. */
  watch?(row: number, place: number, onChange: () => void): void;
  /** Calls those who watch a document, before a fact that came by key changes it; they then watch no longer. */
  tellWatchers?(row: number, place: number): void;
  /** Raised when documents must be opened again before they are changed. */
  readonly epoch: number;
}

/** Stands for the row of a key without documents. */
export const NO_ROW = -1;
