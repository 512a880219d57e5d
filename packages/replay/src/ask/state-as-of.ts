import { formatInstant, type State } from "@tapefold/core";

/** The moment that a state is of. */
export interface StateAsOf {
  readonly position: number;
  /** The last folded event's instant; null before the first. */
  readonly at: string | null;
}

export function stateAsOf({ position, at }: State): StateAsOf {
  return { position, at: at === null ? null : formatInstant(at) };
}
