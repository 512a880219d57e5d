/**
 * Record high: the highest level of an instrument so far, ticks of an open session and closes alike. A seed of the
 * close lifts it if it would stand lower, since a close is a level too.
 */
import { defineProjection } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { recordRule, type RecordState, type RecordView, unitsOf, viewRecord } from "./record.ts";

/** The record high as a selection shows it. */
export interface RecordHighView {
  /** The highest level on the current session's basis, in units; null before the first. */
  readonly high: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
  /** The record in full; null before the first level. */
  readonly record: RecordView | null;
}

export const recordHigh = defineProjection<RecordState, RecordHighView>({
  name: "record-high",
  version: 3,
  ...recordRule("high"),
  view: (record, instrument, read) => {
    const shown = viewRecord(record, "high", instrument, read);
    return {
      high: shown === null ? null : unitsOf(shown.level),
      scale: read(listing, instrument).scale,
      record: shown,
    };
  },
});
