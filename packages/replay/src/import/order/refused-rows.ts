/** Counts the rows that are not taken, by code. */
import type { RejectCode } from "../read/reading.ts";
import type { Row } from "../read/row.ts";
import type { Reject } from "./entry.ts";

export class RefusedRows {
  /** The first of them; undefined if there is none. */
  first: Row | undefined;
  readonly #counts = new Map<RejectCode, number>();
  readonly #tell: Reject | undefined;

  constructor(tell: Reject | undefined) {
    this.#tell = tell;
  }

  /** The numbers of rows, the code that came first standing first. */
  get counts(): ReadonlyMap<RejectCode, number> {
    return this.#counts;
  }

  readonly add: Reject = (file, row, code) => {
    this.first ??= row;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#tell?.(file, row, code);
  };
}
