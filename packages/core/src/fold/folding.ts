/**
 * The engine of a fold: runs each recipe in place on documents it owns; whatever it has handed out is frozen, and
 * copied at its next touch. Live or at full speed it is the same engine: they differ only in how often something
 * is handed out.
 */
import { type Amendments, amendmentsOf, isAmendment } from "../tape/amendments.ts";
import { MarketError } from "../errors.ts";
import type { MarketEvent } from "../tape/event.ts";
import type { Instant } from "../exact/instant.ts";
import { OwnedDocuments } from "../engine/owned-documents.ts";
import { Pass } from "../engine/pass.ts";
import type { AnyProjection, Projection, Rules } from "../rule/projection.ts";
import { orderRules, placeIn, type Places, placesOf } from "../rule/rule-order.ts";
import type { Recorded } from "../tape/recorded.ts";
import { State, type StoppedProjection } from "../state/state.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** What a fold knows beforehand. */
export interface FoldOptions {
  /** The state to go on from; it must have been folded by the same projections. */
  readonly from?: State;
  /** What the tape says of ticks, as far as it is known. */
  readonly amendments?: KnownAmendments;
  /** Some events are left out of what is folded: positions rise, but not by one. */
  readonly isSparse?: boolean;
  /** Projections that throw, each at its position; from there on they and what needs them stand still. */
  readonly stops?: readonly StoppedProjection[];
  /** Told the position of each event that the gate refused, unless an amendment may be why. */
  readonly onRefused?: (position: number) => void;
}

/** The amendments on the tape up to a position; `refused` ones, by position, count for nothing. */
export interface KnownAmendments {
  readonly upTo: number;
  readonly ticks: Amendments;
  readonly refused: ReadonlySet<number>;
}

const NO_AMENDMENTS: KnownAmendments = { upTo: 0, ticks: new Map(), refused: new Set() };

/** Why a fold could not go on past an event, and what it must know to begin again. */
export type FoldHalt =
  | { readonly reason: "amendment-unforeseen"; readonly position: number }
  | { readonly reason: "amendment-refused"; readonly position: number };

/** A fold under way. After an error or a halt its documents are not to be used: begin a new one. */
export class Fold {
  readonly projections: readonly AnyProjection[];
  #position: number;
  /** The event folded last; undefined before the first of this fold. */
  #last: MarketEvent | undefined;
  #state: State;
  readonly #places: Places;
  readonly #documents: OwnedDocuments;
  readonly #pass: Pass;
  readonly #amendments: KnownAmendments;
  readonly #stops: readonly StoppedProjection[];
  readonly #isSparse: boolean;
  readonly #onRefused: FoldOptions["onRefused"];

  constructor(rules: Rules, options: FoldOptions = {}) {
    this.projections = options.from?.projections ?? orderRules(rules);
    this.#state = options.from ?? State.initial(this.projections);
    this.#position = this.#state.position;
    this.#amendments = options.amendments ?? NO_AMENDMENTS;
    this.#stops = stopsOf(this.#state, options.stops ?? []);
    this.#isSparse = options.isSparse ?? false;
    this.#onRefused = options.onRefused;
    this.#places = placesOf(this.projections);
    this.#documents = new OwnedDocuments(this.projections, this.#state.parts().documents);
    this.#pass = new Pass(this.projections, this.#documents, this.#stops);
  }

  /** Position of the last folded event; 0 before the first. */
  get position(): number {
    return this.#position;
  }

  /** That event's instant; null before the first. */
  get at(): Instant | null {
    return this.#last?.at ?? this.#state.at;
  }

  /** The projections that stand still by now. */
  get stopped(): readonly StoppedProjection[] {
    const stopped = this.#stops.filter(({ position }) => position <= this.#position);
    freezeTree(stopped);
    return stopped;
  }

