/**
 * Where a pass is: its event's position and instant, the rows it is about, found once and asked for often, and the
 * document that is being changed. Where documents live and how one is changed is the store's matter.
 */
import { MarketError } from "../errors.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";
import type { Fact } from "../rule/fact.ts";
import type { AnyProjection, Keys, Projection, Read, RecipeContext } from "../rule/projection.ts";
import { placesOf } from "../rule/rule-order.ts";

/** A rule as it hears one type of fact. */
export interface Handler {
  readonly place: number;
  readonly projection: AnyProjection;
  readonly key: (fact: Fact, read: Read) => Keys;
  readonly recipe: (document: object, fact: Fact, context: RecipeContext) => unknown;
}

export class PassContext implements RecipeContext {
  key = "";
  position = 0;
  at = 0;
  readonly read: Read;
  readonly emit: (fact: Fact) => void;
  readonly #store: DocumentStore;
  /** Rows that are likely asked for again: the one this is about, the one being changed, the last of each place. */
  #subjectKey = "";
  #subject = NO_ROW;
  #changingKey = "";
  #changing = NO_ROW;
  readonly #lastKeys: string[];
  readonly #lasts: number[];

  constructor(projections: readonly AnyProjection[], store: DocumentStore, emit: (fact: Fact) => void) {
    const places = placesOf(projections);
    this.#store = store;
    this.#lastKeys = projections.map(() => "");
    this.#lasts = projections.map(() => NO_ROW);
    this.emit = emit;
    this.read = <S extends object>(projection: Projection<S, unknown>, key: string): S => {
      const place = places[projection.id];
      if (place === undefined) throw unneeded(projection);
      const row = this.#find(place, key);
      return (row === NO_ROW ? projection.definition.initial : store.document(row, place)) as S;
    };
  }

  /** The instrument that the event is about. */
  turnTo(instrument: string): void {
    this.#subjectKey = instrument;
    this.#subject = this.#store.row(instrument);
  }

  turnToRow(row: number): void {
    this.#subjectKey = this.#store.keyOf(row);
    this.#subject = row;
  }

  /** The row that a document was opened of last. */
  get changing(): number {
    return this.#changing;
  }

  /** The document at a place and key, for a recipe to change by a fact. */
  open(place: number, key: string, fact: Fact): object {
    let row = this.#find(place, key);
    if (row === NO_ROW) row = this.#store.newRow(key);
    this.#changingKey = key;
    this.#changing = row;
    this.key = key;
    return this.#store.open(row, place, fact);
  }

  /** Takes back the document opened last, which a recipe has changed and returned nothing. */
  close(place: number, document: object, returned: unknown): void {
    if (returned !== undefined) throw new Returned(returned);
    this.#store.close(this.#changing, place, document);
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

  #find(place: number, key: string): number {
    let row = NO_ROW;
    if (key === this.#subjectKey) row = this.#subject;
    else if (key === this.#changingKey) row = this.#changing;
    else if (key === this.#lastKeys[place]) row = this.#lasts[place] as number;
    if (row !== NO_ROW) return row;
    row = this.#store.row(key);
    if (row !== NO_ROW) {
      this.#lastKeys[place] = key;
      this.#lasts[place] = row;
    }
    return row;
  }
}

/** Thrown where a recipe returned something. */
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
