/** Causes of a revision of guidance and of the reactions to it. */
import type { Read } from "@tapefold/core";
import { guidance } from "../guidance/guidance.ts";
import { reaction } from "../guidance/reaction.ts";
import { quote } from "../price/quote.ts";
import type { Location } from "../fields/field-path.ts";
import type { GuidanceState } from "../views/market-state.ts";
import { atPosition, type Cause, matchingEvents } from "./cause.ts";
import { eventCauses, referenceCauses } from "./price-causes.ts";

/**
 * The causes of a revision of guidance: it and the earlier ones of its issuer. For a reaction, also the owner, the
 * reference and the prices since.
 */
export function guidanceCauses(
  read: Read,
  said: GuidanceState,
  [list, row, name]: Location,
): readonly Cause[] {
  const revisions = read(guidance, said.issuer).revisions.filter(({ position }) => position <= said.position);
  const own = revisions.flatMap(({ position }) =>
    atPosition(position === said.position ? "revision" : "revision before", null, position),
  );
  if (list !== undefined && list !== "reactions") return own;
  const reactions = row === undefined ? said.reactions : said.reactions.slice(Number(row), Number(row) + 1);
  return [...own, ...reactions.flatMap(({ instrument }) => ofReaction(read, said, instrument, name))];
}

function ofReaction(
  read: Read,
  { issuer, position: revision }: GuidanceState,
  instrument: string,
  name: string | number | undefined,
): readonly Cause[] {
  const one = read(reaction, instrument).reactions.find((known) => known.revision === revision);
  if (one === undefined) return [];
  const owner = matchingEvents("owner", instrument, ["OwnershipDeclared"], { subsidiary: issuer }, "all");
  const from =
    one.referencePosition > 0
      ? atPosition("reference", instrument, one.referencePosition)
      : one.date === read(quote, instrument).date
        ? referenceCauses(read, instrument)
        : atPosition("reference", instrument, one.gapPosition || one.closePosition, {
            of: "reference",
            instrument,
          });
  const measures: readonly (readonly [string, string, number])[] = [
    ["gapPct", "first tick after", one.gapPosition],
    ["maxUpPct", "highest after", one.maxUpPosition],
    ["maxDownPct", "lowest after", one.maxDownPosition],
    ["lastPct", "last tick after", one.lastPosition],
    ["closePct", "close after", one.closePosition],
  ];
  const prices = measures
    .filter(([field]) => name === undefined || name === field)
    .flatMap(([, role, position]) => eventCauses(read, instrument, role, position));
  return [owner, ...from, ...prices];
}
