/**
 * Weights and divisor of a derived index, as they hold in its session. They change at its market's open alone: by a
 * rebalance, whose weights and divisor stand as given, else by the splits that count from this session on. A split
 * multiplies the weight (`adjusted-price`, `cap`), or moves the divisor so that the level stays (`price`):
 * D' = D · N_b / N_c over the previous closes, rounded half away from zero to the declared decimals.
 */
import {
  addFractions,
  compareText,
  defineProjection,
  divideHalfAway,
  type Draft,
  type Fraction,
  fraction,
  greatestCommonDivisor,
  multiplyFractions,
  parseDecimal,
  type Projection,
  type Read,
  toFraction,
  type TradingDate,
} from "@tapefold/core";
import { indexDefinition } from "./index-definition.ts";
import { previousClose } from "./index-member.ts";
import { listing } from "./listing.ts";
import { quote } from "./quote.ts";
import { shareFactor, split } from "./split.ts";

export interface IndexWeights {
  /** By member: how much one unit of its price adds to the weighted sum, in parts of `common`. */
  readonly coefficients: Readonly<Record<string, bigint>>;
  /** What coefficients are parts of; above zero once the index is derived. */
  readonly common: bigint;
  /** In units of its last declared decimal; never zero. */
  readonly divisor: bigint;
  readonly divisorScale: number;
  /** Splits up to this session are in the weights; null before any session. */
  readonly date: TradingDate | null;
  readonly rebalances: number;
}

export const indexWeights: Projection<IndexWeights> = defineProjection<IndexWeights>({
  name: "index-weights",
  version: 1,
  needs: [indexDefinition, listing, quote, split],
  key: {
    IndexDefined: ({ instrument, mode }) => (mode === "derived" ? instrument : null),
    InstrumentOpened: ({ instrument }, read) =>
      read(indexDefinition, instrument).mode === "derived" ? instrument : null,
  },
  initial: { coefficients: {}, common: 0n, divisor: 0n, divisorScale: 0, date: null, rebalances: 0 },
  on: {
    IndexDefined: (index, event, { read }) => {
      take(index, event.instrument, read);
      const members = [event.instrument, ...Object.keys(index.coefficients)];
      const dates = members.map((member) => latestDate(member, read)).filter((date) => date !== null);
      index.date = dates.reduce<TradingDate | null>(
        (last, date) => (last === null || date > last ? date : last),
        null,
      );
    },
    InstrumentOpened: (index, { instrument, date }, { read }) => {
      const { rebalances, weighting } = read(indexDefinition, instrument);
      if (rebalances > index.rebalances) take(index, instrument, read);
      else if (weighting === "price") moveDivisor(index, date, read);
      else multiplyWeights(index, date, read);
      index.date = date;
    },
  },
});

/** Weights and divisor as declared. */
function take(index: Draft<IndexWeights>, instrument: string, read: Read): void {
  const { constituents, divisor, rebalances } = read(indexDefinition, instrument);
  const weights = constituents.map((member): [string, Fraction] => {
    const unit = fraction(1n, 10n ** BigInt(read(listing, member.instrument).scale));
    return [member.instrument, multiplyFractions(toFraction(member.weight), unit)];
  });
  setWeights(index, weights);
  index.divisorScale = parseDecimal(divisor)?.scale ?? 0;
  const { numerator, denominator } = toFraction(divisor);
  index.divisor = (numerator * 10n ** BigInt(index.divisorScale)) / denominator;
  index.rebalances = rebalances;
}

function multiplyWeights(index: Draft<IndexWeights>, date: TradingDate, read: Read): void {
  if (!hasSplit(index, date, read)) return;
  const weights = Object.entries(index.coefficients).map(([member, coefficient]): [string, Fraction] => {
    const factor = shareFactor(read(split, member), index.date, date);
    return [member, multiplyFractions(fraction(coefficient, index.common), factor)];
  });
  setWeights(index, weights);
}

function moveDivisor(index: Draft<IndexWeights>, date: TradingDate, read: Read): void {
  if (!hasSplit(index, date, read)) return;
  let [before, after] = [fraction(0n), fraction(0n)];
  for (const [member, coefficient] of Object.entries(index.coefficients)) {
    const close = previousClose(read, member, date);
    if (close === null) return;
    before = addFractions(before, multiplyFractions(close.raw, fraction(coefficient)));
    after = addFractions(after, multiplyFractions(close.adjusted, fraction(coefficient)));
  }
  const moved = divideHalfAway(
    index.divisor * after.numerator * before.denominator,
    after.denominator * before.numerator,
  );
  index.divisor = moved > 0n ? moved : 1n;
}

function hasSplit({ coefficients, date: last }: IndexWeights, date: TradingDate, read: Read): boolean {
  return Object.keys(coefficients).some((member) => {
    const { numerator, denominator } = shareFactor(read(split, member), last, date);
    return numerator !== denominator;
  });
}

/** Keeps weights as whole numbers of one common part, in order of id. */
function setWeights(index: Draft<IndexWeights>, weights: [string, Fraction][]): void {
  let common = 1n;
  for (const [, { denominator }] of weights)
    common *= denominator / greatestCommonDivisor(common, denominator);
  weights.sort(([a], [b]) => compareText(a, b));
  index.common = common;
  index.coefficients = Object.fromEntries(
    weights.map(([member, { numerator, denominator }]) => [member, numerator * (common / denominator)]),
  );
}

/** The last session an instrument has been in, or was seeded with. */
function latestDate(instrument: string, read: Read): TradingDate | null {
  const { date, previous } = read(quote, instrument);
  return date ?? previous?.date ?? null;
}
