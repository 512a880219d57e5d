/** The fold of one part of a tape: of the events that all parts share, and of the ticks of some markets. */
import { Fold, Foresight, isAmendment, type PackedState, type Recorded, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";

/** The rules of every part. */
export const partRules = State.initial(marketRules).projections;

/** The outcome of a part, with what shows whether parts belong together. */
export interface FoldedPart<S = State> {
  readonly state: S;
  /** Names of the amended events that this part met. */
  readonly met: readonly string[];
  /** Positions of the refused events but ticks and amendments, which every part must judge alike. */
  readonly refused: readonly number[];
  /** Codes of refused events with the position of the first of each. */
  readonly codes: ReadonlyMap<string, number>;
}

/** A part as it is kept, to go on from. */
export interface PackedPart extends FoldedPart<PackedState> {
  /** Position of its last event. */
  readonly position: number;
}

/** A fold of a part under way. */
export class PartFold {
  #from: FoldedPart | undefined;
  readonly #foresight = new Foresight();
  #fold: Fold;
  #isWhole = true;
  #refused: number[] = [];
  #codes = new Map<string, number>();

  /** From a state of the same part on, if one is given. */
  constructor(from?: PackedPart) {
    this.#from = from && { ...from, state: State.unpack(from.state, partRules) };
    this.#fold = this.#begin();
  }

  /** The next events of the part, in order. */
  add(batch: readonly Recorded[]): void {
    this.#isWhole &&= this.#foresight.goesOn(this.#fold, batch);
    // The rest is noted, so that the next reading is the last.
    if (!this.#isWhole) this.#foresight.note(batch);
  }

  /** The outcome so far; undefined if all must be given once more. */
  get folded(): FoldedPart | undefined {
    if (!this.#isWhole) return undefined;
    const { met } = this.#foresight;
    return { state: this.#fold.state, met, refused: [...this.#refused], codes: new Map(this.#codes) };
  }

  /** The outcome so far, as it is kept; undefined if all must be given once more. */
  get packed(): PackedPart | undefined {
    const { folded } = this;
    return folded && { ...folded, state: folded.state.pack(), position: folded.state.position };
  }

  /** Begins again at the first event, with all that is known by now. */
  again(): void {
    this.#from = undefined;
    this.#isWhole = true;
    this.#fold = this.#begin();
  }

  #begin(): Fold {
    const from = this.#from;
    this.#refused = [...(from?.refused ?? [])];
    this.#codes = new Map(from?.codes);
    return new Fold(partRules, {
      isSparse: true,
      foresight: this.#foresight,
      ...(from !== undefined && { from: from.state }),
      onRefused: ({ position, event }, code) => {
        if (!this.#codes.has(code)) this.#codes.set(code, position);
        if (event.type !== "PriceTicked" && !isAmendment(event)) this.#refused.push(position);
      },
    });
  }
}
