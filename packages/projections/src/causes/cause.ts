/** What a value goes back to: an event of the tape, and what to ask of the state after it. */
import type { MarketEvent } from "@tapefold/core";

export interface Cause {
  /** What the event gave: "last tick", "official close", "record before". */
  readonly role: string;
  readonly instrument: string | null;
  readonly event: EventRef;
  /** What goes on from here, asked of the state after the event; null where the event is the end of it. */
  readonly next: Question | null;
}

/** An event by its position, or those that fit a description, up to the state that was asked. */
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

export type Which = "last" | "all";
export type Fields = Readonly<Record<string, string>>;

/**
 * Of an instrument: what gave its present price; an index's level as a sum over its members, and as the highest or
 * lowest on the way there; what a change is measured from.
 */
export interface Question {
  readonly of: "price" | "level" | "extreme" | "reference";
  readonly instrument: string;
}

export function at(
  role: string,
  instrument: string | null,
  position: number,
  next: Question | null = null,
): Cause[] {
  return position === 0 ? [] : [{ role, instrument, event: { kind: "at", position }, next }];
}

export function like(
  role: string,
  instrument: string | null,
  types: readonly MarketEvent["type"][],
  where: Fields,
  which: Which = "last",
): Cause {
  return { role, instrument, event: { kind: "like", types, where, which }, next: null };
}
