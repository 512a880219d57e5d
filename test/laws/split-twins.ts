import type { MarketEvent, Recorded } from "@tapefold/core";
import { changed, eventsOf, type Log, renumbered } from "./tapes.ts";
import { scaled, times } from "./transformed-tapes.ts";

const RATIO = 4;

/**
 * A share's market with and without a 4-for-1 split of it: with one, its prices before are four times as high and its
 * weights a quarter of what they are without. Null where the tape has no session to split at. Indices are capitalisation-
 * weighted throughout, since a divisor that moves is rounded, and not rebalanced, since such weights stand as given.
 */
export function splitTwins(
  log: Log,
  choose: (count: number) => number,
): { readonly whole: Recorded[]; readonly split: Recorded[] } | null {
  const shares = log.flatMap(({ event }) => {
    return event.type === "InstrumentListed" && event.kind === "equity" ? [event] : [];
  });
  const share = shares[choose(Math.max(1, shares.length))];
  const openings = log.flatMap(({ event, position }) => {
    return event.type === "SessionOpened" && event.mic === share?.mic ? [{ position, date: event.date }] : [];
  });
  const opening = openings[choose(Math.max(1, openings.length))];
  if (share === undefined || opening === undefined) return null;
  const { instrument } = share;
  const kept = changed(log, ["IndexDefined"], (event) => {
    if (event.type === "IndexDefined" && event.mode === "derived") return { ...event, weighting: "cap" };
    return event;
  });
  const isBefore = ({ event, position }: Recorded): boolean => {
    if (event.type === "RecordSeeded" || event.type === "StreakSeeded") return event.date < opening.date;
    if (event.type === "BasePriceSet") return event.date < opening.date;
    return position < opening.position;
  };
  const higher = scaled(kept, (id, recorded) => (id === instrument && isBefore(recorded) ? RATIO : 1));
  const split: MarketEvent = {
    type: "InstrumentSplit",
    id: "the-split",
    at: 0,
    instrument,
    numerator: RATIO,
    denominator: 1,
    date: opening.date,
  };
  const before = eventsOf(higher).slice(0, opening.position - 1);
  const after = eventsOf(higher).slice(opening.position - 1);
  return { whole: grownWeights(kept, instrument), split: renumbered([...before, split, ...after]) };
}

/** The tape whose indices give a member four times its weight. */
function grownWeights(log: Log, instrument: string): Recorded[] {
  return changed(log, ["IndexDefined"], (event) => {
    if (event.mode !== "derived") return event;
    const constituents = event.constituents.map((member) => {
      return member.instrument === instrument ? { ...member, weight: times(member.weight, RATIO) } : member;
    });
    return { ...event, constituents };
  });
}