  /** What this fold was told or has found out beforehand; another one begun with it goes the same way. */
  get known(): Required<Pick<FoldOptions, "amendments" | "stops" | "isSparse">> {
    return { amendments: this.#amendments, stops: this.#stops, isSparse: this.#isSparse };
  }

  /**
   * Folds events that follow each other; gives the halt where one of them needs what was not known beforehand.
   *
   * @throws MarketError `POSITION_GAP`; `RECIPE_THREW` and `RECIPE_RETURNED`, naming rule and event.
   */
  add(batch: readonly Recorded[]): FoldHalt | undefined {
    const { ticks, upTo, refused } = this.#amendments;
    for (const recorded of batch) {
      const { position, event } = recorded;
      const follows = this.#isSparse ? position > this.#position : position === this.#position + 1;
      if (!follows) throw gap(this.#position + 1, position);
      const amending = event.type !== "PriceTicked" && isAmendment(event);
      if (amending && position > upTo) return { reason: "amendment-unforeseen", position };
      const amended = ticks.size === 0 ? undefined : ticks.get(event.id);
      const code = this.#pass.run(recorded, amended);
      if (code !== null && amended === undefined) this.#onRefused?.(position);
      if (amending && code !== null && !refused.has(position))
        return { reason: "amendment-refused", position };
      this.#position = position;
      this.#last = event;
    }
    return undefined;
  }

  /**
   * The document of a projection at a key as it is now, its `initial` where no fact has reached it: frozen, and never
   * touched by what is folded later. Costs what it gives, where a state costs all that has changed.
   *
   * @throws MarketError `PROJECTION_INVALID` for a projection that is not folded.
   */
  read<S extends object>(projection: Projection<S, unknown>, key: string): S {
    return this.#documents.show(key, placeIn(this.#places, projection)) as S;
  }

  /** The state now: immutable, and never touched by what is folded later. */
  get state(): State {
    const { projections, position, at, stopped } = this;
    if (this.#state.position !== position) {
      const documents = this.#documents.handOut();
      this.#state = new State({ projections, documents, position, at, stopped });
    }
    return this.#state;
  }
}

/** Folds events at hand on top of a state, as often as it takes to know its amendments and its throwing projections. */
export function foldKept(rules: Rules, events: readonly Recorded[], options: FoldOptions = {}): Fold {
  const before = options.amendments?.ticks ?? NO_AMENDMENTS.ticks;
  const refused = new Set<number>();
  const stops = [...(options.stops ?? [])];
  for (;;) {
    const amendments = { upTo: Infinity, ticks: amendmentsOf(events, { before, refused }), refused };
    const attempt = new Fold(rules, { ...options, stops, amendments });
    try {
      const halt = attempt.add(events);
      if (halt === undefined) return attempt;
      refused.add(halt.position);
      // What threw may have done so for the sake of that amendment.
      stops.splice(options.stops?.length ?? 0);
    } catch (error) {
      stops.push(stopFor(error, stops));
    }
  }
}

/** True for what a rule threw on an event. */
export function isOfRule(error: unknown): error is MarketError {
  return error instanceof MarketError && "projection" in error.detail && "position" in error.detail;
}

/** The stop that lets a fold go on without the projection that threw; throws what is no projection's fault. */
export function stopFor(error: unknown, known: readonly StoppedProjection[]): StoppedProjection {
  if (!isOfRule(error)) throw error;
  const { projection, position } = error.detail as { projection: string; position: number };
  if (known.some((stop) => stop.projection === projection)) throw error;
  return { projection, position, message: error.message };
}

/** The stops that a state knows of, and those told besides; each projection stops once. */
function stopsOf({ stopped }: State, told: readonly StoppedProjection[]): readonly StoppedProjection[] {
  const names = new Set(stopped.map(({ projection }) => projection));
  return [...stopped, ...told.filter(({ projection }) => !names.has(projection))];
}

function gap(expected: number, actual: number): MarketError {
  const message = `position ${actual} where ${expected} should follow; give events in order and without gaps`;
  return new MarketError("POSITION_GAP", message, { expected, actual });
}
