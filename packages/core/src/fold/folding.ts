/**
 * A fold under way, and the fold of a whole tape. Live and at full speed the engine is the same; they differ only in how
 * often documents are handed out.
 */
import { isAmendment } from "../tape/amendments.ts";
import { Foresight, Interruption } from "./foresight.ts";
import {
  type AmendableEvents,
  type AnyProjection,
  gateOf,
  type Read,
  type Rules,
} from "../rule/projection.ts";
import { MarketError } from "../errors.ts";
import type { MarketEvent } from "../tape/event.ts";
import type { Instant } from "../exact/instant.ts";
import { OwnedDocuments } from "../engine/owned-documents.ts";
import { Pass } from "../engine/pass.ts";
import type { Recorded } from "../tape/recorded.ts";
import { State, type StoppedProjection } from "../state/state.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** Options of a fold. */
export interface FoldOptions {
  /** The state to go on from; it must have been folded by the same rules. */
  readonly from?: State;
  /** Amendments, refusals and stops known beforehand; none if absent. */
  readonly foresight?: Foresight;
  /** True if the log leaves events out: positions rise, but not by one. */
  readonly isSparse?: boolean;
  /** Called with each event that the gate refuses, and the code. */
  readonly onRefused?: (refused: Recorded, code: string) => void;
}

/** A fold under way. After an error or an interruption its documents must not be used: begin a new fold. */
export class Fold {
  readonly projections: readonly AnyProjection[];
  /**
   * The document of a projection at a key as it is now, its `initial` if no fact has reached it: frozen, and never
   * changed by later events. It costs the one document; a state costs all documents that have changed.
   *
   * @throws MarketError `PROJECTION_INVALID` for a projection that is not folded.
   */
  readonly read: Read;
  #position: number;
  /** The event folded last; undefined before the first of this fold. */
  #last: MarketEvent | undefined;
  #state: State;
  readonly #documents: OwnedDocuments;
  readonly #pass: Pass;
  readonly #foresight: Foresight;
  readonly #openedAt: AmendableEvents["openedAt"] | undefined;
  readonly #stops: readonly StoppedProjection[];
  readonly #isSparse: boolean;
  readonly #onRefused: FoldOptions["onRefused"];

  constructor(rules: Rules, options: FoldOptions = {}) {
    const { from, foresight = new Foresight(), isSparse = false, onRefused } = options;
    this.#state = from ?? State.initial(rules);
    this.projections = this.#state.projections;
    this.#position = this.#state.position;
    this.#foresight = foresight;
    this.#openedAt = gateOf(this.projections)?.definition.amendable?.openedAt;
    this.#stops = stopsOf(this.#state, foresight.stops);
    this.#isSparse = isSparse;
    this.#onRefused = onRefused;
    const parts = this.#state.parts();
    this.#documents = new OwnedDocuments(this.projections, parts.documents);
    this.read = this.#documents.show;
    this.#pass = new Pass({ ...parts, stopped: this.#stops }, this.#documents);
  }

  /** Position of the last folded event; 0 before the first. */
  get position(): number {
    return this.#position;
  }

  /** Instant of the last folded event; null before the first. */
  get at(): Instant | null {
    return this.#last?.at ?? this.#state.at;
  }

  /** The projections that have stopped so far. */
  get stopped(): readonly StoppedProjection[] {
    const stopped = this.#stops.filter(({ position }) => position <= this.#position);
    freezeTree(stopped);
    return stopped;
  }

  /** The options with which another fold of the same events gives the same result. */
  get known(): Required<Pick<FoldOptions, "foresight" | "isSparse">> {
    return { foresight: this.#foresight, isSparse: this.#isSparse };
  }

  /**
   * Folds events that follow each other; gives an interruption if one of them needs something not known beforehand.
   *
   * @throws MarketError `POSITION_GAP`; `RECIPE_THREW` and `RECIPE_RETURNED`, naming rule and event.
   */
  add(batch: readonly Recorded[]): Interruption | undefined {
    const foresight = this.#foresight;
    for (const recorded of batch) {
      const { position, event } = recorded;
      const follows = this.#isSparse ? position > this.#position : position === this.#position + 1;
      if (!follows) throw gap(this.#position + 1, position);
      const said = foresight.mentions(event) ? foresight.meet(recorded, this.#opened(event)) : undefined;
      if (said instanceof Interruption) return said;
      const isAmending = event.type !== "PriceTicked" && isAmendment(event);
      if (isAmending && position > foresight.upTo) return new Interruption(recorded);
      const code = this.#pass.run(recorded, said);
      if (code !== null) {
        if (isAmending && !foresight.refuse({ position, event })) return new Interruption(recorded);
        this.#onRefused?.(recorded, code);
      }
      this.#position = position;
      this.#last = event;
    }
    this.#pass.settle();
    return undefined;
  }

  /** Position at which a tick's session opened; 0 for other events. */
  #opened(event: MarketEvent): number {
    if (event.type !== "PriceTicked") return 0;
    return this.#openedAt?.(event, this.#pass.read) ?? 0;
  }

  /** The state now: immutable, and never changed by later events. */
  get state(): State {
    const { projections, position, at, stopped } = this;
    if (this.#state.position !== position) {
      const documents = this.#documents.handOut();
      const { counts } = this.#pass;
      this.#state = new State({ projections, documents, position, at, counts, stopped });
    }
    return this.#state;
  }
}

/** Folds events held in memory, again from the start whenever foresight has learned something. */
export function foldAll(rules: Rules, events: readonly Recorded[], options: FoldOptions = {}): Fold {
  const { foresight = new Foresight() } = options;
  foresight.note(events);
  for (;;) {
    const fold = new Fold(rules, { ...options, foresight });
    if (foresight.goesOn(fold, events)) return fold;
  }
}

/** The stops of a state and those of foresight, in order of position; a stop that the state knows is not repeated. */
function stopsOf({ stopped }: State, told: readonly StoppedProjection[]): readonly StoppedProjection[] {
  const isKnown = ({ projection, position }: StoppedProjection): boolean =>
    stopped.some(
      (one) => one.projection === projection && (one.until === undefined || one.position === position),
    );
  return [...stopped, ...told.filter((stop) => !isKnown(stop))].sort((a, b) => a.position - b.position);
}

function gap(expected: number, actual: number): MarketError {
  const message = `position ${actual} where ${expected} should follow; give events in order and without gaps`;
  return new MarketError("POSITION_GAP", message, { expected, actual });
}
