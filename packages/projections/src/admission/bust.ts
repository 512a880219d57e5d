/**
 * Bust: whether a tick has been busted on the tape so far, by its id; busting it twice says nothing new. An id used
 * again in a later session is another tick.
 */
import { defineProjection } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { openedPosition, sessionDates } from "../session/session-dates.ts";
import { currentSession } from "../session/session.ts";

export interface Bust {
  /** The busted ticks of the id, by the position at which their session opened. */
  readonly busted: readonly number[];
  /** The one of them that was met last; null before the first. */
  readonly last: number | null;
  /** Position of a bust that came before any tick; 0 without one. */
  readonly waiting: number;
}

export const bust = defineProjection<Bust>({
  name: "bust",
  version: 3,
  needs: [listing, currentSession, sessionDates],
  key: {
    TickBusted: ({ tick }) => tick,
    EventRejected: ({ event, code }) => (code === "busted" ? event.id : null),
  },
  initial: { busted: [], last: null, waiting: 0 },
  on: {
    TickBusted: (ticks, _, { position }) => {
      if (ticks.last === null) ticks.waiting = position;
      else ticks.busted = [...ticks.busted, ticks.last];
    },
    EventRejected: (ticks, { event, amended }, { read }) => {
      if (event.type !== "PriceTicked") return;
      const opened = openedPosition(read, read(listing, event.instrument).mic);
      // A bust that waits in vain is not the one that takes this tick back.
      if (ticks.last === null && amended?.takenBackAt === ticks.waiting) ticks.busted = [opened];
      ticks.last = opened;
    },
  },
});

/** True if the tick that a bust would be about has been busted. */
export function isBusted({ busted, last, waiting }: Bust): boolean {
  return last === null ? waiting > 0 : busted.includes(last);
}
