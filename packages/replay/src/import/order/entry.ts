/** An item that travels through an import: a taken row, with its place in time. */
import type { Instant } from "@tapefold/core";
import type { Refused, Taken } from "../read/reading.ts";
import type { Row } from "../read/row.ts";

export interface Entry {
  /** The instant it is sorted by; for a bar, the session's opening. */
  readonly at: Instant;
  /** Orders entries of one instant; 0 if the source has no numbers. */
  readonly sequence: number;
  /** Prefix of the ids of its events. */
  readonly id: string;
  readonly reading: Taken;
  readonly file: string;
  readonly row: Row;
}

/**
 * Orders by time, then by the source's own numbers; a stable sort keeps the file's order if both are equal.
 */
export function byTime(a: Placed, b: Placed): number {
  return a.at - b.at || a.sequence - b.sequence;
}

type Placed = Pick<Entry, "at" | "sequence">;

/** Called for every row that is not taken. */
export type Reject = (file: string, row: Row, code: Refused["code"]) => void;
