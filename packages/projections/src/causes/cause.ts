/** The cause of a value: an event of the tape, and a question to ask of the state after it. */
import type { MarketEvent } from "@tapefold/core";

/** A cause of a value. */
export interface Cause {
  /** Part the event played: "last tick", "official close", "record before". */
  readonly role: string;
  readonly instrument: string | null;
  readonly event: EventRef;
  /** Question to ask of the state after the event; null if the causes end with the event. */
  readonly next: Question | null;
}

/** An event by its position, or the events that fit a description, up to the position of the state asked. */
export type EventRef =
  | { readonly kind: "at"; readonly position: number }
  | {
      readonly kind: "like";
      readonly types: readonly MarketEvent["type"][];
      readonly where: Fields;
      readonly which: Which;
    }
  /** Every tick of some instruments in the present session of a market. */
  | { readonly kind: "path"; readonly instruments: readonly string[]; readonly mic: string };

/** The events meant among those that fit: the last one, or all. */
export type Which = "last" | "all";
/** Fields of an event and their values. */
export type Fields = Readonly<Record<string, string>>;

/**
 * A question about an instrument. `price`: the events of its present price; `level`: an index's level as a sum over its
 * members; `extreme`: that level as the highest or lowest so far; `reference`: the price that a change is measured from.
 */
export interface Question {
  readonly of: "price" | "level" | "extreme" | "reference";
  readonly instrument: string;
}

/** The event at a position as a cause; no cause for position 0. */
export function atPosition(
  role: string,
  instrument: string | null,
  position: number,
  next: Question | null = null,
): Cause[] {
  return position === 0 ? [] : [{ role, instrument, event: { kind: "at", position }, next }];
}

/** Events by type and fields as a cause. */
export function matchingEvents(
  role: string,
  instrument: string | null,
  types: readonly MarketEvent["type"][],
  where: Fields,
  which: Which = "last",
): Cause {
  return { role, instrument, event: { kind: "like", types, where, which }, next: null };
}
