/** Which events amendments are about, as the market's sessions have it: a gate's word to the fold. */
import type { ProjectionDefinition } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { marketList } from "../reference/market.ts";
import { splitStanding } from "../reference/split-standing.ts";
import { oldestOpening } from "../session/open-sessions.ts";
import { openedPosition, spanOf } from "../session/session-dates.ts";

export const amendable: NonNullable<ProjectionDefinition<object>["amendable"]> = {
  openedAt: ({ instrument }, read) => openedPosition(read, read(listing, instrument).mic),
  since: oldestOpening,
  holds: (amendment, read) => {
    switch (amendment.type) {
      case "CloseCorrected":
        return (spanOf(read, amendment.mic, amendment.date)?.closedPosition ?? 0) > 0;
      case "SplitWithdrawn":
        return read(splitStanding, amendment.split).told;
      default:
        return false;
    }
  },
  takenBack: "withdrawn",
  // Until its market opens again, a session may still have late reports.
  goesOn: (opened, read) =>
    opened === 0 || read(marketList, "all").mics.some((mic) => openedPosition(read, mic) === opened),
};
