/** Owed: the work that recipes have put off until an event other than a tick comes. */
import type { Route } from "../rule/route.ts";
import type { Handler } from "./handler.ts";

/** A document to be settled. */
export interface Debt {
  readonly handler: Handler;
  readonly route: Route;
  position: number;
  at: number;
}

export class Owed {
  /** False if a rule may look at any document at any tick. */
  isAllowed = false;
  #debts: Debt[] = [];
  /** The debt of each row, at most one. */
  readonly #byRow: (Debt | undefined)[] = [];

  /** Puts off the settling of a document; false if it can't be put off. */
  add(handler: Handler, route: Route, position: number, at: number): boolean {
    const debt = this.#byRow[route.row];
    if (debt?.handler === handler) {
      debt.position = position;
      debt.at = at;
      return true;
    }
    if (!this.isAllowed || debt !== undefined) return false;
    const owed = { handler, route, position, at };
    this.#debts.push(owed);
    // Filled up, since an array with gaps is looked up slowly.
    while (this.#byRow.length < route.row) this.#byRow.push(undefined);
    this.#byRow[route.row] = owed;
    return true;
  }

  get isEmpty(): boolean {
    return this.#debts.length === 0;
  }

  /** Gives all debts and forgets them. */
  take(): readonly Debt[] {
    const debts = this.#debts;
    this.#debts = [];
    for (const { route } of debts) this.#byRow[route.row] = undefined;
    return debts;
  }

  /**
   * True if a document of a row must be settled before it is read.
   *
   * @throws Error if another recipe than the one that put it off reads it, since it is then too late.
   */
  isDue(row: number, reader: Handler | undefined): boolean {
    const debt = this.#byRow[row];
    if (debt === undefined || debt.handler === reader) return false;
    if (reader === undefined) return true;
    const { name } = debt.handler.projection.definition;
    throw new Error(
      `reads at ${debt.route.key} what ${name} has put off; let it hear ticks by key, not by routes`,
    );
  }
}
