/**
 * Splits, and their effect on a kept price. A price is kept as it was printed, with the date of its session; on a
 * later session's basis it is multiplied by old over new shares of every split in between, exactly.
 */
import { defineProjection, type Fraction, fraction, reduceFraction, type TradingDate } from "@tapefold/core";

/** The splits of an instrument; keyed by its id. */
export interface Splits {
  readonly splits: readonly Split[];
}

/** A split: `numerator` new shares for `denominator` old ones. */
export interface Split {
  /** Date of the first session on the new basis. */
  readonly date: TradingDate;
  readonly numerator: number;
  readonly denominator: number;
}

export const split = defineProjection<Splits>({
  name: "split",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { splits: [] },
  on: {
    InstrumentSplit: (known, { date, numerator, denominator }) => {
      known.splits.push({ date, numerator, denominator });
    },
  },
});

/** True if a split of the same date and ratio is in force: 4 for 2 is 2 for 1. */
export function isTold({ splits }: Splits, { date, numerator, denominator }: Split): boolean {
  return splits.some(
    (known) =>
      known.date === date &&
      BigInt(known.numerator) * BigInt(denominator) === BigInt(numerator) * BigInt(known.denominator),
  );
}

/** New shares for old ones over the splits after one date, up to and with another. */
export function shareFactor({ splits }: Splits, after: TradingDate | null, upTo: TradingDate): Fraction {
  let [numerator, denominator] = [1n, 1n];
  for (const one of splits) {
    if ((after !== null && one.date <= after) || one.date > upTo) continue;
    numerator *= BigInt(one.numerator);
    denominator *= BigInt(one.denominator);
  }
  return reduceFraction({ numerator, denominator });
}

/** A price of one session on the basis of another. */
export function onBasis(known: Splits, price: number, of: TradingDate, on: TradingDate): Fraction {
  if (known.splits.length === 0) return fraction(price);
  if (on < of) {
    const { numerator, denominator } = shareFactor(known, on, of);
    return reduceFraction({ numerator: BigInt(price) * numerator, denominator });
  }
  const { numerator, denominator } = shareFactor(known, of, on);
  return reduceFraction({ numerator: BigInt(price) * denominator, denominator: numerator });
}
