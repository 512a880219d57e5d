/**
 * One pass: an event of the tape, judged by the gate, heard by the projections in their order, and with it the
 * facts they say of it, first in first out. Where documents live and how a recipe changes one is the store's matter.
 */
import type { AmendedTick } from "./amendment.ts";
import { MarketError } from "./errors.ts";
import type { Decimal, MarketEvent } from "./event.ts";
import type { Fact } from "./fact.ts";
import type { AnyProjection, Keys, Projection, Read, RecipeContext } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { documentOf, Layout, type Row } from "./row.ts";
import type { StoppedProjection } from "./state.ts";

/** A row as a pass holds it: found once and read often. */
export interface KeyedRow extends Row {
  readonly key: string;
}

/** Documents as a pass uses them. A key has one row, the same throughout. */
export interface DocumentStore<R extends KeyedRow = KeyedRow> {
  /** The row of a key; undefined where no document has it, so that asking for what isn't there leaves no trace. */
  row(key: string): R | undefined;
  /** The row of a key that has none, to be changed. */
  newRow(key: string): R;
  /** Runs a recipe on one document of a row; gives what the recipe returned. */
  change(row: R, place: number, recipe: Recipe, fact: Fact, context: RecipeContext): unknown;
}

export type Recipe = (document: object, fact: Fact, context: RecipeContext) => unknown;

interface Handler {
  readonly place: number;
  readonly projection: AnyProjection;
  readonly key: (fact: Fact, read: Read) => Keys;
  readonly recipe: Recipe;
}

/** A type of fact and who hears it. */
interface Heard {
  readonly type: string;
  readonly handlers: readonly Handler[];
}

const LENGTHS = 32;
const unheard: Heard = { type: "", handlers: [] };

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

/** Stands where no row has been found yet; no document has a key with that character. */
const nowhere: KeyedRow = { key: "\u0000", layout: Layout.empty(0), documents: [] };

/** So many facts are kept to be overwritten by the next event's. */
const FACTS_KEPT = 64;

export class Pass<R extends KeyedRow> {
  readonly #projections: readonly AnyProjection[];
  readonly #store: DocumentStore<R>;
  readonly #places: number[] = [];
  readonly #stops: readonly StoppedProjection[];
  readonly #gate: AnyProjection | undefined;
  readonly #context: PassContext;
  #handlers: Map<string, readonly Handler[]>;
  /** The handlers found last of the types of each length: a pass is about few types, each heard often. */
  #found: Heard[] = [];
  #nextStop = Infinity;
  /** Facts said of the present event so far; the first `#said` of them. */
  #facts: Fact[] = [];
  #said = 0;
  /** Whose function runs, and on what: named where it throws. */
  #running: AnyProjection | undefined;
  #heard: { readonly type: string } | undefined;
  /** Rows that are likely asked for again: of the event's instrument, being changed, and found last for each projection. */
  #subject: R = nowhere as R;
  #changing: R = nowhere as R;
  readonly #lasts: R[];

  constructor(
    projections: readonly AnyProjection[],
    store: DocumentStore<R>,
    stops: readonly StoppedProjection[],
  ) {
    this.#projections = projections;
    this.#store = store;
    this.#stops = stops;
    this.#lasts = projections.map(() => nowhere as R);
    projections.forEach((projection, place) => (this.#places[projection.id] = place));
    this.#gate = projections.find(({ definition }) => definition.admit !== undefined);
    const read: Read = (projection, key) => this.#read(projection, key);
    this.#context = new PassContext(read, (fact) => {
      this.#facts[this.#said] = fact;
      this.#said += 1;
    });
    this.#handlers = new Map();
    this.#bind(0);
  }

