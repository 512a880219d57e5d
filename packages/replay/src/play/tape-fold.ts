import { type AnyProjection, Fold, type ReadableLog, type Recorded, type Rules, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import { foldTo } from "../fold/fold-to.ts";
import { rulesId, snapshotsBefore } from "../fold/loaded-snapshot.ts";
import { upTo } from "../tape/as-of.ts";
import { isIndexed } from "../tape/tape-index.ts";

type FoldOptions = NonNullable<ConstructorParameters<typeof Fold>[1]>;

/** Options of a tape's fold. */
interface TapeFoldOptions extends Pick<FoldOptions, "foresight" | "onRefused"> {
  /** The market's rules if absent. */
  readonly projections?: Rules;
}

/** From this many events on, a snapshot on the way is worth looking for. */
const FAR_EVENTS = 10_000;

/** A fold that moves along its tape, forward and back, and shows at every moment what was known by then. */
export class TapeFold {
  readonly #log: ReadableLog;
  readonly #rules: readonly AnyProjection[];
  readonly #onRefused: Pick<FoldOptions, "onRefused">;
  #fold: Fold;

  constructor(log: ReadableLog, { projections = marketRules, foresight, onRefused }: TapeFoldOptions = {}) {
    this.#log = log;
    this.#rules = State.initial(projections).projections;
    this.#onRefused = onRefused === undefined ? {} : { onRefused };
    this.#fold = new Fold(this.#rules, {
      isSparse: log.sparse !== undefined,
      ...(foresight === undefined ? {} : { foresight }),
      ...this.#onRefused,
    });
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
    if (position - this.position > FAR_EVENTS && (await this.#hasSnapshotUpTo(position)))
      return this.#begin(position);
    for await (const batch of upTo(this.#log, position).read({ from: this.position + 1 }))
      await this.add(batch);
  }

  /** True if there is a snapshot between here and a later position. */
  async #hasSnapshotUpTo(position: number): Promise<boolean> {
    const index = isIndexed(this.#log) ? await this.#log.index() : undefined;
    const [latest = 0] = index?.snapshotsOf(rulesId(this.#rules), position) ?? [];
    return latest > this.position;
  }

  async #begin(position: number): Promise<void> {
    const isSparse = this.#log.sparse !== undefined;
    const index = isIndexed(this.#log) ? await this.#log.index() : undefined;
    const { state, known } =
      index === undefined || position === 0
        ? await foldTape(upTo(this.#log, position), { projections: this.#rules })
        : await foldTo(index, position, this.#rules, snapshotsBefore(index, this.#rules, position));
    this.#fold = new Fold(this.#rules, { ...known, from: state, isSparse, ...this.#onRefused });
  }
}
