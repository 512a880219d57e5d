/**
 * The log as a port: an append-only list of recorded events. Memory, a file, a store and a server all stand behind
 * it. A reader pulls, so memory stays flat however long the tape is.
 */
import { MarketError } from "../errors.ts";
import type { MarketEvent } from "./event.ts";
import type { Recorded } from "./recorded.ts";

/** Anything recorded events can be read from. */
export interface ReadableLog {
  /** What a message calls it. */
  readonly name: string;
  /** Where some events are left out of what it reads; the others keep their positions. */
  readonly sparse?: Sparse;
  /**
   * The events from position `from` (1 if absent) to the head as it is when reading reaches it, in batches, in
   * position order and, unless the log is sparse, without a gap.
   *
   * @throws MarketError of the kind `LOG_…`; a reader has by then received every event before the fault.
   */
  read(options?: { readonly from?: number }): AsyncIterable<readonly Recorded[]>;
  /**
   * Tells when reading on may give more (once too often does no harm), until the function it gives is called. `ended`:
   * nothing more will come. Absent for a log that can't be followed.
   */
  watch?(told: (news: "grown" | "ended") => void): () => void;
}

/** What can't be told from the events that a log gives where it leaves some out. */
export interface Sparse {
  /** Position of the last event that reading has come to, one left out too. */
  readonly head: number;
}

/** A log that can be written; one writer at a time. */
export interface EventLog extends ReadableLog {
  /** Position of the last event; 0 for an empty log. */
  head(): Promise<number>;
  /**
   * Adds events at the head, all of them or none, and resolves when they are durable. An event that stands there
   * already (a number of its source that is not above the last one, or where no source numbers it the same id and
   * content) is left out and counted.
   *
   * @throws MarketError `HEAD_MISMATCH` where `expectedHead` is given and another; `ID_CONFLICT` for an id that
   * stands with other content; `LOG_CLOSED` after `close`.
   */
  append(events: readonly MarketEvent[], options?: { readonly expectedHead?: number }): Promise<Appended>;
  close(): Promise<void>;
}

export interface Appended {
  /** Position of the last event on the log now. */
  readonly head: number;
  readonly added: number;
  /** How many of the given events stood on the log already. */
  readonly repeated: number;
  /** Numbers that sources left out among what was added, or since what stood there. */
  readonly gaps: readonly SequenceGap[];
}

/** Numbers of a source that the tape doesn't have, or doesn't have in their place. */
export interface SequenceGap {
  readonly source: string;
  /** The source's number before the gap, and the one that came next. */
  readonly after: number;
  readonly next: number;
  /** Where the next one stands. */
  readonly position: number;
}

/** The refusal of an id that stands with other content; the same words for every log. */
export function idConflict(id: string, position: number, index: number): MarketError<"ID_CONFLICT"> {
  const message = `id ${id} stands at position ${position} with other content; give the event an id of its own`;
  return new MarketError("ID_CONFLICT", message, { id, position, index });
}

/** The refusal where the log has gone on since the writer looked. */
export function headMismatch(expected: number, actual: number): MarketError<"HEAD_MISMATCH"> {
  const message = `the head is ${actual}, not ${expected}; read on from there and try again`;
  return new MarketError("HEAD_MISMATCH", message, { expected, actual });
}

/** The refusal of an append after `close`. */
export function logClosed(log: string): MarketError<"LOG_CLOSED"> {
  return new MarketError("LOG_CLOSED", `${log} is closed; open it again to append`, { log });
}