  /** Folds one event; gives the code it was refused with, or null. */
  run({ position, event }: Recorded, amended: AmendedTick | undefined): string | null {
    if (position >= this.#nextStop) this.#bind(position);
    const context = this.#context;
    context.position = position;
    this.#said = 0;
    if (this.#facts.length > FACTS_KEPT) this.#facts = [];
    // Almost every event is a tick; sites that see nothing else are compiled for their one shape.
    if (event.type === "PriceTicked") {
      context.at = event.at;
      if (event.instrument !== this.#subject.key)
        this.#subject = this.#store.row(event.instrument) ?? (nowhere as R);
    } else context.at = event.at;
    try {
      return this.#judge(event, amended);
    } catch (cause) {
      throw this.#threw(cause);
    }
  }

  #judge(event: MarketEvent, amended: AmendedTick | undefined): string | null {
    let code: string | null = null;
    if (this.#gate !== undefined) {
      this.#running = this.#gate;
      this.#heard = event;
      code = this.#gate.definition.admit?.(event, this.#context.read, amended) ?? null;
      this.#hear(code === null ? { type: "EventAccepted", event } : { type: "EventRejected", event, code });
    }
    if (code === null) this.#hear(amended?.price === undefined ? event : corrected(event, amended.price));
    for (let next = 0; next < this.#said; next += 1) this.#hear(this.#facts[next] as Fact);
    return code;
  }

  #hear(fact: Fact): void {
    const { handlers } = this.#handlersOf(fact.type);
    for (let next = 0; next < handlers.length; next += 1) {
      const handler = handlers[next] as Handler;
      this.#running = handler.projection;
      this.#heard = fact;
      const keys = handler.key(fact, this.#context.read);
      if (typeof keys === "string") this.#change(handler, keys, fact);
      else if (keys !== null && keys !== undefined)
        for (let index = 0; index < keys.length; index += 1)
          this.#change(handler, keys[index] as string, fact);
    }
  }

  #handlersOf(type: string): Heard {
    const slot = type.length % LENGTHS;
    const found = this.#found[slot] as Heard;
    if (found.type === type) return found;
    const heard = { type, handlers: this.#handlers.get(type) ?? [] };
    this.#found[slot] = heard;
    return heard;
  }

  #change({ place, recipe }: Handler, key: string, fact: Fact): void {
    const row = this.#find(place, key) ?? this.#store.newRow(key);
    this.#changing = row;
    this.#context.key = key;
    const returned = this.#store.change(row, place, recipe, fact, this.#context);
    if (returned !== undefined) throw this.#returned(returned);
  }

  #read<S extends object>(projection: Projection<S, unknown>, key: string): S {
    const place = this.#places[projection.id];
    if (place === undefined) throw unneeded(projection);
    const row = this.#find(place, key);
    const document = row === undefined ? undefined : documentOf(row, place);
    return (document ?? projection.definition.initial) as S;
  }

  #find(place: number, key: string): R | undefined {
    const last = this.#lasts[place] as R;
    if (key === last.key) return last;
    if (key === this.#subject.key) return this.#subject;
    if (key === this.#changing.key) return this.#changing;
    const row = this.#store.row(key);
    if (row !== undefined) this.#lasts[place] = row;
    return row;
  }

  #returned(value: unknown): MarketError {
    const { name } = (this.#running as AnyProjection).definition;
    const { type } = this.#heard as { type: string };
    const detail = { projection: name, type, position: this.#context.position };
    const what =
      value instanceof Promise ? "a promise; a recipe is synchronous" : "a value; change the draft instead";
    return new MarketError("RECIPE_RETURNED", `${name}: its recipe for ${type} returned ${what}`, detail);
  }

  #threw(cause: unknown): unknown {
    if (cause instanceof MarketError || this.#running === undefined) return cause;
    const { name } = this.#running.definition;
    const { type } = this.#heard as { type: string };
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
    this.#found = Array.from({ length: LENGTHS }, () => unheard);
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

function corrected(event: MarketEvent, price: Decimal): MarketEvent {
  return event.type === "PriceTicked" ? { ...event, price } : event;
}

function unneeded({ definition: { name } }: AnyProjection): MarketError {
  const message = `${name}: is read but not needed; add it to needs`;
  return new MarketError("PROJECTION_INVALID", message, { projection: name });
}
