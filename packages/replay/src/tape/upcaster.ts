/**
 * Brings old shapes of events to today's when they are read: one chain by type and version. The tape itself
 * is never rewritten. A version that the chain doesn't know goes on as it is, and the schema refuses it by
 * name.
 */
import type { MarketEvent, Recorded } from "@tapefold/core";

/** An event's fields as they stand on a tape. */
export type Fields = Readonly<Record<string, unknown>>;

/** Gives the fields of the next shape, `type` and `v` with them; leaves `id`, `at`, `source` and `seq` as they are. */
export type UpcastStep = (old: Fields) => Fields;

/** Brings events of old shapes to today's. */
export interface Upcaster {
  /** A value of the tape's JSON, after every step that applies to it. */
  readonly value: (value: unknown) => unknown;
  /** As `value`, for events that a store kept. */
  readonly recorded: (events: readonly Recorded[]) => readonly Recorded[];
}

/** Makes an upcaster of steps, by the type and version that each takes: `{ PricePrinted: { 1: step } }`. */
export function upcaster(chain: Readonly<Record<string, Readonly<Record<number, UpcastStep>>>>): Upcaster {
  const steps = new Map<string, UpcastStep>();
  for (const [type, versions] of Object.entries(chain))
    for (const [v, step] of Object.entries(versions)) steps.set(`${type} ${v}`, step);

  const value = (given: unknown): unknown => {
    let fields = given;
    for (let step = stepFor(fields); step !== undefined; step = stepFor(fields))
      fields = step(fields as Fields);
    return fields;
  };
  const stepFor = (fields: unknown): UpcastStep | undefined => {
    if (typeof fields !== "object" || fields === null) return undefined;
    const { type, v = 1 } = fields as { readonly type?: unknown; readonly v?: unknown };
    return steps.get(`${String(type)} ${String(v)}`);
  };
  return {
    value: steps.size === 0 ? (given) => given : value,
    recorded: (events) =>
      steps.size === 0
        ? events
        : events.map(({ position, event }) => ({ position, event: value(event) as MarketEvent })),
  };
}

/** Today's chain; no shape has changed yet. */
export const builtInUpcaster: Upcaster = upcaster({});
