import type { Amendment, Instant, PackedState, ReadableLog, Recorded, State } from "@tapefold/core";

/** A log that also knows where things stand on it, so that a moment of it can be reached without reading all before. */
export interface IndexedLog extends ReadableLog {
  /** Undefined where what is kept beside the log was made of another. */
  index(): Promise<TapeIndex | undefined>;
}

export interface TapeIndex extends ReadableLog {
  head(): Promise<number>;
  /** The amendments up to a position, in order. */
  amendments(upTo: number): readonly Recorded<Amendment>[];
  /** The last position before the running maximum of `at` passes an instant; 0 where there is none. */
  positionAt(instant: Instant): number;
  /** True where an event of one of the ids stands at or before a position. */
  holdsAny(ids: ReadonlySet<string>, upTo: number): boolean;
  /** Positions of the snapshots that some rules made, the last one first. */
  snapshotsOf(rules: string, upTo: number): Iterable<number>;
  /** Undefined where what is kept there is not whole, or no longer there. */
  snapshot(rules: string, position: number): Snapshot | undefined;
  /**
   * Reads everything there is and holds it against each other.
   *
   * @throws MarketError `LOG_DAMAGED`
   */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Raised when what is kept of a state is written in another form. */
export const SNAPSHOT_FORM = 2;

/** A state as it is kept, with what else a fold must know to go on from it. */
export interface Snapshot {
  readonly position: number;
  readonly state: PackedState;
  /** Positions of the amendments refused by then. */
  readonly refused: readonly number[];
}

/** A snapshot unpacked: a state to go on from. */
export interface Kept {
  readonly state: State;
  readonly refused: readonly number[];
}

/** True for a log that may know where things stand; `index` tells. */
export function isIndexed(log: ReadableLog): log is IndexedLog {
  return "index" in log;
}
