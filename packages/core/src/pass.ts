/**
 * One pass: an event of the tape, judged by the gate, heard by the projections in their order, and with it the
 * facts they say of it, first in first out. Where documents live and how a recipe changes one is the store's matter.
 */
import type { AmendedTick } from "./amendment.ts";
import { MarketError } from "./errors.ts";
import type { MarketEvent } from "./event.ts";
import type { Fact } from "./fact.ts";
import type { AnyProjection, Keys, Projection, Read, RecipeContext } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import type { StoppedProjection } from "./state.ts";

/** Documents as a pass uses them; `place` is a projection's place in the order. */
export interface DocumentStore {
  read(place: number, key: string): object | undefined;
  /** Runs a recipe on the document, which begins as the projection's `initial`; gives what the recipe returned. */
  change(place: number, key: string, recipe: Recipe, fact: Fact, context: RecipeContext): unknown;
}

export type Recipe = (document: object, fact: Fact, context: RecipeContext) => unknown;

interface Handler {
  readonly place: number;
  readonly projection: AnyProjection;
  readonly key: (fact: Fact, read: Read) => Keys;
  readonly recipe: Recipe;
}

/** A recipe's context; one object, its fields moved on. */
class PassContext implements RecipeContext {
  key = "";
  position = 0;
  at = 0;
  readonly read: Read;
  readonly emit: (fact: Fact) => void;

  constructor(read: Read, emit: (fact: Fact) => void) {
    this.read = read;
    this.emit = emit;
  }
}

export class Pass {
  readonly #projections: readonly AnyProjection[];
  readonly #store: DocumentStore;
  readonly #places: number[] = [];
  readonly #stops: readonly StoppedProjection[];
  readonly #gate: AnyProjection | undefined;
  readonly #context: PassContext;
  #handlers: Map<string, readonly Handler[]>;
  readonly #facts: Fact[] = [];
  #nextStop = Infinity;

  constructor(
    projections: readonly AnyProjection[],
    store: DocumentStore,
    stops: readonly StoppedProjection[],
  ) {
    this.#projections = projections;
    this.#store = store;
    this.#stops = stops;
    projections.forEach((projection, place) => (this.#places[projection.id] = place));
    this.#gate = projections.find(({ definition }) => definition.admit !== undefined);
    const read: Read = (projection, key) => this.#read(projection, key);
    this.#context = new PassContext(read, (fact) => {
      this.#facts.push(fact);
    });
    this.#handlers = new Map();
    this.#bind(0);
  }

  /** Folds one event; gives the code it was refused with, or null. */
  run({ position, event }: Recorded, amended: AmendedTick | undefined): string | null {
    if (position >= this.#nextStop) this.#bind(position);
    this.#facts.length = 0;
    this.#context.position = position;
    this.#context.at = event.at;
    const code = this.#admit(event, amended);
    if (this.#gate !== undefined) {
      const said: Fact =
        code === null ? { type: "EventAccepted", event } : { type: "EventRejected", event, code };
      this.#facts.push(said);
    }
    if (code === null) this.#facts.push(corrected(event, amended));
    for (let next = 0; next < this.#facts.length; next += 1) this.#hear(this.#facts[next] as Fact);
    return code;
  }

  #admit(event: MarketEvent, amended: AmendedTick | undefined): string | null {
    if (this.#gate === undefined) return null;
    try {
      return this.#gate.definition.admit?.(event, this.#context.read, amended) ?? null;
    } catch (cause) {
      throw this.#threw(this.#gate, event, cause);
    }
  }

  #hear(fact: Fact): void {
    const handlers = this.#handlers.get(fact.type);
    if (handlers === undefined) return;
    for (const handler of handlers) {
      try {
        const keys = handler.key(fact, this.#context.read);
        if (typeof keys === "string") this.#change(handler, keys, fact);
        else if (keys !== null && keys !== undefined)
          for (const key of keys) this.#change(handler, key, fact);
      } catch (cause) {
        throw this.#threw(handler.projection, fact, cause);
      }
    }
  }

  #change(handler: Handler, key: string, fact: Fact): void {
    this.#context.key = key;
    const returned = this.#store.change(handler.place, key, handler.recipe, fact, this.#context);
    if (returned === undefined) return;
    const { name } = handler.projection.definition;
    const detail = { projection: name, type: fact.type, position: this.#context.position };
    const what =
      returned instanceof Promise
        ? "a promise; a recipe is synchronous"
        : "a value; change the draft instead";
    throw new MarketError("RECIPE_RETURNED", `${name}: its recipe for ${fact.type} returned ${what}`, detail);
  }

  #read<S extends object>(projection: Projection<S, unknown>, key: string): S {
    const place = this.#places[projection.id];
    if (place === undefined) {
      const { name } = projection.definition;
      throw new MarketError("PROJECTION_INVALID", `${name}: is read but not needed; add it to needs`, {
        projection: name,
      });
    }
    return (this.#store.read(place, key) ?? projection.definition.initial) as S;
  }

  #threw(projection: AnyProjection, { type }: { type: string }, cause: unknown): MarketError {
    if (cause instanceof MarketError) return cause;
    const { name } = projection.definition;
    const why = cause instanceof Error ? cause.message : String(cause);
    const { position } = this.#context;
    return new MarketError(
      "RECIPE_THREW",
      `${name}: threw on ${type}: ${why} (position ${position})`,
      { projection: name, type, position },
      cause,
    );
  }

  /** Collects the handlers of the projections that still run at a position. */
  #bind(position: number): void {
    const stopped = new Set<AnyProjection>();
    for (const projection of this.#projections) {
      const stop = this.#stops.find(({ projection: name }) => name === projection.definition.name);
      const mine = stop !== undefined && stop.position <= position;
      if (mine || projection.needs.some((need) => stopped.has(need))) stopped.add(projection);
    }
    this.#nextStop = Math.min(...this.#stops.map((stop) => stop.position).filter((stop) => stop > position));
    this.#handlers = new Map();
    this.#projections.forEach((projection, place) => {
      if (stopped.has(projection)) return;
      const { definition } = projection;
      for (const [type, recipe] of Object.entries(definition.on)) {
        const key =
          typeof definition.key === "function" ? definition.key : definition.key[type as Fact["type"]];
        if (key === undefined || recipe === undefined) continue;
        const handler: Handler = { place, projection, key: key as Handler["key"], recipe: recipe as Recipe };
        this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
      }
    });
  }
}

function corrected(event: MarketEvent, amended: AmendedTick | undefined): MarketEvent {
  if (amended?.price === undefined || event.type !== "PriceTicked") return event;
  return { ...event, price: amended.price };
}
