/** The record of a basis, chosen by its name. */
import type { Read, RecordBasis } from "@tapefold/core";
import { type RecordState, type RecordView, viewRecord } from "./record.ts";
import { recordClose } from "./record-close.ts";
import { recordHigh } from "./record-high.ts";

/** The document of an instrument's record. */
export function recordOf(read: Read, instrument: string, basis: RecordBasis): RecordState {
  return read(basis === "close" ? recordClose : recordHigh, instrument);
}

/** An instrument's record now; null if there is no level of the basis yet. */
export function recordNow(read: Read, instrument: string, basis: RecordBasis): RecordView | null {
  return viewRecord(recordOf(read, instrument, basis), basis, instrument, read);
}
