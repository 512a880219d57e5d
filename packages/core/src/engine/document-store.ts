import type { Fact } from "../rule/fact.ts";

/**
 * Documents as a pass uses them. All documents of a key are a row, told by a number from 0 on, the same throughout;
 * within it each has the place of its projection.
 */
export interface DocumentStore {
  /** The row of a key; `NO_ROW` where no document has it, so that asking for what isn't there leaves no trace. */
  row(key: string): number;
  /** The row of a key that has none, to be changed. */
  newRow(key: string): number;
  /** The document there; the projection's `initial` where no fact has reached it. */
  document(row: number, place: number): object;
  /** The document there, for a recipe to change by a fact. */
  open(row: number, place: number, fact: Fact): object;
  /** Takes back what a recipe has changed. */
  close(row: number, place: number, document: object): void;
  /** Has `onChange` called, once, by `tellWatchers`. Absent if no rule's answer is to be kept. */
  watch?(row: number, place: number, onChange: () => void): void;
  tellWatchers?(row: number, place: number): void;
  /** Raised whenever an opened document may be another, or must not be changed any more without being opened again. */
  readonly epoch: number;
}

export const NO_ROW = -1;
