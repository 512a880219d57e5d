/** Counts: how many events a gate let pass, and how many it refused by code. Without a gate all pass. */
import { freezeTree } from "../plain/plain-value.ts";

export interface Counts {
  readonly accepted: number;
  /** By code, in the order of the first of each; a code that refused none is absent. */
  readonly rejected: Readonly<Record<string, number>>;
}

export const NOTHING_COUNTED: Counts = { accepted: 0, rejected: {} };

/** Counts events on from some counts, which it does not change. */
export class Counting {
  #accepted: number;
  readonly #rejected: Map<string, number>;

  constructor({ accepted, rejected }: Counts) {
    this.#accepted = accepted;
    this.#rejected = new Map(Object.entries(rejected));
  }

  /** Counts an event: refused with a code, accepted with null. */
  add(code: string | null): void {
    if (code === null) this.#accepted += 1;
    else this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1);
  }

  get counts(): Counts {
    const counts = { accepted: this.#accepted, rejected: Object.fromEntries(this.#rejected) };
    freezeTree(counts);
    return counts;
  }
}
