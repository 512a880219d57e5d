import { defineProjection } from "@tapefold/core";

/** Whether a tick has been busted on the tape so far, by its id; busting it twice says nothing new. */
export interface Bust {
  readonly busted: boolean;
}

export const bust = defineProjection<Bust>({
  name: "bust",
  version: 1,
  key: ({ tick }) => tick,
  initial: { busted: false },
  on: {
    TickBusted: (tick) => {
      tick.busted = true;
    },
  },
});
