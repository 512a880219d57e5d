/**
 * Columns of time for values kept for display, however long it goes on: once they are too many, each two
 * become one of twice the width. Empty columns are left out.
 */
import type { Instant } from "@tapefold/core";

export interface TimeColumns<C extends Column> {
  /** Start of column 0. */
  from: Instant;
  /** Width of a column in microseconds. */
  width: number;
  /** In order of time. */
  columns: C[];
}

export interface Column {
  /** Place of the column, from 0. */
  column: number;
}

/** Most columns that are kept. */
export const COLUMNS_MAX = 256;

/** Puts an event of an instant into its column: a new one, or joined to what that column has. */
export function addColumn<C extends Column>(
  to: TimeColumns<C>,
  at: Instant,
  value: C,
  join: (earlier: C, later: C) => void,
): void {
  while (at - to.from >= to.width * COLUMNS_MAX) widen(to, join);
  value.column = Math.max(0, Math.floor((at - to.from) / to.width));
  const place = to.columns.findLastIndex(({ column }) => column <= value.column);
  const before = to.columns[place];
  if (before?.column === value.column) join(before, value);
  else to.columns.splice(place + 1, 0, value);
}

/** The instant in the middle of a column. */
export function middleOf({ from, width }: TimeColumns<Column>, column: number): Instant {
  return from + (column + 0.5) * width;
}

/** A limited number of columns, made of those that follow each other. */
export function coarser<C extends Column>(
  columns: readonly C[],
  columnsMax: number,
  join: (earlier: C, later: C) => void,
): C[] {
  const size = Math.ceil(columns.length / columnsMax);
  const joined: C[] = [];
  columns.forEach((column, at) => {
    const last = joined.at(-1);
    if (at % size === 0 || last === undefined) joined.push({ ...column });
    else join(last, column);
  });
  return joined;
}

function widen<C extends Column>(known: TimeColumns<C>, join: (earlier: C, later: C) => void): void {
  known.width *= 2;
  const joined: C[] = [];
  for (const one of known.columns) {
    one.column = Math.floor(one.column / 2);
    const last = joined.at(-1);
    if (last?.column === one.column) join(last, one);
    else joined.push(one);
  }
  known.columns = joined;
}
