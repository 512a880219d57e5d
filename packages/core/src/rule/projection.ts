/**
 * A projection: one rule of the market, or one of your own. It keeps small documents by key and changes them by
 * facts. `fold`, `project` and `evolve` run it; calling it selects one document: `recordClose("N225")`.
 */
import type { Draft } from "immer";
import type { Amended, Amendment } from "../tape/amendments.ts";
import { MarketError } from "../errors.ts";
import type { MarketEvent, PriceTicked } from "../tape/event.ts";
import type { AnyFact, Fact, Facts, FactType, RoutedFactType } from "./fact.ts";
import type { Route } from "./route.ts";
import { compareText } from "../plain/text-order.ts";
import { Form } from "../plain/form.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** The argument of `defineProjection`. `S` is a document, `V` the value that a selection of it shows. */
export interface ProjectionDefinition<S extends object, V = S> {
  /** Kebab-case, unique among the projections folded together; part of the digest. */
  readonly name: string;
  /** Raised with every change of the rule's results; a snapshot of another version is not used. */
  readonly version: number;
  /** Settings that change the outcome, as plain data; part of the fingerprint. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  /** The keys of the documents that a fact is about: one, several, or none. */
  readonly key: KeyOf | { readonly [T in FactType]?: (fact: Facts[T], read: Read) => Keys };
  /** A document before its first fact: plain objects, arrays, strings, booleans, null, safe integers, bigints. */
  readonly initial: S;
  /**
   * `replaced` promises that recipes never change an inner object or array, but put a new one in its place. A state then
   * shares them with the state before. They are frozen, so that a change of one throws.
   */
  readonly inner?: "replaced";
  /**
   * The documents that facts of a subject go to, by type of fact; stands in the place of `key` for facts that come with
   * almost every event. The subject is the fact's instrument; for judged events it is the source that numbers them. Asked
   * once for each subject, and again when a document read for the answer has been changed by a fact that came by key. So
   * a recipe reached by a route must not change a document that routes are made of.
   */
  readonly routes?: { readonly [T in RoutedFactType]?: RoutesOf };
  /** Does the work that a recipe has put off with `later`, at the position and instant of the last time. */
  readonly settle?: (document: Draft<S>, context: RecipeContext) => void;
  /** The projections whose documents the recipes may read, as they stand after this fact. */
  readonly needs?: readonly AnyProjection[];
  /** Recipes by fact: each changes its draft and returns nothing. A fact without one changes nothing. */
  readonly on: {
    readonly [T in FactType]?: (document: Draft<S>, fact: Facts[T], context: RecipeContext) => void;
  };
  /**
   * The value that a selection shows of a document; the document itself if absent. It may depend on nothing but the
   * documents it reads: it is called again only if one of them has changed.
   */
  readonly view?: (document: S, key: string, read: Read) => V;
  /**
   * Makes this projection a gate: it judges every event of the tape before any rule hears it, reading the documents as
   * they stood before, and returns null or the code it refuses the event with. It guards every rule folded with it.
   */
  readonly admit?: (event: MarketEvent, read: Read, amended: Amended | undefined) => string | null;
  /** Goes with `admit`: a shorter judgement of most ticks. */
  readonly tickGate?: TickGate;
  /** Goes with `admit`: tells by the openings of sessions which event an amendment is about. */
  readonly amendable?: AmendableEvents;
}

/**
 * A short check of ticks by what is known of their instrument. A tick that it does not pass goes to `admit`. Rules that
 * hear `EventAccepted` by routes are not told of a tick that it passes.
 */
export interface TickGate {
  /**
   * The terms that ticks of an instrument are judged by, as a new route to the instrument; null if `admit` must see each
   * of them. Asked once, and again when a document read for it has been changed by a fact that came by key.
   */
  readonly of: (instrument: string, read: Read) => Route | null;
  /** The document in which the passed ticks of a source are noted; undefined stands for ticks without a number. */
  readonly notedIn: (source: string | undefined) => AnySelection;
  /** True only for a tick that `admit` lets pass too if there is no amendment of it; it is then noted. */
  readonly passes: (tick: PriceTicked, terms: never, noted: never) => boolean;
}

/** The gate's answers on which event an amendment is about, and how far back one may reach. */
export interface AmendableEvents {
  /** Position at which the session of a tick's market opened, 0 before the first; an id names one tick in a session. */
  readonly openedAt: (tick: PriceTicked, read: Read) => number;
  /** Position of the first event that may still be amended while the tape goes on. */
  readonly since: (read: Read) => number;
  /** True if the state holds the close or split that an amendment is about. */
  readonly holds: (amendment: Amendment, read: Read) => boolean;
  /** Code of an event that the gate would take, but for an amendment that takes it back; undefined if there is none. */
  readonly takenBack?: string;
  /** False if a session that opened at a position has no ticks to come; true of all if absent. */
  readonly goesOn?: (opened: number, read: Read) => boolean;
}

/** The keys of documents: one, several, or none if null or undefined. */
export type Keys = string | readonly string[] | null | undefined;

/** Gives the keys of the documents that a fact is about. */
export type KeyOf = (fact: AnyFact, read: Read) => Keys;

/** Gives the routes of a subject's facts, new ones each time. */
export type RoutesOf = (subject: string, read: Read, hearers: Hearers) => readonly Route[];

/** Number of rules that hear facts of a type about a subject. */
export type Hearers = (type: RoutedFactType, subject: string) => number;

