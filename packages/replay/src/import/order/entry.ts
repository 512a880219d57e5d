/** What travels through an import: a row that was taken, with its place in time. */
import type { Instant } from "@tapefold/core";
import type { Refused, Taken } from "../read/reading.ts";
import type { Row } from "../read/rows.ts";

export interface Entry {
  /** The instant it is sorted by; of a bar, the session's opening. */
  readonly at: Instant;
  /** Puts those of one instant in order; 0 where the source has no numbers. */
  readonly sequence: number;
  /** Begins the id of each of its events. */
  readonly id: string;
  readonly reading: Taken;
  readonly file: string;
  readonly row: Row;
}

/** By time, then by the source's own numbers; a stable sort keeps the file's order where both are the same. */
export function byTime(a: Placed, b: Placed): number {
  return a.at - b.at || a.sequence - b.sequence;
}

type Placed = Pick<Entry, "at" | "sequence">;

/** Told of every row that is not taken. */
export type Reject = (file: string, row: Row, code: Refused["code"]) => void;
