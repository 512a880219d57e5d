/**
 * The log as a port: an append-only list of recorded events. Memory, a file, a store and a server all stand behind
 * it. A reader pulls, so memory stays flat however long the tape is.
 */
import { MarketError } from "../errors.ts";
import type { MarketEvent } from "./event.ts";
import type { Recorded } from "./recorded.ts";

/** A log that recorded events can be read from. */
export interface ReadableLog {
  /** Name of the log in messages. */
  readonly name: string;
  /** Present if reading leaves events out; the others keep their positions. */
  readonly sparse?: Sparse;
  /**
   * The events from position `from` (1 if absent) to the head as it is when reading reaches it, in batches, in
   * position order and, unless the log is sparse, without a gap.
   *
   * @throws MarketError of the kind `LOG_…`; a reader has by then received every event before the fault.
   */
  read(options?: { readonly from?: number }): AsyncIterable<readonly Recorded[]>;
  /**
   * Calls `told` with `grown` whenever reading on may give more (a call too many does no harm), and with `ended` once no
   * more events will come. The returned function stops the calls. Absent if the log can't be followed.
   */
  watch?(told: (news: "grown" | "ended") => void): () => void;
}

/** The head of a log that leaves events out, which its own events can't tell. */
export interface Sparse {
  /** Position of the last event that reading has reached, left out or not. */
  readonly head: number;
}

/** A log that can be written; one writer at a time. */
export interface EventLog extends ReadableLog {
  /** Position of the last event; 0 for an empty log. */
  head(): Promise<number>;
  /**
   * Adds events at the head, all of them or none, and resolves when they are durable. An event already on the log is
   * left out and counted: one whose source number is not above the last one, or, if no source numbers it, one with the
   * same id and content.
   *
   * @throws MarketError `HEAD_MISMATCH` if `expectedHead` is given and is not the head; `ID_CONFLICT` for an id already
   * on the log with other content; `LOG_CLOSED` after `close`.
   */
  append(events: readonly MarketEvent[], options?: { readonly expectedHead?: number }): Promise<Appended>;
  close(): Promise<void>;
}

/** The result of an append. */
export interface Appended {
  /** Position of the last event on the log now. */
  readonly head: number;
  readonly added: number;
  /** Number of the given events that were on the log already. */
  readonly repeated: number;
  /** Numbers that sources left out, among the added events or just before them. */
  readonly gaps: readonly SequenceGap[];
}

/** Numbers of a source that are missing from the tape, or not in their place. */
export interface SequenceGap {
  readonly source: string;
  /** The source's last number before the gap. */
  readonly after: number;
  readonly next: number;
  /** Position of the event after the gap. */
  readonly position: number;
}

/** The error for an id already on the log with other content; the same words for every log. */
export function idConflict(id: string, position: number, index: number): MarketError<"ID_CONFLICT"> {
  const message = `id ${id} stands at position ${position} with other content; give the event an id of its own`;
  return new MarketError("ID_CONFLICT", message, { id, position, index });
}

/** The error for a head that is not the one the writer expected. */
export function headMismatch(expected: number, actual: number): MarketError<"HEAD_MISMATCH"> {
  const message = `the head is ${actual}, not ${expected}; read on from there and try again`;
  return new MarketError("HEAD_MISMATCH", message, { expected, actual });
}

/** The error for an append after `close`. */
export function logClosed(log: string): MarketError<"LOG_CLOSED"> {
  return new MarketError("LOG_CLOSED", `${log} is closed; open it again to append`, { log });
}
