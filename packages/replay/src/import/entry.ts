/** What travels through an import: a row that was taken, with its place in time. */
import type { Instant } from "@tapefold/core";
import type { Refused, Taken } from "./reading.ts";
import type { Row } from "./rows.ts";

export interface Entry {
  /** The instant it is sorted by; of a bar, the session's opening. */
  readonly at: Instant;
  /** Begins the id of each of its events. */
  readonly id: string;
  readonly reading: Taken;
  readonly file: string;
  readonly row: Row;
}

/** Told of every row that is not taken. */
export type Reject = (file: string, row: Row, code: Refused["code"]) => void;
