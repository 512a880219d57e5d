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
  type Hearers,
  integerOf,
  type Projection,
  type Read,
  type RecipeContext,
  Route,
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
      isDerived(instrument, read) ? instrument : indicesAbroad(instrument, read),
    InstrumentClosed: ({ instrument }, read) => read(membership, instrument).indices,
    InstrumentSplit: ({ instrument }, read) => read(membership, instrument).indices,
    SessionPhaseChanged: ({ mic }, read) => read(derivedIndices, mic).indices,
    TradingHalted: ({ mic }, read) => (mic === undefined ? null : read(derivedIndices, mic).indices),
    TradingResumed: ({ mic }, read) => (mic === undefined ? null : read(derivedIndices, mic).indices),
    SessionClosed: ({ mic }, read) => read(derivedIndices, mic).indices,
    IndexClosing: ({ instrument }) => instrument,
  },
  routes: { InstrumentTicked: memberRoutes },
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
      } else openMember(index, opened, key, read);
    },

    InstrumentTicked: (index, ticked, context) => {
      const { instrument, date, price, was, updatesLast, isLast } = ticked;
      if (!updatesLast) return;
      const { key, read } = context;
      const { weight, isSplit } = context.route as MemberRoute;
      if (isLast && !isSplit && was !== null && date !== null && date === index.date)
        addProduct(index.sum, weight, price - was);
      else if (isLast) move(index, weight, ticked, context);
      if (index.isLive && publishTick(index, context)) return;
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
  settle: ({ level }, { key, emit }) => {
    if (level !== null) emit({ type: "IndexPublished", instrument: key, level, closing: false });
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

/** The indices of other markets that an instrument is a member of; those of its own begin anew after it. */
function indicesAbroad(instrument: string, read: Read): readonly string[] {
  const { indices } = read(membership, instrument);
  if (indices.length === 0) return indices;
  const { mic } = read(listing, instrument);
  return indices.filter((index) => read(listing, index).mic !== mic && isMember(read, index, instrument));
}

/** The way of a member's ticks to an index. */
class MemberRoute extends Route {
  readonly weight: Whole;
  readonly weights: IndexWeights;
  /** True if the member has been split, so that its prices do not count as they are. */
  readonly isSplit: boolean;
  /** True if every level is heard, not by the quote of the index alone. */
  readonly isHeard: boolean;

  constructor(index: string, weight: Whole, weights: IndexWeights, isSplit: boolean, isHeard: boolean) {
    super(index);
    this.isHeard = isHeard;
    this.weight = weight;
    this.weights = weights;
    this.isSplit = isSplit;
  }
}

function memberRoutes(instrument: string, read: Read, hearers: Hearers): readonly MemberRoute[] {
  return read(membership, instrument).indices.flatMap((key) => {
    const weights = read(indexWeights, key);
    const weight = weightOf(weights, instrument);
    const isSplit = read(split, instrument).splits.length > 0;
    const isHeard = hearers("IndexPublished", key) > 1 || hearers("InstrumentTicked", key) > 0;
    return weight === undefined ? [] : [new MemberRoute(key, weight, weights, isSplit, isHeard)];
  });
}

/** True where there was a level to publish. */
function publish(
  index: Draft<IndexLevel>,
  weights: IndexWeights,
  closing: boolean,
  { key, emit }: RecipeContext,
): boolean {
  const level = levelNow(index, weights);
  if (level === null) return false;
  setLevel(index, level);
  emit({ type: "IndexPublished", instrument: key, level, closing });
  return true;
}

/** As `publish`, at a member's tick: a level between the session's extremes that nobody hears is told after the last tick. */
function publishTick(index: Draft<IndexLevel>, { key, route, read, emit, later }: RecipeContext): boolean {
  const { weights, isHeard } = route as MemberRoute;
  const level = levelNow(index, weights);
  if (level === null) return false;
  const isFirst = index.level === null;
  setLevel(index, level);
  if (!isHeard && !isFirst) {
    const { high, low } = read(quote, key);
    const isBetween = high !== null && low !== null && level <= high && level >= low;
    // A level that is told at once takes the place of one put off before.
    if (later() && isBetween) return true;
  }
  emit({ type: "IndexPublished", instrument: key, level, closing: false });
  return true;
}

/** The level of the sum; null if it can't be published. */
function levelNow(
  { missing, sum }: IndexLevel,
  { common, divisor, divisorScale, levelScale }: IndexWeights,
): number | null {
  if (missing > 0 || common === 0) return null;
  const level = scaledQuotient(sum, divisorScale + levelScale, common, divisor);
  // A level that rounds to nothing at the index's scale, or is too large for it, is no price.
  return level <= 0 || !Number.isSafeInteger(level) ? null : level;
}

function setLevel(index: Draft<IndexLevel>, level: number): void {
  index.level = level;
  index.published ??= { ...NOTHING };
  const { high, low, denominator } = index.sum;
  index.published.high = high;
  index.published.low = low;
  index.published.denominator = denominator;
  index.since = null;
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
