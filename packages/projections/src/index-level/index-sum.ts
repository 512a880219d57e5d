/** The weighted sum behind an index level: how members' prices move it, and which members have moved since. */
import {
  copyFraction,
  type Draft,
  type Fraction,
  fraction,
  integerOf,
  type Read,
  type RecipeContext,
  subtractFractions,
  type TradingDate,
  wide,
} from "@tapefold/core";
import type { InstrumentOpened, InstrumentTicked } from "../facts.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { split } from "../reference/split.ts";
import { memberAs, memberPrice, type MemberPrice } from "./index-member.ts";
import { indexWeights, onWeightBasis, weightOf } from "./index-weights.ts";

/** The document of an index level; keyed by the index. */
export interface IndexLevel {
  /** Session of the index that the sum is of; null before its market's first. */
  readonly date: TradingDate | null;
  /** True while the index publishes on its members' ticks. */
  readonly isLive: boolean;
  /** Weighted sum of the members' prices now, in parts of the weights' `common`. */
  readonly sum: wide.Sum;
  /** Members without a price, base or seed; while there is one, nothing is published. */
  readonly missing: number;
  /** The last published level, in the index's units; null before the session's first. */
  readonly level: number | null;
  /** The sum behind that level; null also if the index has been defined anew since. */
  readonly published: wide.Sum | null;
  /** The exact level that the session before ended with; null if none was published, or the index was defined anew since. */
  readonly previousExact: { readonly date: TradingDate; readonly exact: Fraction } | null;
  /** Members that have moved since the last publication, as they counted then; null if none has. */
  readonly since: Readonly<Record<string, MemberBefore>> | null;
}

/** A member as it counted at the last publication. */
export interface MemberBefore extends MemberPrice {
  readonly sector: string | null;
}

export const NOTHING: wide.Sum = { high: 0, low: 0, denominator: 1 };
const NONE = fraction(0n);
type Price = MemberPrice["price"];

/** A member as it counted at the last publication; undefined if it has not moved since. */
export function asPublished({ since }: IndexLevel, member: string): MemberBefore | undefined {
  return since !== null && Object.hasOwn(since, member) ? since[member] : undefined;
}

/** Makes the weighted sum from scratch. */
export function sumUp(index: Draft<IndexLevel>, key: string, read: Read): void {
  index.sum = { ...NOTHING };
  index.date = read(quote, key).date;
  index.missing = 0;
  for (const [member, coefficient] of Object.entries(read(indexWeights, key).coefficients)) {
    const { price } = memberPrice(read, key, member);
    if (price === null) index.missing += 1;
    else wide.addTimes(index.sum, coefficient, price);
  }
}

/** Moves the sum by a change of one member's price within its session. */
export function move(
  index: Draft<IndexLevel>,
  weight: wide.Whole,
  { instrument, date, price, was }: Pick<InstrumentTicked, "instrument" | "date" | "price" | "was">,
  { key, read }: RecipeContext,
): void {
  if (date === null || date !== index.date) {
    sumUp(index, key, read);
    return;
  }
  const { reference } = read(quote, instrument);
  const before = was ?? (reference === null ? null : integerOf(reference));
  if (before !== null && read(split, instrument).splits.length === 0) {
    wide.addProduct(index.sum, weight, price - before);
    return;
  }
  const now = onWeightBasis(read, key, instrument, fraction(price), date);
  const old = memberAs(read, key, instrument, { date, price: was, reference, carried: null });
  replace(index, weight, now, old.price);
}

/** Moves the sum when a member of another market opens: the member's base takes the place of its carried price. */
export function openMember(
  index: Draft<IndexLevel>,
  { instrument: member, ended, carried }: InstrumentOpened,
  key: string,
  read: Read,
): void {
  if (index.date === null) return;
  const { date = null, close: price = null, reference = null } = ended ?? {};
  const before = memberAs(read, key, member, { date, price, reference, carried });
  const { now, before: named } = read(listing, member);
  rememberAs(index, member, { ...before, sector: (named ?? now).sector });
  const weight = weightOf(read(indexWeights, key), member) ?? 0;
  replace(index, weight, memberPrice(read, key, member).price, before.price);
}

/** Puts a member's price in the place of the one before; each is null if there is none. */
function replace(index: Draft<IndexLevel>, weight: wide.Whole, now: Price, before: Price): void {
  if (before === null) index.missing -= 1;
  if (now === null) index.missing += 1;
  wide.addTimes(index.sum, weight, subtractFractions(now ?? NONE, before ?? NONE));
}

/** Keeps a member as it counted before it changed, unless it is kept already. */
export function remember(index: Draft<IndexLevel>, member: string, before: MemberPrice, read: Read): void {
  rememberAs(index, member, { ...before, sector: read(listing, member).now.sector });
}

function rememberAs(index: Draft<IndexLevel>, member: string, { price, base, ...rest }: MemberBefore): void {
  if (index.level === null || asPublished(index, member) !== undefined) return;
  index.since ??= {};
  index.since[member] = {
    price: copyFraction(price),
    base: copyFraction(base),
    ...rest,
  };
}
