/** Standing of a split on the tape, by its id; a withdrawn split counts as never made. */
import { defineProjection } from "@tapefold/core";

/** The standing of one split; keyed by its id. */
export interface SplitStanding {
  /** True if an admitted split of that id is on the tape, withdrawn or not. */
  readonly told: boolean;
  /** True if its withdrawal is on the tape too. */
  readonly withdrawn: boolean;
}

export const splitStanding = defineProjection<SplitStanding>({
  name: "split-standing",
  version: 1,
  key: {
    InstrumentSplit: ({ id }) => id,
    EventRejected: ({ event, code }) => (code === "withdrawn" ? event.id : null),
    SplitWithdrawn: ({ split }) => split,
  },
  initial: { told: false, withdrawn: false },
  on: {
    InstrumentSplit: (split) => {
      split.told = true;
    },
    EventRejected: (split) => {
      split.told = true;
    },
    SplitWithdrawn: (split) => {
      split.withdrawn = true;
    },
  },
});
