/** The parts of a derived index that a state keeps, as exact fractions. */
import {
  divideFractions,
  type Fraction,
  fraction,
  multiplyFractions,
  reduceFraction,
  type State,
  wide,
} from "@tapefold/core";
import { attribution, indexDefinition, indexLevel, indexWeights } from "@tapefold/projections";

export interface IndexParts extends ReturnType<typeof attribution> {
  readonly instrument: string;
  /** The weighted sum over the divisor, as of now. */
  readonly exact: Fraction;
  /** The same as of the last published level, and that level in units; null before one. */
  readonly publishedExact: Fraction | null;
  readonly level: number | null;
  /** True while a member has no price. */
  readonly lacksPrice: boolean;
  readonly previousExact: { readonly date: string; readonly exact: Fraction } | null;
  readonly divisor: Fraction;
  readonly coefficients: Readonly<Record<string, Fraction>>;
}

export function derivedIndices(state: State): IndexParts[] {
  const derived = [...state.documents(indexDefinition)].filter(([, { mode }]) => mode === "derived");
  return derived.map(([instrument]) => {
    const { sum, published, level, missing, previousExact } = state.read(indexLevel, instrument);
    const { common, divisor, divisorScale, coefficients } = state.read(indexWeights, instrument);
    const over = reduceFraction({ numerator: BigInt(divisor), denominator: 10n ** BigInt(divisorScale) });
    const exactOf = (weighted: wide.Sum): Fraction =>
      divideFractions(wide.fractionOf(weighted), multiplyFractions(over, fraction(common)));
    return {
      instrument,
      exact: exactOf(sum),
      publishedExact: published === null ? null : exactOf(published),
      level,
      lacksPrice: missing > 0,
      previousExact,
      divisor: over,
      coefficients: Object.fromEntries(
        Object.entries(coefficients).map(([member, one]) => [member, fraction(one, common)]),
      ),
      ...attribution(state, instrument),
    };
  });
}

export function total(parts: readonly Fraction[]): Fraction {
  return reduceFraction(
    parts.reduce(
      (sum, part) => ({
        numerator: sum.numerator * part.denominator + part.numerator * sum.denominator,
        denominator: sum.denominator * part.denominator,
      }),
      fraction(0n),
    ),
  );
}

export function text({ numerator, denominator }: Fraction): string {
  const { numerator: a, denominator: b } = reduceFraction({ numerator, denominator });
  return `${a}/${b}`;
}
