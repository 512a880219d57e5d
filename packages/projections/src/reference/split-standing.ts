/** Standing of a split on the tape, by its id: withdrawn, it never was. */
import { defineProjection } from "@tapefold/core";

export interface SplitStanding {
  /** An admitted split of that id is on the tape, withdrawn or not. */
  readonly told: boolean;
  /** Its withdrawal is, too. */
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
