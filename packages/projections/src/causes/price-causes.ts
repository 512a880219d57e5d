/** Causes of a price: its tick or close; for a derived index its members' prices and the divisor; its reference. */
import type { Read } from "@tapefold/core";
import { isDerived } from "../reference/index-definition.ts";
import { indexWeights } from "../index-level/index-weights.ts";
import { listing } from "../reference/listing.ts";
import { currentPrice, isFromSeed } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";
import { split } from "../reference/split.ts";
import { atPosition, type Cause, matchingEvents, type Question } from "./cause.ts";

/** The causes that answer a question, from the documents of the state it is asked of. */
export function causesOfQuestion(read: Read, { of, instrument }: Question): readonly Cause[] {
  if (of === "level") return levelCauses(read, instrument);
  if (of === "extreme") return [...levelCauses(read, instrument), ...pathCauses(read, instrument)];
  return of === "reference" ? referenceCauses(read, instrument) : priceCauses(read, instrument);
}

/** Causes of a price: the close, or before it the last tick; a close equal to the last tick may be taken from it. */
export function priceCauses(read: Read, id: string): readonly Cause[] {
  const { close, last, closePosition, lastPosition } = read(quote, id);
  if (isDerived(read, id))
    return levelAt(id, close === null ? "last level" : "close", closePosition || lastPosition);
  if (close === null) return atPosition("last tick", id, lastPosition);
  return [
    ...atPosition("close", id, closePosition),
    ...(close === last ? atPosition("last tick", id, lastPosition) : []),
  ];
}

/** Causes of a price given at a position of the session: a tick, a close, a published level. */
export function eventCauses(read: Read, id: string, role: string, position: number): readonly Cause[] {
  if (isDerived(read, id)) return levelAt(id, role, position);
  return atPosition(role, id, position, { of: "price", instrument: id });
}

/** Causes of the reference of a change: the base price set for the session, else the previous close, and splits since. */
export function referenceCauses(read: Read, id: string): readonly Cause[] {
  const quoted = read(quote, id);
  const { base, date, previous } = quoted;
  if (base !== null && date !== null)
    return [matchingEvents("base price", id, ["BasePriceSet"], { instrument: id, date })];
  if (previous === null) return [];
  const isSeed = isFromSeed(quoted);
  return [
    ...atPosition(
      isSeed ? "close seeded" : "previous close",
      id,
      previous.position,
      isSeed ? null : { of: "price", instrument: id },
    ),
    ...splitCauses(read, id),
  ];
}

/** As `eventCauses`, for a high or a low; for a derived index, the ticks that might have made a further level too. */
export function extremeCauses(read: Read, id: string, role: string, position: number): readonly Cause[] {
  if (isDerived(read, id)) return atPosition(role, id, position, { of: "extreme", instrument: id });
  return eventCauses(read, id, role, position);
}

export function splitCauses(read: Read, id: string): readonly Cause[] {
  if (read(split, id).splits.length === 0) return [];
  return [matchingEvents("split", id, ["InstrumentSplit"], { instrument: id }, "all")];
}

/** The session's ticks of all members, any of which might have made a higher or lower level. */
function pathCauses(read: Read, id: string): readonly Cause[] {
  const instruments = Object.keys(read(indexWeights, id).coefficients);
  const { mic } = read(listing, id);
  return [
    { role: "ticks on the way", instrument: id, event: { kind: "path", instruments, mic }, next: null },
  ];
}

export function definitionCauses(id: string): readonly Cause[] {
  return [
    matchingEvents("members and divisor", id, ["IndexDefined", "IndexRebalanced"], { instrument: id }, "all"),
  ];
}

/** Causes of the weighted sum at a publication: the definition, and each member's price. */
function levelCauses(read: Read, id: string): readonly Cause[] {
  const { date } = read(quote, id);
  const members = Object.keys(read(indexWeights, id).coefficients);
  const causes = members.flatMap((member) => {
    const quoted = read(quote, member);
    const seed = quoted.seeds.at(-1);
    const isSeeded = seed !== undefined && seed.date >= (quoted.date ?? "");
    const counts = currentPrice(quoted) !== null && (quoted.date === date || !isSeeded);
    return counts ? priceCauses(read, member) : referenceCauses(read, member);
  });
  return [...definitionCauses(id), ...causes, ...members.flatMap((member) => splitCauses(read, member))];
}

function levelAt(id: string, role: string, position: number): readonly Cause[] {
  return atPosition(role, id, position, { of: "level", instrument: id });
}
