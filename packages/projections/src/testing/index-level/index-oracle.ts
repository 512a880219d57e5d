/**
 * Oracle of an index's make-up, as of the last level it published in this session. A member contributes weight times
 * (price less base) over the divisor; the residual is the sum at base prices, N_b / D', less the level before. Exact
 * contributions and residual add up to the exact change. Shown points are apportioned to the published change less
 * the rounded residual: each floored, the missing units handed out by largest remainder, ties by id. Every member is
 * in one bucket of the breadth.
 */
import {
  compare,
  fixed,
  floor,
  minus,
  over,
  percentText,
  plus,
  ratio,
  roundHalfAway,
  sign,
  sum,
  times,
  unitsText,
  ZERO,
  type Rational,
} from "../price/exact.ts";
import { compositionAt } from "./index-composition-oracle.ts";
import { exactLevel, membersAt, type Member } from "./index-level-oracle.ts";
import { ticksOf } from "../price/quote-oracle.ts";
import {
  basePriceSet,
  basisOfSession,
  onBasis,
  previousOf,
  referenceOracle,
} from "../price/reference-oracle.ts";
import {
  acceptedOf,
  FOREVER,
  listingAt,
  sessionAt,
  type History,
  type Session,
  type Tick,
} from "../session/history.ts";
import { byText } from "../text-order.ts";

export interface Breadth {
  readonly advancers: number;
  readonly decliners: number;
  readonly unchanged: number;
  readonly untraded: number;
}

export interface IndexJson {
  readonly mode: "quoted" | "derived";
  readonly divisor: string | null;
  readonly members: number;
  readonly contributions: readonly {
    readonly instrument: string;
    readonly points: string;
    readonly share: string | null;
  }[];
  readonly residual: string | null;
  readonly sectors: readonly { readonly sector: string; readonly points: string }[];
  readonly breadth: Breadth;
}

/** A member's exact part of the move and the units it is shown with. */
interface Part {
  readonly instrument: string;
  readonly exact: Rational;
  readonly units: bigint;
}

const NOTHING = { contributions: [], residual: null, sectors: [] };
const EMPTY_BREADTH: Breadth = { advancers: 0, decliners: 0, unchanged: 0, untraded: 0 };

export function indexOracle(history: History, index: string): IndexJson {
  const composition = compositionAt(history, index, FOREVER);
  if (composition === null) {
    return { mode: "quoted", divisor: null, members: 0, ...NOTHING, breadth: EMPTY_BREADTH };
  }
  const { divisor, decimals, weights } = composition;
  const count = weights.length;
  const head = { mode: "derived" as const, divisor: fixed(divisor, decimals), members: count };
  const listing = listingAt(history, index, FOREVER);
  const session = listing === null ? null : sessionAt(history, listing.mic, FOREVER);
  const level = session === null ? undefined : lastLevel(session, index);
  if (listing === null || session === null || level === undefined) {
    return { ...head, ...NOTHING, breadth: { ...EMPTY_BREADTH, untraded: count } };
  }
  const members = membersAt(history, composition, session, level.position);
  const breadth = breadthOf(members);
  const baseLevel = exactLevel(members, ({ base }) => base, divisor);
  if (baseLevel === null) return { ...head, ...NOTHING, breadth };

  const before = levelBefore(history, index, session);
  const reference = referenceOracle(history, index, session, FOREVER);
  const residual = before === null ? null : minus(baseLevel, before);
  const exact = members.map((member) => contributionOf(member, divisor));
  const { scale } = listing;
  const target =
    residual === null || reference === null
      ? roundHalfAway(sum(exact), scale)
      : roundHalfAway(minus(level.price, reference), scale) - roundHalfAway(residual, scale);
  const ids = members.map(({ instrument }) => instrument);
  const parts = ranked(apportioned(ids, exact, target, scale), ({ instrument }) => instrument);
  const total = sum(exact);
  return {
    ...head,
    contributions: parts.map(({ instrument, exact: part, units }) => ({
      instrument,
      points: unitsText(units, scale),
      share: sign(total) === 0 ? null : percentText(over(part, total)),
    })),
    residual: residual === null ? null : fixed(residual, scale),
    sectors: sectorsOf(history, parts, level.position, scale),
    breadth,
  };
}

