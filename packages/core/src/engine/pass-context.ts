/** The context of a pass: its event's position and instant, and the document that is being changed. */
import { MarketError } from "../errors.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";
import { Owed } from "./owed.ts";
import type { Handler } from "./handler.ts";
import type { Fact } from "../rule/fact.ts";
import type { AnyProjection, Projection, Read, RecipeContext } from "../rule/projection.ts";
import type { Route } from "../rule/route.ts";
import type { Places } from "../rule/rule-order.ts";

export class PassContext implements RecipeContext {
  key = "";
  position = 0;
  at = 0;
  route: Route | undefined = undefined;
  /** The rule that is being told a fact; undefined between events. */
  handler: Handler | undefined = undefined;
  readonly read: Read;
  /** Reads documents that ticks do not change, none of which can be owed. */
  readonly readSettled: Read;
  readonly emit: RecipeContext["emit"];
  readonly isHeard: RecipeContext["isHeard"];
  readonly later: () => boolean;
  readonly owed = new Owed();
  readonly #store: DocumentStore;
  /** Row of the document being changed. */
  #row = NO_ROW;

  constructor(
    places: Places,
    store: DocumentStore,
    { emit, isHeard }: Pick<RecipeContext, "emit" | "isHeard">,
    settle: () => void,
  ) {
    this.#store = store;
    this.emit = emit;
    this.isHeard = isHeard;
    this.later = () => {
      const { handler, route } = this;
      if (handler === undefined || route === undefined) return false;
      return this.owed.add(handler, route, this.position, this.at);
    };
    const lasts: number[] = [];
    const lastKeys: string[] = [];
    const find = (place: number, key: string): number => {
      if (key === this.key && this.#row !== NO_ROW) return this.#row;
      if (key === lastKeys[place]) return lasts[place] as number;
      const row = store.row(key);
      if (row === NO_ROW) return row;
      lastKeys[place] = key;
      lasts[place] = row;
      return row;
    };
    const reading =
      (mayBeOwed: boolean): Read =>
      <S extends object>(projection: Projection<S, unknown>, key: string): S => {
        const place = places[projection.id];
        if (place === undefined) throw unneeded(projection);
        const row = find(place, key);
        if (mayBeOwed && !this.owed.isEmpty && this.owed.isDue(row, this.handler)) settle();
        return (row === NO_ROW ? projection.definition.initial : store.document(row, place)) as S;
      };
    this.read = reading(true);
    this.readSettled = reading(false);
  }

  /** The document at a place and key, for a recipe to change by a fact. */
  open(place: number, key: string, fact: Fact): object {
    this.#row = this.rowOf(key);
    this.key = key;
    this.route = undefined;
    this.#store.tellWatchers?.(this.#row, place);
    return this.#store.open(this.#row, place, fact);
  }

  /** The document that a route leads to, for a recipe to change by a fact. */
  openRoute(place: number, route: Route, fact: Fact): object {
    const store = this.#store;
    this.#row = route.row;
    this.key = route.key;
    this.route = route;
    if (route.document !== undefined && route.epoch === store.epoch) return route.document;
    const document = store.open(route.row, place, fact);
    route.document = document;
    route.epoch = store.epoch;
    return document;
  }

  /** The row of a key, a new one if it has none. */
  rowOf(key: string): number {
    const row = this.#store.row(key);
    return row === NO_ROW ? this.#store.newRow(key) : row;
  }

  /** Takes back the document opened last; throws if its recipe returned a value. */
  close(place: number, document: object, returned: unknown): void {
    if (returned !== undefined) throw new Returned(returned);
    this.#store.close(this.#row, place, document);
  }

  /** The error of a rule that threw on a fact. */
  threw(cause: unknown, { type }: { readonly type: string }, projection: AnyProjection): unknown {
    if (cause instanceof MarketError) return cause;
    const { name } = projection.definition;
    const { position } = this;
    const detail = { projection: name, type, position };
    if (cause instanceof Returned)
      return new MarketError(
        "RECIPE_RETURNED",
        `${name}: its recipe for ${type} returned ${cause.what}`,
        detail,
      );
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `${name}: threw on ${type}: ${why} (position ${position})`;
    return new MarketError("RECIPE_THREW", message, detail, cause);
  }
}

/** Thrown if a recipe returned a value. */
class Returned {
  readonly what: string;

  constructor(value: unknown) {
    this.what =
      value instanceof Promise ? "a promise; a recipe is synchronous" : "a value; change the draft instead";
  }
}

function unneeded({ definition: { name } }: AnyProjection): MarketError {
  const message = `${name}: is read but not needed; add it to needs`;
  return new MarketError("PROJECTION_INVALID", message, { projection: name });
}
