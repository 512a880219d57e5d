/**
 * Weights and divisor of a derived index, as they hold in its session. They change at its market's open alone: by a
 * rebalance, whose weights and divisor stand as given, else by the splits that count from this session on. A split
 * multiplies the weight (`adjusted-price`, `cap`), or moves the divisor so that the level stays (`price`):
 * D' = D · N_b / N_c over the previous closes, rounded half away from zero to the declared decimals; a member whose
 * market is still in an earlier session counts with its last price.
 */
import {
  addFractions,
  compareText,
  defineProjection,
  divideFractions,
  divideHalfAway,
  type Draft,
  type Fraction,
  fraction,
  greatestCommonDivisor,
  multiplyFractions,
  parseDecimal,
  type Projection,
  type Read,
  reduceFraction,
  toFraction,
  type TradingDate,
  powerOfTen,
  wide,
} from "@tapefold/core";
import { closeBefore } from "../price/close-before.ts";
import { indexDefinition } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { shareFactor, split } from "../reference/split.ts";

/** The weights of a derived index; keyed by the index. */
export interface IndexWeights {
  /** By member: how much one unit of its price adds to the weighted sum, in parts of `common`. */
  readonly coefficients: Readonly<Record<string, wide.Whole>>;
  /** Common denominator of the coefficients; above zero once the index is derived. */
  readonly common: wide.Whole;
  /** In units of its last declared decimal; above zero once the index is derived. */
  readonly divisor: wide.Whole;
  readonly divisorScale: number;
  /** Decimals of a level. */
  readonly levelScale: number;
  /** By member: number of new shares for each original one on the basis of its weight; prices are put on that basis. */
  readonly shares: Readonly<Record<string, Fraction>>;
  readonly rebalances: number;
}

export const indexWeights: Projection<IndexWeights> = defineProjection<IndexWeights>({
  name: "index-weights",
  version: 3,
  needs: [indexDefinition, listing, quote, split],
  key: {
    IndexDefined: ({ instrument, mode }) => (mode === "derived" ? instrument : null),
    InstrumentOpened: ({ instrument }, read) => (mayChange(instrument, read) ? instrument : null),
  },
  initial: {
    coefficients: {},
    common: 0,
    divisor: 0,
    divisorScale: 0,
    levelScale: 0,
    shares: {},
    rebalances: 0,
  },
  on: {
    IndexDefined: (index, event, { read }) => {
      take(index, event.instrument, read);
      const { date } = read(quote, event.instrument);
      setShares(index, read, (member) => sharesOn(read, member, date ?? read(quote, member).date));
    },
    InstrumentOpened: (index, { instrument, date }, { read }) => {
      const { rebalances, weighting } = read(indexDefinition, instrument);
      if (rebalances > index.rebalances) take(index, instrument, read);
      else if (weighting === "price") moveDivisor(index, instrument, date, read);
      else multiplyWeights(index, date, read);
      setShares(index, read, (member) => sharesOn(read, member, date));
    },
  },
});

/** Weight of a member in an index; undefined if it is no member, whatever its id means to an object. */
export function weightOf({ coefficients }: IndexWeights, instrument: string): wide.Whole | undefined {
  const weight: unknown = coefficients[instrument];
  return typeof weight === "number" || typeof weight === "bigint" ? weight : undefined;
}

/** The exact level of a weighted sum, in index points. */
export function exactLevel(read: Read, index: string, sum: Fraction): Fraction {
  const { common, divisor, divisorScale } = read(indexWeights, index);
  return reduceFraction({
    numerator: sum.numerator * powerOfTen(divisorScale),
    denominator: sum.denominator * BigInt(common) * BigInt(divisor),
  });
}

/** A member's price of one of its sessions, on the basis that its weight counts with. */
export function onWeightBasis(
  read: Read,
  index: string,
  member: string,
  price: Fraction,
  of: TradingDate,
): Fraction {
  if (read(split, member).splits.length === 0) return price;
  const { shares } = read(indexWeights, index);
  const weight = Object.hasOwn(shares, member) ? shares[member] : undefined;
  const own = multiplyFractions(price, sharesOn(read, member, of));
  return weight === undefined ? own : divideFractions(own, weight);
}

