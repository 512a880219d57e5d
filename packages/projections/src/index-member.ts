/**
 * What a member counts with in an index, on the index's session date: its close, else its last tick, else its base
 * price. A member whose market is at another date counts at its last price, untraded.
 */
import { type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import type { InstrumentSeeded } from "./facts.ts";
import { onWeightBasis } from "./index-weights.ts";
import { carriedPrice, currentPrice, quote } from "./quote.ts";

/** Prices in the member's units, on the basis that its weight counts with. */
export interface MemberPrice {
  /** What it counts with; null where it has no price, base or seed. */
  readonly price: Fraction | null;
  /** What its move is measured from; null where it has a price and no base. */
  readonly base: Fraction | null;
  readonly traded: boolean;
}

export function memberPrice(read: Read, index: string, member: string): MemberPrice {
  const quoted = read(quote, member);
  return memberAs(read, index, member, { reference: quoted.reference, carried: carriedPrice(quoted) });
}

/** The same, measured from other prices than now. */
export function memberAs(
  read: Read,
  index: string,
  member: string,
  { reference, carried }: Pick<InstrumentSeeded, "reference" | "carried">,
): MemberPrice {
  const quoted = read(quote, member);
  const { date } = quoted;
  if (date !== null && date === read(quote, index).date)
    return pricedIn(read, index, member, { date, price: currentPrice(quoted), reference });
  const price =
    carried === null ? null : onWeightBasis(read, index, member, fraction(carried.price), carried.date);
  return { price, base: price, traded: false };
}

/** What a member counts with in its session of the index's date; `price` in units, null where it did not trade. */
export function pricedIn(
  read: Read,
  index: string,
  member: string,
  session: {
    readonly date: TradingDate;
    readonly price: number | null;
    readonly reference: Fraction | null;
  },
): MemberPrice {
  const { date, price, reference } = session;
  const base = reference === null ? null : onWeightBasis(read, index, member, reference, date);
  if (price === null) return { price: base, base, traded: false };
  return { price: onWeightBasis(read, index, member, fraction(price), date), base, traded: true };
}

/** The close before a member's session. */
export function previousPrice(read: Read, index: string, member: string): Fraction | null {
  const { previous } = read(quote, member);
  if (previous === null) return null;
  return onWeightBasis(read, index, member, fraction(previous.close), previous.date);
}
