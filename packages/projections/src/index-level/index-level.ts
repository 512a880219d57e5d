/**
 * Level of a derived index: the weighted sum of its members' prices over the divisor, rounded once, half away from
 * zero, to the index's scale. It is published on its members' ticks while its market is in phase `open`, at each of
 * its phase changes, and as its close once all official closes are applied; never at the opening itself, nor before
 * every member has a price, nor where the level rounds to zero. A published level goes on as a tick of the index.
 * Sum and divisor are those of the Nikkei and S&P index guides.
 */
import {
  addProduct,
  addTimes,
  copyFraction,
  defineProjection,
  type Draft,
  type Fraction,
  fraction,
  fractionOfWide,
  integerOf,
  type Projection,
  type Read,
  type RecipeContext,
  scaledQuotient,
  subtractFractions,
  type TradingDate,
  type Whole,
  type WideFraction,
} from "@tapefold/core";
import type { InstrumentOpened, InstrumentTicked } from "../facts.ts";
import { phaseOf, marketHalt } from "../session/halt.ts";
import { derivedIndices, indexDefinition, membership } from "../reference/index-definition.ts";
import {
  memberAs,
  memberBefore,
  memberBeforeSeed,
  memberBeforeSplit,
  memberPrice,
  type MemberPrice,
} from "./index-member.ts";
import { exactLevel, type IndexWeights, indexWeights, onWeightBasis, weightOf } from "./index-weights.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { currentSession } from "../session/session.ts";
import { split } from "../reference/split.ts";

export interface IndexLevel {
  /** Session of the index that the sum is of; null before its market's first. */
  readonly date: TradingDate | null;
  /** True while the index publishes on its members' ticks. */
  readonly isLive: boolean;
  /** Weighted sum of the members' prices now, in parts of the weights' `common`. */
  readonly sum: WideFraction;
  /** Members without a price, base or seed; while there is one, nothing is published. */
  readonly missing: number;
  /** The last published level, in the index's units; null before the session's first. */
  readonly level: number | null;
  /** The sum behind it. */
  readonly published: WideFraction | null;
  /** The exact level that the session before ended with; null where none was published. */
  readonly previousExact: { readonly date: TradingDate; readonly exact: Fraction } | null;
  /** Members that have moved since the last publication, as they were then; null where none has. */
  readonly since: Readonly<Record<string, MemberBefore>> | null;
}

/** A member as it counted at the last publication. */
export interface MemberBefore extends MemberPrice {
  readonly sector: string | null;
}

/** The value that a selection shows, of a quoted index too; prices in units. */
export interface IndexLevelView {
  readonly last: number | null;
  readonly close: number | null;
  readonly high: number | null;
  readonly low: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
}

const NOTHING: WideFraction = { high: 0, low: 0, denominator: 1 };
const NONE = fraction(0n);
type Price = MemberPrice["price"];

export const indexLevel: Projection<IndexLevel, IndexLevelView> = defineProjection<
  IndexLevel,
  IndexLevelView
>({
  name: "index-level",
  version: 4,
  needs: [
    derivedIndices,
    indexDefinition,
    indexWeights,
    listing,
    marketHalt,
    membership,
    quote,
    currentSession,
    split,
  ],
  key: {
    IndexDefined: ({ instrument, mode }, read) =>
      mode === "derived" || read(indexLevel, instrument).isLive ? instrument : null,
    InstrumentSeeded: ({ instrument }, read) => read(membership, instrument).indices,
    SessionOpened: ({ mic }, read) => read(derivedIndices, mic).indices,
    InstrumentOpened: ({ instrument }, read) =>
      isDerived(instrument, read) ? instrument : read(membership, instrument).indices,
    InstrumentTicked: ({ instrument }, read) => read(membership, instrument).indices,
    InstrumentClosed: ({ instrument }, read) => read(membership, instrument).indices,
    InstrumentSplit: ({ instrument }, read) => read(membership, instrument).indices,
    SessionPhaseChanged: ({ mic }, read) => read(derivedIndices, mic).indices,
    TradingHalted: ({ mic }, read) => (mic === undefined ? null : read(derivedIndices, mic).indices),
    TradingResumed: ({ mic }, read) => (mic === undefined ? null : read(derivedIndices, mic).indices),
    SessionClosed: ({ mic }, read) => read(derivedIndices, mic).indices,
    IndexClosing: ({ instrument }) => instrument,
  },
  initial: {
    date: null,
    isLive: false,
    sum: NOTHING,
    missing: 0,
    level: null,
    published: null,
    previousExact: null,
    since: null,
  },
  on: {
    IndexDefined: (index, { instrument, mode }, { read }) => {
      index.isLive = mode === "derived" && isLive(read, instrument);
      if (mode === "derived") sumUp(index, instrument, read);
    },

    InstrumentSeeded: (index, seeded, { key, read }) => {
      if (!isMember(read, key, seeded.instrument)) return;
      remember(index, seeded.instrument, memberBeforeSeed(read, key, seeded), read);
      sumUp(index, key, read);
    },

    SessionOpened: (index, _, { key, read }) => {
      index.isLive = isLive(read, key);
      const { previous } = read(quote, key);
      if (index.published === null || previous === null) return;
      index.previousExact = {
        date: previous.date,
        exact: exactLevel(read, key, fractionOfWide(index.published)),
      };
    },

    InstrumentOpened: (index, opened, { key, read }) => {
      const { instrument } = opened;
      if (instrument === key) {
        index.level = null;
        index.published = null;
        index.since = null;
        sumUp(index, key, read);
      } else if (
        read(listing, instrument).mic !== read(listing, key).mic &&
        isMember(read, key, instrument)
      ) {
        openMember(index, opened, key, read);
      }
    },

    InstrumentTicked: (index, ticked, context) => {
      const { instrument, was, updatesLast, isLast } = ticked;
      const { key, read } = context;
      const weights = read(indexWeights, key);
      const weight = updatesLast ? weightOf(weights, instrument) : undefined;
      if (weight === undefined) return;
      if (isLast) move(index, weight, ticked, context);
      if (index.isLive && publish(index, weights, false, context)) return;
      remember(index, instrument, memberBefore(read, key, instrument, was), read);
    },

    InstrumentClosed: (index, { instrument, date, close, was }, context) => {
      const { key, read } = context;
      const weight = weightOf(read(indexWeights, key), instrument);
      if (weight === undefined || close === was) return;
      remember(index, instrument, memberBefore(read, key, instrument, was), read);
      move(index, weight, { instrument, date, price: close, was }, context);
    },

    // A seed of a later date changes the price that the member counts with.
    InstrumentSplit: (index, event, { key, read }) => {
      if (!isMember(read, key, event.instrument)) return;
      remember(index, event.instrument, memberBeforeSplit(read, key, event), read);
      sumUp(index, key, read);
    },

    SessionPhaseChanged: (index, _, context) => {
      const { key, read } = context;
      index.isLive = isLive(read, key);
      if (read(indexDefinition, key).sampling === "every-tick")
        publish(index, read(indexWeights, key), false, context);
    },

    TradingHalted: seeWhetherLive,
    TradingResumed: seeWhetherLive,

    SessionClosed: (index, _, { key, emit }) => {
      index.isLive = false;
      emit({ type: "IndexClosing", instrument: key });
    },

    IndexClosing: (index, _, context) => {
      const { key, read, emit } = context;
      if (publish(index, read(indexWeights, key), true, context)) return;
      // It may have had ticks of its own before it was defined: the last of them is the close then.
      const { last } = read(quote, key);
      if (last !== null) emit({ type: "IndexPublished", instrument: key, level: last, closing: true });
    },
  },
  view: (_index, instrument, read) => {
    const { last, close, high, low, scale } = read(quote, instrument);
    return { last, close, high, low, scale };
  },
});