/** True if an open of the index may change weights or divisor; routes that read them are asked for again after it. */
function mayChange(instrument: string, read: Read): boolean {
  const { mode, rebalances } = read(indexDefinition, instrument);
  if (mode !== "derived") return false;
  const index = read(indexWeights, instrument);
  return rebalances > index.rebalances || splitMembers(index, read).length > 0;
}

/** Takes weights and divisor as declared. */
function take(index: Draft<IndexWeights>, instrument: string, read: Read): void {
  const { constituents, divisor, rebalances } = read(indexDefinition, instrument);
  const weights = constituents.map((member): [string, Fraction] => {
    const unit = fraction(1n, powerOfTen(read(listing, member.instrument).scale));
    return [member.instrument, multiplyFractions(toFraction(member.weight), unit)];
  });
  setWeights(index, weights);
  index.divisorScale = parseDecimal(divisor)?.scale ?? 0;
  index.levelScale = read(listing, instrument).scale;
  const { numerator, denominator } = toFraction(divisor);
  index.divisor = wide.wholeOf((numerator * powerOfTen(index.divisorScale)) / denominator);
  index.rebalances = rebalances;
}

function multiplyWeights(index: Draft<IndexWeights>, date: TradingDate, read: Read): void {
  if (!hasSplit(index, date, read)) return;
  const weights = Object.entries(index.coefficients).map(([member, coefficient]): [string, Fraction] => {
    return [
      member,
      multiplyFractions(fraction(coefficient, index.common), growth(index, member, date, read)),
    ];
  });
  setWeights(index, weights);
}

function moveDivisor(index: Draft<IndexWeights>, key: string, date: TradingDate, read: Read): void {
  if (!hasSplit(index, date, read)) return;
  let [before, after] = [fraction(0n), fraction(0n)];
  for (const [member, coefficient] of Object.entries(index.coefficients)) {
    const previous = closeBefore(read, member, date);
    if (previous === null) return;
    const close = onWeightBasis(read, key, member, fraction(previous.close), previous.date);
    const weighted = multiplyFractions(close, fraction(coefficient));
    before = addFractions(before, weighted);
    after = addFractions(after, divideFractions(weighted, growth(index, member, date, read)));
  }
  const moved = divideHalfAway(
    BigInt(index.divisor) * after.numerator * before.denominator,
    after.denominator * before.numerator,
  );
  index.divisor = moved > 0n ? wide.wholeOf(moved) : 1;
}

function hasSplit(index: IndexWeights, date: TradingDate, read: Read): boolean {
  return splitMembers(index, read).some((member) => {
    const { numerator, denominator } = growth(index, member, date, read);
    return numerator !== denominator;
  });
}

function splitMembers({ coefficients }: IndexWeights, read: Read): string[] {
  return Object.keys(coefficients).filter((member) => read(split, member).splits.length > 0);
}

/** New shares for each old one, from the basis of a weight to that of a session. */
function growth({ shares }: IndexWeights, member: string, date: TradingDate, read: Read): Fraction {
  const now = sharesOn(read, member, date);
  const before = Object.hasOwn(shares, member) ? shares[member] : undefined;
  return before === undefined ? now : divideFractions(now, before);
}

function sharesOn(read: Read, member: string, date: TradingDate | null): Fraction {
  return date === null ? fraction(1n) : shareFactor(read(split, member), null, date);
}

/** Keeps the basis of each weight that splits have touched. */
function setShares(index: Draft<IndexWeights>, read: Read, sharesOf: (member: string) => Fraction): void {
  const all = splitMembers(index, read).map((member) => [member, sharesOf(member)] as const);
  const touched = all.filter(([, { numerator, denominator }]) => numerator !== denominator);
  index.shares = Object.fromEntries(touched.map(([member, shares]) => [member, { ...shares }]));
}

/** Keeps weights as whole numbers over their common denominator, in order of id. */
function setWeights(index: Draft<IndexWeights>, weights: [string, Fraction][]): void {
  let common = 1n;
  for (const [, { denominator }] of weights)
    common *= denominator / greatestCommonDivisor(common, denominator);
  weights.sort(([a], [b]) => compareText(a, b));
  index.common = wide.wholeOf(common);
  index.coefficients = Object.fromEntries(
    weights.map(([member, { numerator, denominator }]) => [
      member,
      wide.wholeOf(numerator * (common / denominator)),
    ]),
  );
}
