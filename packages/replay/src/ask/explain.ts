/**
 * Explains any field of the state: its value, and the chain of events behind it down to lines of the tape.
 */
import {
  type AnyProjection,
  canonicalText,
  Fold,
  formatInstant,
  type Amendment,
  asSubject,
  isAmendment,
  type ReadableLog,
  type Recorded,
  subjectOf,
} from "@tapefold/core";
import {
  causesOfQuestion,
  type Cause,
  causesOf,
  marketRules,
  marketState,
  StateView,
} from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, upTo } from "../tape/as-of.ts";
import { parseRuleField, type RuleField, ruleValue } from "./rule-field.ts";
import type { StateAsOf } from "./check.ts";
import { matching } from "./event-search.ts";
import { locate } from "./field-location.ts";
import { namedEvent, type NamedEvent } from "./named-event.ts";
import { type FoldedTape, foldTape } from "../fold/fold-tape.ts";
import { mustGoOn } from "../fold/must-go-on.ts";
import { openTape } from "../open-tape.ts";

/** A field's value, and the chain of events behind it. */
export interface Explanation {
  readonly field: string;
  readonly value: unknown;
  readonly asOf: StateAsOf;
  readonly causes: readonly ExplainedCause[];
  /** Every event named in the chain, in the order of the tape. */
  readonly events: readonly NamedEvent[];
}

/** A cause in the chain behind a value, with the causes behind it. */
export interface ExplainedCause {
  /** The part that the events played. */
  readonly role: string;
  readonly instrument: string | null;
  readonly positions: readonly number[];
  readonly because: readonly ExplainedCause[];
}

/** Options of `explain`: up to where the tape is read, and rules of your own. */
export interface ExplainOptions {
  /** Up to where the tape is read; the whole tape if absent. */
  readonly asOf?: AsOf;
  /** Rules of your own, folded beside the market's; their fields are `rules.NAME.KEY.field`. */
  readonly rules?: readonly AnyProjection[];
}

/**
 * Explains a field: a path of the state such as `instruments.N225.record.high`, or a group of fields.
 *
 * @throws MarketError `USAGE` for a path that leads to nothing; `POSITION_UNKNOWN`; `RECIPE_THREW` for a rule that stops on the
 * tape; what reading throws.
 */
export async function explain(
  tape: string | ReadableLog,
  field: string,
  { asOf = END_OF_TAPE, rules = [] }: ExplainOptions = {},
): Promise<Explanation> {
  const log = typeof tape === "string" ? openTape(tape) : tape;
  const ruleField = parseRuleField(rules, field);
  if (ruleField !== undefined) return explainRule(log, field, ruleField, asOf);
  const folded = await foldTape(log, { asOf });
  const view = new StateView(folded.state, folded.head);
  const { location, value } = locate(view, field);
  const roots = causesOf(view, location).map((cause) => new Node(cause, folded.state.position));
  const nodes = await follow(log, folded, roots);
  const events = await namedEvents(log, folded, nodes);
  const { position, at } = folded.state;
  return {
    field,
    value,
    asOf: { position, at: at === null ? null : formatInstant(at) },
    causes: roots.map((root) => root.explained()),
    events,
  };
}

/** For a rule of a user's own, the events that changed the value are known, but not why they did. */
async function explainRule(
  log: ReadableLog,
  field: string,
  ruleField: RuleField,
  asOf: AsOf,
): Promise<Explanation> {
  const rules = [...marketRules, ruleField.rule];
  const { state, known } = await foldTape(log, { asOf, projections: rules });
  mustGoOn(state);
  const fold = new Fold(rules, known);
  let value = ruleValue(fold.read, ruleField);
  let events: NamedEvent[] = [];
  for await (const batch of upTo(log, state.position).read()) {
    for (const recorded of batch) {
      fold.add([recorded]);
      const next = ruleValue(fold.read, ruleField);
      if (canonicalText(next) === canonicalText(value)) continue;
      value = next;
      events = [...events.slice(1 - CHANGES_MAX), namedEvent(recorded)];
    }
  }
  const { position, at } = state;
  const positions = events.map((event) => event.position);
  return {
    field,
    value,
    asOf: { position, at: at === null ? null : formatInstant(at) },
    causes: positions.length === 0 ? [] : [{ role: "changed by", instrument: null, positions, because: [] }],
    events,
  };
}

/** Most changes of a value that are named, the last ones. */
const CHANGES_MAX = 20;

export interface InstrumentField {
  /** Path below the instrument. */
  readonly field: string;
  readonly value: string | number | boolean | null;
}

/**
 * The fields of an instrument that can be explained, with their values; undefined if the tape doesn't list
 * it.
 */