function contributionOf({ weight, price, base }: Member, divisor: Rational): Rational {
  return price === null || base === null ? ZERO : over(times(weight, minus(price, base)), divisor);
}

function breadthOf(members: readonly Member[]): Breadth {
  const sideOf = ({ price, base }: Member) => (price === null || base === null ? 0 : compare(price, base));
  const traded = members.filter(({ hasTraded }) => hasTraded).map(sideOf);
  return {
    advancers: traded.filter((side) => side > 0).length,
    decliners: traded.filter((side) => side < 0).length,
    unchanged: traded.filter((side) => side === 0).length,
    untraded: members.length - traded.length,
  };
}

/** Exact parts as whole units that add up to the target. */
export function apportioned(
  ids: readonly string[],
  parts: readonly Rational[],
  target: bigint,
  scale: number,
): Part[] {
  const unit = ratio(10n ** BigInt(scale));
  const floored = ids.map((instrument, place) => {
    const exact = parts[place] ?? ZERO;
    const units = floor(times(exact, unit));
    return { instrument, exact, units, remainder: minus(times(exact, unit), ratio(units)) };
  });
  const missing = target - floored.reduce((units, part) => units + part.units, 0n);
  // Units go to the largest remainders, or are taken from the smallest: equal shares first, then one more each.
  const one = missing < 0n ? -1n : 1n;
  const byRemainder = [...floored].sort(
    (a, b) => Number(one) * compare(b.remainder, a.remainder) || byText(a.instrument, b.instrument),
  );
  const count = BigInt(byRemainder.length);
  const each = count === 0n ? 0n : missing / count;
  const more = Number((missing - each * count) * one);
  return byRemainder.map(({ instrument, exact, units }, place) => ({
    instrument,
    exact,
    units: units + each + (place < more ? one : 0n),
  }));
}

/** The level before, from which the residual is taken: exact if the index, defined as now, published it; null if there is none. */
function levelBefore(history: History, index: string, session: Session): Rational | null {
  const set = basePriceSet(history, index, session, FOREVER);
  if (set !== null) return set;
  const previous = previousOf(history, index, session, FOREVER);
  if (previous === null || previous.session === null) return previous?.close ?? null;
  const last = lastLevel(previous.session, index);
  const isOfOtherWeights = acceptedOf(history, "IndexDefined", session.openPosition).some(
    ({ position, event }) => event.instrument === index && position > (last?.position ?? 0),
  );
  if (last?.exact === undefined || isOfOtherWeights) return previous.close;
  return onBasis(
    last.exact,
    basisOfSession(history, index, previous.session),
    basisOfSession(history, index, session),
  );
}

function lastLevel(session: Session, index: string): Tick | undefined {
  return ticksOf(session, index)
    .filter(({ exact }) => exact !== undefined)
    .at(-1);
}

function sectorsOf(
  history: History,
  parts: readonly Part[],
  position: number,
  scale: number,
): { sector: string; points: string }[] {
  const bySector = new Map<string | undefined, { exact: Rational; units: bigint }>();
  for (const { instrument, exact, units } of parts) {
    const sector = listingAt(history, instrument, position)?.sector;
    const soFar = bySector.get(sector) ?? { exact: ZERO, units: 0n };
    bySector.set(sector, { exact: plus(soFar.exact, exact), units: soFar.units + units });
  }
  const rows = [...bySector].flatMap(([sector, part]) => (sector === undefined ? [] : [{ sector, ...part }]));
  const unclassified = bySector.get(undefined);
  const last = unclassified === undefined ? [] : [{ sector: "unclassified", ...unclassified }];
  return [...ranked(rows, ({ sector }) => sector), ...last].map(({ sector, units }) => ({
    sector,
    points: unitsText(units, scale),
  }));
}

function ranked<T extends { readonly exact: Rational }>(rows: readonly T[], nameOf: (row: T) => string): T[] {
  return [...rows].sort((a, b) => compare(b.exact, a.exact) || byText(nameOf(a), nameOf(b)));
}
