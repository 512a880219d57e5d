/** The ratios behind the percentages of the market's state: a claim is compared with them, not with four decimals. */
import {
  divideFractions,
  type Fraction,
  fraction,
  type Read,
  type RecordBasis,
  subtractFractions,
} from "@tapefold/core";
import { attribution } from "../index-level/attribution.ts";
import { guidance } from "../guidance/guidance.ts";
import type { GuidanceState } from "../views/market-state.ts";
import { dayPath } from "../views/day-path.ts";
import { period, type PeriodKind } from "../views/periods.ts";
import { lookBack } from "../price/look-back.ts";
import { streakCourse } from "../streak/streak-course.ts";
import { milestoneOf } from "../views/milestone.ts";
import { changeRatio } from "../price/move.ts";
import { currentPrice } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";
import { type Reaction, reaction } from "../guidance/reaction.ts";
import { type Mover, sectors } from "../views/shares.ts";
import { recordNow } from "../record/record-of-basis.ts";
import type { Location } from "./field-path.ts";

/** The ratio at a location; null if it has no value, or is not a percentage. */
export function exactRatio(
  read: Read,
  location: Location,
  view: { at(location: Location): unknown },
): Fraction | null {
  const [root, id, ...rest] = location;
  if (root === "instruments" && typeof id === "string") return ofInstrument(read, id, rest);
  if (root === "sectors") return rest[0] === "medianPct" ? (sectors(read)[Number(id)]?.median ?? null) : null;
  if (root === "shares" && rest[2] === "changePct") {
    const { instrument } = view.at(location.slice(0, -1)) as Mover;
    return ofInstrument(read, instrument, ["changePct"]);
  }
  if (root === "guidance" && typeof id === "number") {
    return ofRevision(read, view.at(["guidance", id]) as GuidanceState, rest);
  }
  return null;
}

function ofInstrument(read: Read, id: string, [field, ...rest]: Location): Fraction | null {
  const quoted = read(quote, id);
  const price = currentPrice(quoted);
  const { reference, previous, high } = quoted;
  switch (field) {
    case "changePct":
      return price === null || reference === null ? null : changeRatio(price, reference);
    case "previous":
      if (rest[0] !== "changePct" || previous === null || previous.reference === null) return null;
      return changeRatio(previous.close, previous.reference);
    case "milestone":
      return rest[0] === "neededPct" && price !== null ? milestoneOf(price, high, reference).needed : null;
    case "streak":
      return ofStreak(read, id, rest);
    case "session":
    case "periods":
      return ofLookBack(read, id, [field, ...rest]);
    case "record":
      return rest[1] === "shortfallPct" && price !== null
        ? shortfall(read, id, rest[0] as RecordBasis, price)
        : null;
    case "index":
      if (rest[0] !== "contributions" || rest[2] !== "share") return null;
      return attribution({ read }, id).contributions[Number(rest[1])]?.share ?? null;
    default:
      return null;
  }
}

function ofStreak(read: Read, id: string, [part, name]: Location): Fraction | null {
  const { cumulative, ended } = streakCourse(read, id);
  if (part === "cumulativePct") return cumulative;
  return part === "ended" && name === "cumulativePct" ? (ended?.cumulative ?? null) : null;
}

function ofLookBack(read: Read, id: string, [field, part, name]: Location): Fraction | null {
  const back = lookBack(read, id);
  if (back === undefined) return null;
  if (field === "periods") return name === "changePct" ? period(back, part as PeriodKind).change : null;
  const { maxUp, maxDown } = dayPath(back, false);
  if (part === "maxUpPct") return maxUp;
  return part === "maxDownPct" ? maxDown : null;
}

function shortfall(read: Read, id: string, basis: RecordBasis, price: number): Fraction | null {
  const record = recordNow(read, id, basis);
  if (record === null) return null;
  return divideFractions(subtractFractions(record.level, fraction(price)), record.level);
}

const REACTION_PRICES: Readonly<Record<string, keyof Reaction>> = {
  gapPct: "gap",
  maxUpPct: "maxUp",
  maxDownPct: "maxDown",
  lastPct: "last",
  closePct: "close",
};

function ofRevision(read: Read, said: GuidanceState, [list, row, field]: Location): Fraction | null {
  if (list === "items" && field === "changePct") {
    const { revisions } = read(guidance, said.issuer);
    const revision = revisions.find(({ position }) => position === said.position);
    return revision?.items[Number(row)]?.change ?? null;
  }
  const instrument = list === "reactions" ? said.reactions[Number(row)]?.instrument : undefined;
  const measure = Object.hasOwn(REACTION_PRICES, String(field)) ? REACTION_PRICES[String(field)] : undefined;
  if (instrument === undefined || measure === undefined) return null;
  const one = read(reaction, instrument).reactions.find(({ revision }) => revision === said.position);
  const price = one?.[measure];
  if (one === undefined || one.reference === null || typeof price !== "number") return null;
  return changeRatio(price, one.reference);
}
