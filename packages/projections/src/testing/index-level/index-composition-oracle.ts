/**
 * Oracle of the members, weights and divisor of a derived index. They stand as the last `IndexDefined` gave them; a
 * later `IndexRebalanced` replaces them at the next opening of the index's market. A split counts at the first
 * opening on or after its date: it multiplies the weight (`adjusted-price`, `cap`), or, for the Dow kind (`price`),
 * moves the divisor once an opening, D' = D · N_b / N_c over previous closes, rounded half away from zero to the
 * declared decimals. There a member whose market has not ended an earlier session yet counts at its last price. If a
 * rebalance is due, its weights and divisor stand as given.
 */
import type { EventOf, Constituent, Decimal, Recorded, Sampling, Weighting } from "@tapefold/core";
import {
  compare,
  decimalsOf,
  equal,
  fromDecimal,
  ONE,
  over,
  ratio,
  roundHalfAway,
  sum,
  times,
  type Rational,
} from "../price/exact.ts";
import { isOver, quoteOracle } from "../price/quote-oracle.ts";
import {
  basisOfSession,
  basisOnDate,
  onBasis,
  previousClose,
  sessionOfInstrument,
  streakSeed,
} from "../price/reference-oracle.ts";
import { acceptedOf, listingAt, sessionsOf, type History, type Session } from "../session/history.ts";

export interface Composition {
  readonly weighting: Weighting;
  readonly sampling: Sampling;
  /** Position of its `IndexDefined`. */
  readonly definedAt: number;
  readonly weights: readonly { readonly instrument: string; readonly weight: Rational }[];
  readonly divisor: Rational;
  /** Decimals of the declared divisor. */
  readonly decimals: number;
}

/** The composition of an index at a position; null if the instrument is no derived index there. */
export function compositionAt(history: History, index: string, position: number): Composition | null {
  const definition = acceptedOf(history, "IndexDefined", position)
    .filter(({ event }) => event.instrument === index)
    .at(-1);
  if (definition === undefined || definition.event.mode !== "derived") return null;
  const { weighting, sampling = "every-tick", divisor, constituents } = definition.event;
  const definedAt = definition.position;
  let composition: Composition = { weighting, sampling, definedAt, ...declared(constituents, divisor) };
  const sessions = sessionsOf(history, listingAt(history, index, position)?.mic ?? "", position);
  for (const [place, session] of sessions.entries()) {
    if (session.openPosition < definition.position) continue;
    const before = sessions[place - 1] ?? null;
    // Weights are on the basis of the index's session; before its first, on that of each member's own session.
    const basisBefore = (member: string): Rational =>
      weightBasis(history, member, before ?? sessionOfInstrument(history, member, definedAt), definedAt);
    const due = rebalanceDue(
      history,
      index,
      Math.max(definition.position, before?.openPosition ?? 0),
      session,
    );
    composition =
      due === null
        ? afterSplits(history, composition, basisBefore, session)
        : { weighting, sampling, definedAt, ...declared(due.event.constituents, due.event.divisor) };
  }
  return composition;
}

/** Basis of a member's price that goes with its weight in a session of the index; 1 before the first. */
export function weightBasis(
  history: History,
  member: string,
  session: Session | null,
  definedAt: number,
): Rational {
  if (session === null) return ONE;
  // An index defined within a session declares its weights by the splits known then.
  return basisOnDate(history, member, session.date, Math.max(session.openPosition, definedAt));
}

function declared(constituents: readonly Constituent[], divisor: Decimal) {
  return {
    weights: constituents.map(({ instrument, weight }) => ({ instrument, weight: fromDecimal(weight) })),
    divisor: fromDecimal(divisor),
    decimals: decimalsOf(divisor),
  };
}

function rebalanceDue(
  history: History,
  index: string,
  after: number,
  session: Session,
): Recorded<EventOf<"IndexRebalanced">> | null {
  const due = acceptedOf(history, "IndexRebalanced", session.openPosition).filter(
    ({ position, event }) => event.instrument === index && position > after,
  );
  return due.at(-1) ?? null;
}

function afterSplits(
  history: History,
  composition: Composition,
  basisBefore: (member: string) => Rational,
  session: Session,
): Composition {
  const grown = composition.weights.map(({ instrument, weight }) => {
    const [old, now] = [
      basisBefore(instrument),
      weightBasis(history, instrument, session, composition.definedAt),
    ];
    return { instrument, weight, old, now };
  });
  if (grown.every(({ old, now }) => equal(old, now))) return composition;
  if (composition.weighting !== "price") {
    const weights = grown.map(({ instrument, weight, old, now }) => ({
      instrument,
      weight: times(weight, over(now, old)),
    }));
    return { ...composition, weights };
  }
  const closes = grown.map(({ instrument, weight, old, now }) => {
    const closeOn = (basis: Rational) =>
      underWay(history, instrument, session, basis) ??
      previousClose(history, instrument, session.date, basis, session.openPosition)?.close ??
      null;
    const [close, base] = [closeOn(old), closeOn(now)];
    return close === null || base === null
      ? null
      : { close: times(weight, close), base: times(weight, base) };
  });
  const known = closes.filter((pair) => pair !== null);
  // The divisor keeps the index continuous only if every member has a previous close.
  if (known.length < closes.length) return composition;
  const quotient = over(sum(known.map(({ base }) => base)), sum(known.map(({ close }) => close)));
  const unit = ratio(1n, 10n ** BigInt(composition.decimals));
  const units = roundHalfAway(times(composition.divisor, quotient), composition.decimals);
  const divisor = times(ratio(units), unit);
  return { ...composition, divisor: compare(divisor, unit) < 0 ? unit : divisor };
}

/** The last price of a member whose market has not ended an earlier session yet, and has no seed of that date or later. */
function underWay(history: History, instrument: string, { date, openPosition }: Session, basis: Rational) {
  const own = sessionOfInstrument(history, instrument, openPosition);
  const isBehind = own !== null && own.date < date && !isOver(own, openPosition);
  const seeded = streakSeed(history, instrument, openPosition, date)?.event.date ?? "";
  if (!isBehind || own.date <= seeded) return null;
  const { last } = quoteOracle(history, instrument, own, openPosition);
  return last === null ? null : onBasis(last, basisOfSession(history, instrument, own), basis);
}
