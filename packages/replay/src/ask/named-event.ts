import { formatInstant, type MarketEvent, type Recorded } from "@tapefold/core";

/** An event that an explanation names. */
export interface NamedEvent {
  readonly position: number;
  readonly id: string;
  readonly at: string;
  readonly type: MarketEvent["type"];
  /** The event's own fields. */
  readonly event: Readonly<Record<string, unknown>>;
}

export function namedEvent({ position, event }: Recorded): NamedEvent {
  const { id, type, at, ...fields } = event;
  return { position, id, at: formatInstant(at), type, event: fields };
}
