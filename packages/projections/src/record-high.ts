/**
 * Record high: the highest level of an instrument so far, ticks of an open session and closes alike. A seed of the
 * close lifts it where it would stand below, since a close is a level too.
 */
import { defineProjection } from "@tapefold/core";
import { history } from "./history.ts";
import { listing } from "./listing.ts";
import { quote } from "./quote.ts";
import {
  countAgain,
  endSession,
  noRecord,
  type RecordState,
  type RecordView,
  seedRecord,
  seedUnits,
  unitsOf,
  viewRecord,
} from "./record.ts";
import { split } from "./split.ts";

/** What a selection shows. */
export interface RecordHighView {
  /** The highest level on the current session's basis, in units; null before the first. */
  readonly high: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
  /** All that is known of it. */
  readonly record: RecordView | null;
}

export const recordHigh = defineProjection<RecordState, RecordHighView>({
  name: "record-high",
  version: 1,
  needs: [history, listing, quote, split],
  key: ({ instrument }) => instrument,
  initial: noRecord,
  on: {
    RecordSeeded: (record, event, { position, read }) => {
      const { instrument, basis, date, complete = false } = event;
      seedRecord(
        record,
        "high",
        { basis, level: seedUnits(event, read), date, position, complete },
        instrument,
        read,
      );
    },
    StreakSeeded: (record, { instrument }, { read }) => countAgain(record, "high", instrument, read),
    InstrumentOpened: (record, { instrument, ended }, { read }) => {
      if (ended !== null) endSession(record, "high", ended, instrument, read);
    },
  },
  view: (record, instrument, read) => {
    const shown = viewRecord(record, "high", instrument, read);
    return {
      high: shown === null ? null : unitsOf(shown.level),
      scale: read(listing, instrument).scale,
      record: shown,
    };
  },
});
