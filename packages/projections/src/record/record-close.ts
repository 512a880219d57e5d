/**
 * Record close: the highest official close of an instrument so far. Only closes count; a higher price during the
 * session is `recordHigh`. A session that was never closed sets none.
 */
import { defineProjection } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { recordRule, type RecordState, type RecordView, unitsOf, viewRecord } from "./record.ts";

/** What a selection shows. */
export interface RecordCloseView {
  /** The highest close on the current session's basis, in units; null before the first. */
  readonly close: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
  /** All that is known of it. */
  readonly record: RecordView | null;
}

export const recordClose = defineProjection<RecordState, RecordCloseView>({
  name: "record-close",
  version: 2,
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
