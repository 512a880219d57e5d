import { MarketError } from "../errors.ts";
import type { MarketEvent } from "./event.ts";

/** An event and its place on the tape. */
export interface Recorded<E = MarketEvent> {
  /** 1-based, gap-free; the only order there is. */
  readonly position: number;
  readonly event: E;
}

/** Gives events their positions, the first one `from`. */
export function record<E>(events: readonly E[], from = 1): Recorded<E>[] {
  return events.map((event, index) => ({ position: from + index, event }));
}

/**
 * Asserts that a value is a recorded event, as far as a fold relies on it; `index` is its place, from 0, in its batch.
 *
 * @throws MarketError `EVENT_INVALID`
 */
export function mustBeRecorded(value: unknown, index: number): asserts value is Recorded {
  const { position, event } = (value ?? {}) as { readonly position?: unknown; readonly event?: unknown };
  const { id, type, at } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(position)) throw eventInvalid("position", index);
  if (typeof id !== "string") throw eventInvalid("id", index);
  if (typeof type !== "string") throw eventInvalid("type", index);
  if (!Number.isSafeInteger(at)) throw eventInvalid("at", index);
}

/** The error for a value that is not an event; `field` is empty if it is the whole value. */
export function eventInvalid(field: string, index: number, cause?: unknown): MarketError<"EVENT_INVALID"> {
  const what = field === "" ? "is no event" : `is no event: ${field} is missing or wrong`;
  const message = `item ${index} of the given events ${what}; give recorded events as parseEvent and record make them`;
  return new MarketError("EVENT_INVALID", message, { index, field }, cause);
}