/** A member as it was at the last publication, where it has moved since. */
export function asPublished({ since }: IndexLevel, member: string): MemberBefore | undefined {
  return since !== null && Object.hasOwn(since, member) ? since[member] : undefined;
}

/** True where there was a level to publish. */
function publish(
  index: Draft<IndexLevel>,
  { common, divisor, divisorScale, levelScale }: IndexWeights,
  closing: boolean,
  { key, emit }: RecipeContext,
): boolean {
  if (index.missing > 0 || common === 0) return false;
  const level = scaledQuotient(index.sum, divisorScale + levelScale, common, divisor);
  // A level that rounds to nothing at the index's scale, or is too large for it, is no price.
  if (level <= 0 || !Number.isSafeInteger(level)) return false;
  index.level = level;
  index.published ??= { ...NOTHING };
  const { high, low, denominator } = index.sum;
  index.published.high = high;
  index.published.low = low;
  index.published.denominator = denominator;
  index.since = null;
  emit({ type: "IndexPublished", instrument: key, level, closing });
  return true;
}

/** The weighted sum from scratch. */
function sumUp(index: Draft<IndexLevel>, key: string, read: Read): void {
  index.sum = { ...NOTHING };
  index.date = read(quote, key).date;
  index.missing = 0;
  for (const [member, coefficient] of Object.entries(read(indexWeights, key).coefficients)) {
    const { price } = memberPrice(read, key, member);
    if (price === null) index.missing += 1;
    else addTimes(index.sum, coefficient, price);
  }
}

/** The sum after one member's price has moved within its session. */
function move(
  index: Draft<IndexLevel>,
  weight: Whole,
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
    addProduct(index.sum, weight, price - before);
    return;
  }
  const now = onWeightBasis(read, key, instrument, fraction(price), date);
  const old = memberAs(read, key, instrument, { date, price: was, reference, carried: null });
  replace(index, weight, now, old.price);
}

/** A member of another market has begun its session: from its carried price to its base. */
function openMember(
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

/** Another price of a member, or none, in the place of the one before if there was one. */
function replace(index: Draft<IndexLevel>, weight: Whole, now: Price, before: Price): void {
  if (before === null) index.missing -= 1;
  if (now === null) index.missing += 1;
  addTimes(index.sum, weight, subtractFractions(now ?? NONE, before ?? NONE));
}

/** Keeps a member as it was before it changed, unless it is kept already. */
function remember(index: Draft<IndexLevel>, member: string, before: MemberPrice, read: Read): void {
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

function seeWhetherLive(index: Draft<IndexLevel>, _: unknown, { key, read }: RecipeContext): void {
  index.isLive = isLive(read, key);
}

/** True while the index publishes on its members' ticks, as its market stands. */
function isLive(read: Read, index: string): boolean {
  const { mic } = read(listing, index);
  return phaseOf(read, mic) === "open" && read(indexDefinition, index).sampling === "every-tick";
}

function isMember(read: Read, index: string, instrument: string): boolean {
  return weightOf(read(indexWeights, index), instrument) !== undefined;
}

function isDerived(instrument: string, read: Read): boolean {
  return read(indexDefinition, instrument).mode === "derived";
}
