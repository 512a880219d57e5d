/**
 * Attribution: how many points each member gave a derived index, against its base price. Points add up: the exact
 * ones, with the residual that divisor rounding and base prices leave, to the exact change of the level; the
 * displayed ones, by largest remainder, to the displayed change. A view of the last published level.
 */
import {
  addFractions,
  compareFractions,
  compareText,
  divideFloor,
  divideFractions,
  divideHalfAway,
  type Fraction,
  fraction,
  multiplyFractions,
  type Read,
  subtractFractions,
  powerOfTen,
  type Readable,
} from "@tapefold/core";
import { type MemberPrice, memberPrice } from "./index-member.ts";
import { indexLevel } from "./index-level.ts";
import { asPublished } from "./index-sum.ts";
import { exactLevel, indexWeights } from "./index-weights.ts";
import { listing } from "../reference/listing.ts";
import { isFromSeed } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";
import { shareFactor, split } from "../reference/split.ts";

/** The points of the members of an index. */
export interface Attribution {
  /** Largest first, ties by id. Empty before a level is published, and while a member has no base. */
  readonly contributions: readonly Contribution[];
  /** The part of the change that no member made, in points; null if unknown. */
  readonly residual: Fraction | null;
  readonly sectors: readonly SectorPoints[];
  readonly breadth: Breadth;
}

/** The points of one member. */
export interface Contribution {
  readonly instrument: string;
  readonly sector: string | null;
  /** Exact, in index points. */
  readonly exact: Fraction;
  /** As displayed, in the index's units. */
  readonly points: number;
  /** Share of the exact sum; null if that is zero. */
  readonly share: Fraction | null;
}

/** The points of one sector. */
export interface SectorPoints {
  /** Null for members without a sector. */
  readonly sector: string | null;
  readonly exact: Fraction;
  readonly points: number;
}

/** Members by what their price did against their base; the four add up to the members. */
export interface Breadth {
  readonly advancers: number;
  readonly decliners: number;
  readonly unchanged: number;
  readonly untraded: number;
}

/** The points of each member in the change of a derived index, its sectors, and how many members rose and fell. */
export function attribution({ read }: Readable, index: string): Attribution {
  const members = publishedMembers(read, index);
  const breadth = breadthOf(members.map(([, price]) => price));
  const { level } = read(indexLevel, index);
  if (level === null || members.some(([, { base }]) => base === null)) {
    return { contributions: [], residual: null, sectors: [], breadth };
  }
  const exact = members.map(
    ([member, { price, base }]) => [member, pointsOf(read, index, member, price, base)] as const,
  );
  const sum = exact.reduce((total, [, points]) => addFractions(total, points), fraction(0n));
  const residual = residualOf(read, index, members);
  const displayed = apportion(
    exact,
    displayedTotal(read, index, level, sum, residual),
    read(listing, index).scale,
  );
  const contributions = exact.map(([instrument, points]): Contribution => ({
    instrument,
    sector: sectorOf(read, index, instrument),
    exact: points,
    points: displayed.get(instrument) ?? 0,
    share: sum.numerator === 0n ? null : divideFractions(points, sum),
  }));
  contributions.sort((a, b) => compareFractions(b.exact, a.exact) || compareText(a.instrument, b.instrument));
  return { contributions, residual, sectors: bySector(contributions), breadth };
}

/** Members as of the last published level of the session; before one, all untraded. */
function publishedMembers(read: Read, index: string): (readonly [string, MemberPrice])[] {
  const published = read(indexLevel, index);
  return Object.keys(read(indexWeights, index).coefficients).map((member) => {
    if (published.level === null) return [member, { price: null, base: null, traded: false }];
    return [member, asPublished(published, member) ?? memberPrice(read, index, member)];
  });
}

function sectorOf(read: Read, index: string, member: string): string | null {
  return (asPublished(read(indexLevel, index), member) ?? read(listing, member).now).sector;
}

function breadthOf(members: readonly MemberPrice[]): Breadth {
  const counts = { advancers: 0, decliners: 0, unchanged: 0, untraded: 0 };
  for (const { price, base, traded } of members) {
    const move = price === null || base === null ? 0 : compareFractions(price, base);
    if (!traded) counts.untraded += 1;
    else if (move > 0) counts.advancers += 1;
    else if (move < 0) counts.decliners += 1;
    else counts.unchanged += 1;
  }
  return counts;
}

