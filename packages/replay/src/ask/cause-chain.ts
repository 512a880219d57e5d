/** The chain of events behind a value: its causes, the causes behind those, and all events named on the way. */
import {
  type Amendment,
  asSubject,
  Fold,
  isAmendment,
  type ReadableLog,
  type Recorded,
  subjectOf,
} from "@tapefold/core";
import { type Cause, causesOfQuestion, marketRules, StateView } from "@tapefold/projections";
import type { FoldedTape } from "../fold/fold-tape.ts";
import { upTo } from "../tape/as-of.ts";
import { matching } from "./event-search.ts";
import { namedEvent, type NamedEvent } from "./named-event.ts";

interface CauseChain {
  readonly causes: readonly ExplainedCause[];
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

/** The chain behind causes found in the state of a folded tape. */
export async function causeChain(
  log: ReadableLog,
  folded: FoldedTape,
  causes: readonly Cause[],
): Promise<CauseChain> {
  const roots = causes.map((cause) => new Link(cause, folded.state.position));
  const events = await namedEvents(log, folded, await traced(log, folded, roots));
  return { causes: roots.map((root) => root.explained()), events };
}

/** A cause in the chain, and the causes behind it. */
class Link {
  readonly cause: Cause;
  /** Position of the state in which the cause was asked for. */
  readonly asked: number;
  readonly because: Link[] = [];
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
      because: this.because.map((link) => link.explained()),
    };
  }
}

/**
 * Asks earlier states for the causes behind each cause, in as many readings as the chain is deep; gives all
 * causes.
 */
async function traced(
  log: ReadableLog,
  folded: FoldedTape,
  roots: readonly Link[],
): Promise<readonly Link[]> {
  const all = [...roots];
  const asked = new Set<string>();
  let open = [...roots];
  while (open.length > 0) {
    const wanted = new Map<number, Link[]>();
    for (const link of open) {
      const { next, event } = link.cause;
      if (next === null || event.kind !== "at") continue;
      const key = `${event.position} ${next.of} ${next.instrument}`;
      if (asked.has(key)) continue;
      asked.add(key);
      wanted.set(event.position, [...(wanted.get(event.position) ?? []), link]);
    }
    open = [];
    for await (const view of statesAt(log, folded, wanted)) {
      const { position } = view.state;
      for (const link of wanted.get(position) ?? []) {
        const { next } = link.cause;
        if (next === null) continue;
        const causes = causesOfQuestion(view.read, next).map((cause) => new Link(cause, position));
        // A cause given by this very event needs no second mention below it.
        const further = causes.filter(({ cause }) => cause.next !== null || !isAt(cause, position));
        link.because.push(...further);
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
  for await (const batch of upTo(log, state.position).read()) {
    for (const recorded of batch) {
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
  links: readonly Link[],
): Promise<readonly NamedEvent[]> {
  const described = links.filter(({ cause }) => cause.event.kind !== "at");
  const searches = described.map(({ cause, asked }) => matching(cause.event, asked));
  const positions = new Set(links.flatMap((link) => link.positions));
  const tape = upTo(log, state.position);
  for await (const batch of tape.read())
    for (const recorded of batch) for (const search of searches) search.look(recorded);
  described.forEach((link, index) => {
    link.positions = searches[index]?.found ?? [];
    for (const position of link.positions) positions.add(position);
  });
  const named = new Map<number, Recorded>();
  const amendments: Recorded<Amendment>[] = [];
  for await (const batch of tape.read()) {
    for (const recorded of batch) {
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
