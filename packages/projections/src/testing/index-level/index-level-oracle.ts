/**
 * Oracle of the levels that a derived index publishes, each the full sum over its members at that place of the tape:
 * weight times price, over the divisor, rounded half away from zero at the index's scale. It publishes on a member's
 * tick that moves last while its own market is in phase `open` and not halted, at each phase change of that market,
 * and at its close; with `close-only` sampling at the close alone; and never while a member has no price. A member
 * that didn't trade stands at its base price. A member whose market is not in a session of the index's date stands at
 * its last price, on the basis of that date, and contributes nothing.
 */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { over, ratio, roundHalfAway, sum, times, type Rational } from "../price/exact.ts";
import { isHalted } from "../admission/halt-oracle.ts";
import { compositionAt, weightBasis, type Composition } from "./index-composition-oracle.ts";
import {
  basisOfSession,
  currentOf,
  lastPriceOf,
  onBasis,
  referenceOracle,
  sessionOfInstrument,
} from "../price/reference-oracle.ts";
import {
  instrumentsOf,
  listingAt,
  listUnder,
  phaseAt,
  sessionAt,
  type History,
  type Session,
} from "../session/history.ts";

/** A member at one place of the tape; prices on the basis its weight is on. */
export interface Member {
  readonly instrument: string;
  readonly weight: Rational;
  /** Price of the member; null if it has neither price, base nor seed. */
  readonly price: Rational | null;
  /** Base price; null if the member has a price but no reference. */
  readonly base: Rational | null;
  readonly hasTraded: boolean;
}

/** The order of all levels of a session: after all ticks by instant, among themselves by position. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/** Adds to each session the levels its derived indices published, as their ticks. */
export function publishLevels(history: History, log: readonly Recorded[]): void {
  const accepted = new Set([...history.accepted.values()].flat().map(({ position }) => position));
  for (const { position, event } of log.filter((recorded) => accepted.has(recorded.position))) {
    for (const index of instrumentsOf(history, position)) publish(history, index, position, event);
  }
}

/** The members of an index at a position, each with its weight and price. */
export function membersAt(
  history: History,
  composition: Composition,
  session: Session,
  position: number,
): Member[] {
  return composition.weights.map(({ instrument, weight }) => {
    const basis = weightBasis(history, instrument, session, composition.definedAt);
    const own = sessionOfInstrument(history, instrument, position);
    if (own === null || own.date !== session.date) {
      const price = lastPriceOf(history, instrument, basis, position);
      return { instrument, weight, price, base: price, hasTraded: false };
    }
    const onWeight = (price: Rational | null) =>
      price === null ? null : onBasis(price, basisOfSession(history, instrument, own), basis);
    const traded = onWeight(currentOf(history, instrument, own, position));
    const base = onWeight(referenceOracle(history, instrument, own, position));
    return { instrument, weight, price: traded ?? base, base, hasTraded: traded !== null };
  });
}

/** The weighted sum over the divisor; null if a price is missing. */
export function exactLevel(
  members: readonly Member[],
  priceOf: (member: Member) => Rational | null,
  divisor: Rational,
): Rational | null {
  const parts = members.map((member) => ({ weight: member.weight, price: priceOf(member) }));
  if (parts.some(({ price }) => price === null)) return null;
  return over(
    sum(parts.flatMap(({ weight, price }) => (price === null ? [] : [times(weight, price)]))),
    divisor,
  );
}

function publish(history: History, index: string, position: number, event: MarketEvent): void {
  const composition = compositionAt(history, index, position);
  const listing = listingAt(history, index, position);
  const session = listing === null ? null : sessionAt(history, listing.mic, position);
  if (composition === null || listing === null || session === null) return;
  if (!isOccasion(history, composition, session, position, event)) return;
  const exact = exactLevel(
    membersAt(history, composition, session, position),
    ({ price }) => price,
    composition.divisor,
  );
  if (exact === null) return;
  const units = roundHalfAway(exact, listing.scale);
  // A level is a price of the index: above zero, and a safe integer at its scale.
  if (units <= 0n || units > BigInt(Number.MAX_SAFE_INTEGER)) return;
  const price = ratio(units, 10n ** BigInt(listing.scale));
  const { at } = event;
  const tick = { position, at, order: AFTER_ALL, price, exact, movesLast: true, movesHighLow: true };
  listUnder(session.ticks, index).push(tick);
}

function isOccasion(
  history: History,
  { sampling, weights }: Composition,
  session: Session,
  position: number,
  event: MarketEvent,
): boolean {
  if (event.type === "SessionClosed") return event.mic === session.mic;
  if (sampling === "close-only") return false;
  if (event.type === "SessionPhaseChanged") return event.mic === session.mic;
  return (
    event.type === "PriceTicked" &&
    (event.updates === undefined || event.updates.includes("last")) &&
    weights.some(({ instrument }) => instrument === event.instrument) &&
    phaseAt(session, position) === "open" &&
    !isHalted(history, { mic: session.mic }, position)
  );
}