function pointsOf(
  read: Read,
  index: string,
  member: string,
  price: Fraction | null,
  base: Fraction | null,
): Fraction {
  if (price === null || base === null) return fraction(0n);
  const coefficient = fraction(read(indexWeights, index).coefficients[member] ?? 0n);
  return exactLevel(read, index, multiplyFractions(subtractFractions(price, base), coefficient));
}

/**
 * The sum at base prices over the divisor, N_b / D', less the level before on the session's basis. That level is exact if
 * the tape has it, else the reference. Null without a reference.
 */
function residualOf(
  read: Read,
  index: string,
  members: readonly (readonly [string, MemberPrice])[],
): Fraction | null {
  const { reference } = read(quote, index);
  if (reference === null) return null;
  const { coefficients } = read(indexWeights, index);
  const base = members.reduce(
    (total, [member, { base }]) =>
      addFractions(total, multiplyFractions(base ?? fraction(0n), fraction(coefficients[member] ?? 0n))),
    fraction(0n),
  );
  const published = divideFractions(reference, fraction(powerOfTen(read(listing, index).scale)));
  return subtractFractions(exactLevel(read, index, base), exactBefore(read, index) ?? published);
}

/** The exact level that the session before ended with; null if a seed or a base price has taken its place. */
function exactBefore(read: Read, index: string): Fraction | null {
  const quoted = read(quote, index);
  const { date, previous, base } = quoted;
  const { previousExact } = read(indexLevel, index);
  if (date === null || previousExact === null || base !== null || isFromSeed(quoted)) return null;
  if (previousExact.date !== previous?.date) return null;
  return divideFractions(previousExact.exact, shareFactor(read(split, index), previousExact.date, date));
}

/** Sum of the displayed points, in units: the published change less the rounded residual. */
function displayedTotal(
  read: Read,
  index: string,
  level: number,
  sum: Fraction,
  residual: Fraction | null,
): bigint {
  const { reference } = read(quote, index);
  const one = powerOfTen(read(listing, index).scale);
  const units = ({ numerator, denominator }: Fraction): bigint =>
    divideHalfAway(numerator * one, denominator);
  if (reference === null || residual === null) return units(sum);
  const change = subtractFractions(fraction(level), reference);
  return divideHalfAway(change.numerator, change.denominator) - units(residual);
}

/**
 * Exact points as whole units that add up to a total. Each is floored; the missing units go to the largest remainders, or
 * come from the smallest, ties by id.
 */
function apportion(
  exact: readonly (readonly [string, Fraction])[],
  total: bigint,
  scale: number,
): ReadonlyMap<string, number> {
  const one = fraction(powerOfTen(scale));
  const parts = exact.map(([id, points]) => {
    const scaled = multiplyFractions(points, one);
    const floor = divideFloor(scaled.numerator, scaled.denominator);
    return { id, floor, rest: subtractFractions(scaled, fraction(floor)) };
  });
  let left = Number(total - parts.reduce((sum, { floor }) => sum + floor, 0n));
  const sign = left < 0 ? -1 : 1;
  parts.sort((a, b) => sign * compareFractions(b.rest, a.rest) || compareText(a.id, b.id));
  const units = new Map(parts.map(({ id, floor }) => [id, Number(floor)]));
  for (let next = 0; left !== 0 && parts.length > 0; next = (next + 1) % parts.length, left -= sign) {
    const { id } = parts[next] as { id: string };
    units.set(id, (units.get(id) ?? 0) + sign);
  }
  return units;
}

function bySector(contributions: readonly Contribution[]): SectorPoints[] {
  const rows = new Map<string | null, { exact: Fraction; points: number }>();
  for (const { sector, exact, points } of contributions) {
    const row = rows.get(sector) ?? { exact: fraction(0n), points: 0 };
    rows.set(sector, { exact: addFractions(row.exact, exact), points: row.points + points });
  }
  const sectors = [...rows].map(([sector, row]): SectorPoints => ({ sector, ...row }));
  return sectors.sort((a, b) => {
    if (a.sector === null || b.sector === null) return Number(a.sector === null) - Number(b.sector === null);
    return compareFractions(b.exact, a.exact) || compareText(a.sector, b.sector);
  });
}
