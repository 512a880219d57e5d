/**
 * Bust: whether a tick has been busted on the tape so far, by its id; busting it twice says nothing new. An id used
 * again in a later session is another tick.
 */
import { defineProjection } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { openedPosition, sessionDates } from "../session/session-dates.ts";
import { session } from "../session/session.ts";

export interface Bust {
  /** The last tick of the id has been busted; before the first, the next one will be. */
  readonly busted: boolean;
  /** Position of the last bust. */
  readonly position: number;
  /** Opening of the session of the last tick that was busted; null before the first. */
  readonly opened: number | null;
}

export const bust = defineProjection<Bust>({
  name: "bust",
  version: 2,
  needs: [listing, session, sessionDates],
  key: {
    TickBusted: ({ tick }) => tick,
    EventRejected: ({ event, code }) => (code === "busted" ? event.id : null),
  },
  initial: { busted: false, position: 0, opened: null },
  on: {
    TickBusted: (tick, _, { position }) => {
      tick.busted = true;
      tick.position = position;
    },
    EventRejected: (tick, { event }, { read }) => {
      if (event.type !== "PriceTicked") return;
      const opened = openedPosition(read, read(listing, event.instrument).mic);
      // A bust from before this session was about an earlier tick.
      const isAnother = tick.opened === null ? tick.position < opened : tick.opened !== opened;
      if (isAnother) tick.busted = false;
      tick.opened = opened;
    },
  },
});