/** The document of a projection at a key, read-only; its `initial` before its first fact. */
export type Read = <S extends object>(projection: Projection<S, unknown>, key: string) => S;

/** Gives documents: a state, a fold under way, a recipe's context. */
export interface Readable {
  readonly read: Read;
}

/** The values a recipe may use besides its draft and the fact. */
export interface RecipeContext extends Readable {
  /** Key of the document being changed. */
  readonly key: string;
  /** Position of the tape's event that this pass is about. */
  readonly position: number;
  /** Instant of that event, in microseconds. */
  readonly at: number;
  /** The route by which the fact came; undefined if it came by its key. */
  readonly route: Route | undefined;
  /** Adds a fact to the same pass; facts are heard after the present one, first in first out. */
  readonly emit: (fact: Fact) => void;
  /** False if no rule hears facts of a type about the instrument of this key; then none need be emitted. */
  readonly isHeard: (type: RoutedFactType) => boolean;
  /**
   * Puts off `settle` of this document until an event other than a tick comes, so that it is done once for many ticks.
   * Recipes reached by routes must not read the documents that `settle` changes. False if it can't be put off.
   */
  readonly later: () => boolean;
}

/** A rule with a name; callable: `projection(key)` is a selection of that document. */
export interface Projection<S extends object, V = S> {
  (key: string): Selection<S, V>;
  readonly definition: ProjectionDefinition<S, V>;
  readonly needs: readonly AnyProjection[];
  /** Small integer, unique in the process; only for fast lookup. */
  readonly id: number;
  /** Copies, freezes and writes its documents. */
  readonly form: Form;
  /** The set it is a member of: chosen alone, it is folded behind that set's gate. Undefined if it is in no set. */
  readonly set: Ties | undefined;
}

/** A projection of whatever documents. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of projections of whatever documents
export type AnyProjection = Projection<any, any>;

/** The rules of a set that are folded with any of its members. */
export interface Ties {
  /** Judges every event before a rule hears it; undefined if every event is heard. */
  readonly gate: AnyProjection | undefined;
  /** Pairs of a rule and one of its needs that hears its facts: if the second is folded, the first is folded too. */
  readonly loops: readonly (readonly [feeding: AnyProjection, fed: AnyProjection])[];
}

/** Rules to be folded together, in any order: a list of them, or a rule set. */
export type Rules = Iterable<AnyProjection>;

/** The documents of a projection: `DocumentOf<typeof quote>`. */
export type DocumentOf<P extends AnyProjection> = P extends Projection<infer S, infer _> ? S : never;

/** One document of one projection, as `project` takes it. */
export interface Selection<S extends object, V = S> {
  readonly projection: Projection<S, V>;
  readonly key: string;
}

/** A selection of whatever documents. */
// oxlint-disable-next-line typescript/no-explicit-any -- a selection of whatever documents
export type AnySelection = Selection<any, any>;

let defined = 0;

/**
 * Defines a rule; no other rule is changed.
 *
 * @throws MarketError `PROJECTION_INVALID` for a name that is not kebab-case.
 */
export function defineProjection<S extends object, V = S>(
  definition: ProjectionDefinition<S, V>,
): Projection<S, V> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(definition.name)) {
    throw projectionInvalid(
      definition.name,
      `projection: ${JSON.stringify(definition.name)} is no name; write it in kebab-case`,
    );
  }
  freezeTree(definition.initial);
  defined += 1;
  const form = new Form(definition.initial, definition.inner === "replaced");
  return made(Object.freeze(definition), { id: defined, form, set: undefined });
}

/** The same rule as a member of a set. */
export function asMember<S extends object, V>(rule: Projection<S, V>, set: Ties): Projection<S, V> {
  return made(rule.definition, { id: rule.id, form: rule.form, set });
}

function made<S extends object, V>(
  definition: ProjectionDefinition<S, V>,
  { id, form, set }: Pick<AnyProjection, "id" | "form" | "set">,
): Projection<S, V> {
  const { name, needs = [] } = definition;
  // Named at creation: properties of a function renamed later are looked up slowly.
  const select = { [name]: (key: string): Selection<S, V> => ({ projection, key }) }[name];
  const projection: Projection<S, V> = Object.defineProperties(select as Projection<S, V>, {
    definition: { value: definition },
    needs: { value: needs },
    id: { value: id },
    form: { value: form },
    set: { value: set },
  });
  return projection;
}

/** The value that a selection of a projection shows at a key. */
export function viewOf<S extends object, V>(projection: Projection<S, V>, key: string, read: Read): V {
  const { view } = projection.definition;
  const document = read(projection, key);
  return view === undefined ? (document as unknown as V) : view(document, key, read);
}

/** A text of a rule's name, version and options, and those of its needs; two rules with one text compute the same. */
export function fingerprint(projection: AnyProjection): string {
  const { name, version, options = {} } = projection.definition;
  const chosen = Object.entries(options).sort(([a], [b]) => compareText(a, b));
  const needs = projection.needs.map(fingerprint).sort(compareText);
  return JSON.stringify([name, version, chosen, needs]);
}

/** The gate among some rules; undefined if they have none. */
export function gateOf(rules: readonly AnyProjection[]): AnyProjection | undefined {
  return rules.find(({ definition }) => definition.admit !== undefined);
}

/** The error for rules that cannot be folded. */
export function projectionInvalid(projection: string, message: string): MarketError<"PROJECTION_INVALID"> {
  return new MarketError("PROJECTION_INVALID", message, { projection });
}
