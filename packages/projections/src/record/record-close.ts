/**
 * Record close: the highest official close of an instrument so far. Only closes count; a higher price during the
 * session is `recordHigh`. A session that was never closed sets no record.
 */
import { defineProjection } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { recordRule, type RecordState, type RecordView, unitsOf, viewRecord } from "./record.ts";

/** The record close as a selection shows it. */
export interface RecordCloseView {
  /** The highest close on the current session's basis, in units; null before the first. */
  readonly close: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
  /** The record in full; null before the first close. */
  readonly record: RecordView | null;
}

export const recordClose = defineProjection<RecordState, RecordCloseView>({
  name: "record-close",
  version: 3,
  ...recordRule("close"),
  view: (record, instrument, read) => {
    const shown = viewRecord(record, "close", instrument, read);
    return {
      close: shown === null ? null : unitsOf(shown.level),
      scale: read(listing, instrument).scale,
      record: shown,
    };
  },
});
