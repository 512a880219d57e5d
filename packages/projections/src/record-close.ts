/**
 * Record close: the highest official close of an instrument so far. Only closes count; a higher price during the
 * session is `recordHigh`. A session that was never closed sets none.
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
  version: 1,
  needs: [history, listing, quote, split],
  key: ({ instrument }) => instrument,
  initial: noRecord,
  on: {
    RecordSeeded: (record, event, { position, read }) => {
      if (event.basis !== "close") return;
      const { instrument, basis, date, complete = false } = event;
      seedRecord(
        record,
        "close",
        { basis, level: seedUnits(event, read), date, position, complete },
        instrument,
        read,
      );
    },
    StreakSeeded: (record, { instrument }, { read }) => countAgain(record, "close", instrument, read),
    InstrumentOpened: (record, { instrument, ended }, { read }) => {
      if (ended !== null) endSession(record, "close", ended, instrument, read);
    },
  },
  view: (record, instrument, read) => {
    const shown = viewRecord(record, "close", instrument, read);
    return {
      close: shown === null ? null : unitsOf(shown.level),
      scale: read(listing, instrument).scale,
      record: shown,
    };
  },
});