export async function instrumentFields(
  tape: string | ReadableLog,
  instrument: string,
  { asOf = END_OF_TAPE }: ExplainOptions = {},
): Promise<readonly InstrumentField[] | undefined> {
  const { state } = await foldTape(typeof tape === "string" ? openTape(tape) : tape, { asOf });
  const { instruments } = marketState(state);
  return Object.hasOwn(instruments, instrument) ? [...leaves(instruments[instrument], "")] : undefined;
}

/** Every value that is not an object, by its path; lists are left out. */
function* leaves(value: unknown, path: string): Generator<InstrumentField> {
  if (typeof value !== "object" || value === null) {
    yield { field: path, value: value as InstrumentField["value"] };
    return;
  }
  if (Array.isArray(value)) return;
  for (const [name, inner] of Object.entries(value))
    yield* leaves(inner, path === "" ? name : `${path}.${name}`);
}

/** A cause in the chain, and what it goes back to. */
class Node {
  readonly cause: Cause;
  /** Position of the state in which the cause was asked for. */
  readonly asked: number;
  readonly because: Node[] = [];
  positions: readonly number[];

  constructor(cause: Cause, asked: number) {
    this.cause = cause;
    this.asked = asked;
    this.positions = cause.event.kind === "at" ? [cause.event.position] : [];
  }

  explained(): ExplainedCause {
    const { role, instrument } = this.cause;
    return {
      role,
      instrument,
      positions: this.positions,
      because: this.because.map((node) => node.explained()),
    };
  }
}

/**
 * Asks earlier states for the causes behind each cause, in as many readings as the chain is deep; gives all
 * causes.
 */
async function follow(
  log: ReadableLog,
  folded: FoldedTape,
  roots: readonly Node[],
): Promise<readonly Node[]> {
  const all = [...roots];
  const asked = new Map<string, Node>();
  let open = [...roots];
  while (open.length > 0) {
    const wanted = new Map<number, Node[]>();
    for (const node of open) {
      const { next, event } = node.cause;
      if (next === null || event.kind !== "at") continue;
      const key = `${event.position} ${next.of} ${next.instrument}`;
      const known = asked.get(key);
      if (known === undefined) {
        asked.set(key, node);
        wanted.set(event.position, [...(wanted.get(event.position) ?? []), node]);
      }
    }
    open = [];
    for await (const view of statesAt(log, folded, wanted)) {
      const { position } = view.state;
      for (const node of wanted.get(position) ?? []) {
        const { next } = node.cause;
        if (next === null) continue;
        const causes = causesOfQuestion(view.read, next).map((cause) => new Node(cause, position));
        // A cause given by this very event needs no second mention below it.
        const further = causes.filter(({ cause }) => cause.next !== null || !isAt(cause, position));
        node.because.push(...further);
        open.push(...further);
      }
    }
    all.push(...open);
  }
  return all;
}

/** The states at several positions, in one reading, with all that the final state knows of ticks. */
async function* statesAt(
  log: ReadableLog,
  { state, known }: FoldedTape,
  wanted: ReadonlyMap<number, unknown>,
): AsyncGenerator<StateView> {
  let left = wanted.size;
  if (left === 0) return;
  const fold = new Fold(marketRules, known);
  for await (const batch of log.read()) {
    for (const recorded of batch) {
      if (recorded.position > state.position) return;
      fold.add([recorded]);
      if (!wanted.has(recorded.position)) continue;
      yield new StateView(fold.state);
      left -= 1;
      if (left === 0) return;
    }
  }
}

/** Finds the events that are only described, and gives all named events with their amendments. */
async function namedEvents(
  log: ReadableLog,
  { state }: FoldedTape,
  nodes: readonly Node[],
): Promise<readonly NamedEvent[]> {
  const described = nodes.filter(({ cause }) => cause.event.kind !== "at");
  const searches = described.map(({ cause, asked }) => matching(cause.event, asked));
  const positions = new Set(nodes.flatMap((node) => node.positions));
  for await (const batch of log.read()) {
    for (const recorded of batch) for (const search of searches) search.look(recorded);
    if ((batch.at(-1)?.position ?? 0) >= state.position) break;
  }
  described.forEach((node, index) => {
    node.positions = searches[index]?.found ?? [];
    for (const position of node.positions) positions.add(position);
  });
  const named = new Map<number, Recorded>();
  const amendments: Recorded<Amendment>[] = [];
  for await (const batch of log.read()) {
    for (const recorded of batch) {
      if (recorded.position > state.position) break;
      if (positions.has(recorded.position)) named.set(recorded.position, recorded);
      if (isAmendment(recorded.event)) amendments.push(recorded as Recorded<Amendment>);
    }
  }
  const subjects = new Set([...named.values()].map(({ event }) => asSubject(event)));
  for (const one of amendments) if (subjects.has(subjectOf(one.event))) named.set(one.position, one);
  return [...named.values()].sort((a, b) => a.position - b.position).map(namedEvent);
}

function isAt({ event }: Cause, position: number): boolean {
  return event.kind === "at" && event.position === position;
}
