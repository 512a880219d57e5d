/**
 * Index member: the price that a member counts with in an index, on the date of the index's session. That is its close, else
 * its last tick, else its base price. A member whose market is at another date counts at its last price, untraded.
 */
import {
  type Fraction,
  fraction,
  type EventOf,
  multiplyFractions,
  type Read,
  type TradingDate,
} from "@tapefold/core";
import type { CarriedPrice, InstrumentSeeded } from "../facts.ts";
import { onWeightBasis } from "./index-weights.ts";
import { carriedPrice, currentPrice } from "../price/price-of.ts";
import { quote } from "../price/quote.ts";

/** Prices in the member's units, on the basis that its weight counts with. */
export interface MemberPrice {
  /** The price it counts with; null if it has no price, base or seed. */
  readonly price: Fraction | null;
  /** The price its move is measured from; null if it has a price and no base. */
  readonly base: Fraction | null;
  readonly traded: boolean;
}

/** The part of a member's quote that its price comes from, now or at another time. */
export interface MemberQuote {
  /** Its session; null before its market's first. */
  readonly date: TradingDate | null;
  /** Its price in that session, in units. */
  readonly price: number | null;
  readonly reference: Fraction | null;
  readonly carried: CarriedPrice | null;
}

/** The price that a member counts with now. */
export function memberPrice(read: Read, index: string, member: string): MemberPrice {
  const quoted = read(quote, member);
  const { date, reference } = quoted;
  const [price, carried] = [currentPrice(quoted), carriedPrice(quoted)];
  return memberAs(read, index, member, { date, price, reference, carried });
}

/** As `memberPrice`, by a given quote instead of the current one. */
export function memberAs(
  read: Read,
  index: string,
  member: string,
  { date, price, reference, carried }: MemberQuote,
): MemberPrice {
  if (date === null || date !== read(quote, index).date) {
    const last =
      carried === null ? null : onWeightBasis(read, index, member, fraction(carried.price), carried.date);
    return { price: last, base: last, traded: false };
  }
  const base = reference === null ? null : onWeightBasis(read, index, member, reference, date);
  if (price === null) return { price: base, base, traded: false };
  return { price: onWeightBasis(read, index, member, fraction(price), date), base, traded: true };
}

/** As `memberPrice`, with another last price `was` of its session. */
export function memberBefore(read: Read, index: string, member: string, was: number | null): MemberPrice {
  const { date, reference, previous, seeds } = read(quote, member);
  const carried = carriedPrice({ date, last: was, close: null, previous, seeds });
  return memberAs(read, index, member, { date, price: was, reference, carried });
}

/** As `memberPrice`, before a streak seed of the member. */
export function memberBeforeSeed(
  read: Read,
  index: string,
  { instrument, reference, carried }: InstrumentSeeded,
): MemberPrice {
  const quoted = read(quote, instrument);
  const { date } = quoted;
  return memberAs(read, index, instrument, { date, price: currentPrice(quoted), reference, carried });
}

/** As `memberPrice`, before a split of the member was known: the price of a seed counted for the old shares. */
export function memberBeforeSplit(
  read: Read,
  index: string,
  { instrument, date, numerator, denominator }: EventOf<"InstrumentSplit">,
): MemberPrice {
  const now = memberPrice(read, index, instrument);
  const quoted = read(quote, instrument);
  const isCarried = quoted.date === null || quoted.date !== read(quote, index).date;
  if (!isCarried || now.price === null || (carriedPrice(quoted)?.date ?? "") < date) return now;
  const price = multiplyFractions(now.price, fraction(denominator, numerator));
  return { price, base: price, traded: false };
}
