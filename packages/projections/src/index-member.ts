/**
 * What a member counts with in an index, on the index's session date: its close, else its last tick, else its base
 * price. A member whose market is at another date counts at its last price, untraded.
 */
import { type Fraction, fraction, type Read, type TradingDate } from "@tapefold/core";
import { currentPrice, quote } from "./quote.ts";
import { onBasis, split } from "./split.ts";

/** Prices in the member's units. */
export interface MemberPrice {
  /** What it counts with; null where it has no price, base or seed. */
  readonly price: Fraction | null;
  /** What its move is measured from; null where it has a price and no base. */
  readonly base: Fraction | null;
  readonly traded: boolean;
}

export function memberPrice(read: Read, instrument: string, date: TradingDate): MemberPrice {
  const quoted = read(quote, instrument);
  if (quoted.date !== date) {
    const price = carriedPrice(read, instrument, date);
    return { price, base: price, traded: false };
  }
  const price = currentPrice(quoted);
  return {
    price: price === null ? quoted.reference : fraction(price),
    base: quoted.reference,
    traded: price !== null,
  };
}

/** The last price of an instrument whose market is at another date, on the basis of this one. */
function carriedPrice(read: Read, instrument: string, date: TradingDate): Fraction | null {
  const quoted = read(quote, instrument);
  const price = currentPrice(quoted);
  const splits = read(split, instrument);
  const seeded = quoted.seeded !== null && quoted.seeded.date >= (quoted.date ?? "") ? quoted.seeded : null;
  if (quoted.date !== null && price !== null && seeded === null)
    return onBasis(splits, price, quoted.date, date);
  const previous = seeded ?? quoted.previous;
  return previous === null ? null : onBasis(splits, previous.close, previous.date, date);
}

/** The close before the index's session: as printed, and on that session's basis. */
export function previousClose(
  read: Read,
  instrument: string,
  date: TradingDate,
): { raw: Fraction; adjusted: Fraction } | null {
  const quoted = read(quote, instrument);
  const splits = read(split, instrument);
  if (quoted.date !== null && quoted.date < date) {
    const price = currentPrice(quoted);
    if (price !== null) return { raw: fraction(price), adjusted: onBasis(splits, price, quoted.date, date) };
  }
  const { previous } = quoted;
  return previous === null
    ? null
    : { raw: fraction(previous.close), adjusted: onBasis(splits, previous.close, previous.date, date) };
}
