import { Fold, type ReadableLog, type Recorded, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import { foldTo, keptBefore } from "../fold/state-at.ts";
import { upTo } from "../tape/as-of.ts";
import { isIndexed } from "../tape/tape-index.ts";

const rules = State.initial(marketRules).projections;

/** A fold that moves along its tape, forward and back, and shows at every moment what was known by then. */
export class TapeFold {
  readonly #log: ReadableLog;
  #fold: Fold;

  constructor(log: ReadableLog) {
    this.#log = log;
    this.#fold = new Fold(marketRules, { isSparse: log.sparse !== undefined });
  }

  /** The state as of the last event. */
  get state(): State {
    return this.#fold.state;
  }

  get position(): number {
    return this.#fold.position;
  }

  /** Goes on, or begins again if an event amends an earlier one, or a rule throws. */
  async add(events: readonly Recorded[]): Promise<void> {
    try {
      if (this.#fold.add(events) === undefined) return;
    } catch {
      // A throwing rule is stopped by the fold below; any other fault comes up again there.
    }
    await this.#begin(events.at(-1)?.position ?? 0);
  }

  /** Goes to a position of the tape, forward or back. */
  async goTo(position: number): Promise<void> {
    if (position < this.position) return this.#begin(position);
    if (position === this.position) return;
    for await (const batch of upTo(this.#log, position).read({ from: this.position + 1 }))
      await this.add(batch);
  }

  async #begin(position: number): Promise<void> {
    const isSparse = this.#log.sparse !== undefined;
    const index = isIndexed(this.#log) ? await this.#log.index() : undefined;
    const { state, known } =
      index === undefined || position === 0
        ? await foldTape(upTo(this.#log, position))
        : await foldTo(index, position, rules, keptBefore(index, rules, position));
    this.#fold = new Fold(marketRules, { ...known, from: state, isSparse });
  }
}
