/** The events behind a value, one step at a time: those that made it so, and on asking, those behind them. */
import type { Recorded, State } from "@tapefold/core";
import { type Cause, causesOf, causesOfQuestion, StateView } from "@tapefold/projections";
import { matching } from "../ask/event-search.ts";
import { locate } from "../ask/field-location.ts";
import { type NamedEvent, namedEvent } from "../ask/named-event.ts";
import { upTo } from "../tape/as-of.ts";
import type { LoadedTape } from "./loaded-tape.ts";

export interface ShownCause {
  /** The part that the events played. */
  readonly role: string;
  readonly instrument: string | null;
  /** The first and the last of the events. */
  readonly events: readonly NamedEvent[];
  /** How many more there are. */
  readonly more: number;
  /** To be asked for what is behind it; null if the causes end here. */
  readonly behind: Behind | null;
}

/** A question about the state at a position. */
export type Behind = NonNullable<Cause["next"]> & { readonly position: number };

export interface ShownValue {
  readonly field: string;
  readonly value: unknown;
  readonly causes: readonly ShownCause[];
}

/** Events that are shown of one cause. */
const EVENTS_MAX = 12;

/**
 * The value of a field in a state of the tape, and the events that made it so.
 *
 * @throws MarketError `USAGE` for a field that the state does not have.
 */
export async function valueCauses(tape: LoadedTape, state: State, field: string): Promise<ShownValue> {
  const view = new StateView(state);
  const { location, value } = locate(view, field);
  return { field, value, causes: await shownCauses(tape, causesOf(view, location), state.position) };
}

/** The events behind a cause. */
export async function causesBehind(
  tape: LoadedTape,
  { position, ...question }: Behind,
): Promise<readonly ShownCause[]> {
  const view = new StateView(await tape.stateAt(position));
  return shownCauses(tape, causesOfQuestion(view.read, question), position);
}

async function shownCauses(
  tape: LoadedTape,
  causes: readonly Cause[],
  position: number,
): Promise<readonly ShownCause[]> {
  const shown: ShownCause[] = [];
  for (const { role, instrument, event, next } of causes) {
    const positions = event.kind === "at" ? [event.position] : await found(tape, event, position);
    const events = await eventsAt(tape, ends(positions));
    const last = positions.at(-1);
    const behind = next === null || last === undefined ? null : { ...next, position: last };
    shown.push({ role, instrument, events, more: positions.length - events.length, behind });
  }
  return shown;
}

/** The first and the last of many positions. */
function ends(positions: readonly number[]): readonly number[] {
  if (positions.length <= EVENTS_MAX) return positions;
  return [...positions.slice(0, 1), ...positions.slice(1 - EVENTS_MAX)];
}

async function found(tape: LoadedTape, event: Cause["event"], end: number): Promise<readonly number[]> {
  const search = matching(event, end);
  for await (const batch of upTo(tape, end).read()) for (const recorded of batch) search.look(recorded);
  return search.found;
}

async function eventsAt(tape: LoadedTape, positions: readonly number[]): Promise<readonly NamedEvent[]> {
  const events: NamedEvent[] = [];
  for (const position of positions) {
    const [recorded] = await eventsUpTo(tape, position, 1);
    if (recorded !== undefined) events.push(namedEvent(recorded));
  }
  return events;
}

/** The last events up to a position. */
export async function eventsUpTo(tape: LoadedTape, position: number, count: number): Promise<Recorded[]> {
  const events: Recorded[] = [];
  const from = Math.max(1, position - count + 1);
  for await (const batch of upTo(tape, position).read({ from })) events.push(...batch);
  return events;
}
