/** The fields of one line, and the number of that line in the file, from 1. */
export interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}
