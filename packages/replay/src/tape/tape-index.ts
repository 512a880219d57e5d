import type {
  Amendment,
  Foresight,
  Instant,
  PackedState,
  ReadableLog,
  Recorded,
  State,
} from "@tapefold/core";

/** A log with an index, so that a moment of it can be reached without reading everything before. */
export interface IndexedLog extends ReadableLog {
  /** The index; undefined if the snapshot folder was made of another tape. */
  index(): Promise<TapeIndex | undefined>;
}

/** Finds things on a log: amendments, instants, ids, and the snapshots made of it. */
export interface TapeIndex extends ReadableLog {
  head(): Promise<number>;
  /** The amendments up to a position, in order. */
  amendments(upTo: number): readonly Recorded<Amendment>[];
  /** The last position before the running maximum of `at` passes an instant; 0 if there is none. */
  positionAt(instant: Instant): number;
  /** True if an event of one of the ids stands at or before a position. */
  holdsAny(ids: ReadonlySet<string>, upTo: number): boolean;
  /** Positions of the snapshots that some rules made, the last one first. */
  snapshotsOf(rules: string, upTo: number): Iterable<number>;
  /** The snapshot, unpacked if it is held in memory; undefined if it is damaged, or no longer there. */
  snapshot(rules: string, position: number): Snapshot | LoadedSnapshot | undefined;
  /**
   * Reads everything there is and compares its parts.
   *
   * @throws MarketError `LOG_DAMAGED`
   */
  check(): Promise<void>;
  /** Digests of the tape's past, at rising positions; none if the log keeps no history. */
  history(): readonly HistoryPoint[];
  close(): Promise<void>;
}

/** A digest of all events up to a position, which no later append changes. */
export interface HistoryPoint {
  readonly position: number;
  readonly digest: string;
  /** False if another digest was kept when the events were appended. */
  readonly isAsKept: boolean;
}

/** Raised when the stored form of a state changes. */
export const SNAPSHOT_FORM = 3;

/** Everything beside a state that a fold must know to go on from it. */
export interface Beforehand {
  /** Positions of the amendments refused by then. */
  readonly refused: readonly number[];
  /** Lines of the amended names of which another line may come. */
  readonly lines: Foresight["lines"];
}

/** A stored state. */
export interface Snapshot extends Beforehand {
  readonly position: number;
  readonly state: PackedState;
}

/** A snapshot that has been unpacked: a state to go on from. */
export interface LoadedSnapshot extends Beforehand {
  readonly state: State;
}

/** True for a log that may have an index; `index` tells. */
export function isIndexed(log: ReadableLog): log is IndexedLog {
  return "index" in log;
}
