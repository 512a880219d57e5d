/**
 * Level of a derived index: the weighted sum of its members' prices over the divisor, rounded once, half away from
 * zero, to the index's scale. It is published on its members' ticks while its market is in phase `open`, at each of
 * its phase changes, and as its close once all official closes are applied; never at the opening itself, nor before
 * every member has a price, nor where the level rounds to zero. A published level goes on as a tick of the index.
 * Sum and divisor are those of the Nikkei and S&P index guides.
 */
import {
  defineProjection,
  type Draft,
  type Projection,
  type Read,
  type RecipeContext,
  wide,
} from "@tapefold/core";
import { marketHalt, phaseOf } from "../session/halt.ts";
import { derivedIndices, indexDefinition, isDerived, membership } from "../reference/index-definition.ts";
import { memberBefore, memberBeforeSeed, memberBeforeSplit } from "./index-member.ts";
import { publish, publishTick } from "./index-publication.ts";
import { indicesAbroad, isMember, type MemberRoute, memberRoutes } from "./index-routes.ts";
import { type IndexLevel, move, NOTHING, openMember, remember, sumUp } from "./index-sum.ts";
import { exactLevel, indexWeights, weightOf } from "./index-weights.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { currentSession } from "../session/session.ts";
import { split } from "../reference/split.ts";

/** The value that a selection shows, of a quoted index too; prices in units. */
export interface IndexLevelView {
  readonly last: number | null;
  readonly close: number | null;
  readonly high: number | null;
  readonly low: number | null;
  /** Decimals of a unit. */
  readonly scale: number;
}

export const indexLevel: Projection<IndexLevel, IndexLevelView> = defineProjection<
  IndexLevel,
  IndexLevelView
>({
  name: "index-level",
  version: 5,
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
      isDerived(read, instrument) ? instrument : indicesAbroad(instrument, read),
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
      // The sum behind the last level was of other weights.
      index.published = null;
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
        exact: exactLevel(read, key, wide.fractionOf(index.published)),
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
        wide.addProduct(index.sum, weight, price - was);
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

    // The price of a seed of a later date is on the new basis.
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
      // Without a level the index closes at its last tick, which it may have had before it was defined.
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

function seeWhetherLive(index: Draft<IndexLevel>, _: unknown, { key, read }: RecipeContext): void {
  index.isLive = isLive(read, key);
}

/** True while the index publishes on its members' ticks, as its market stands. */
function isLive(read: Read, index: string): boolean {
  const { mic } = read(listing, index);
  return phaseOf(read, mic) === "open" && read(indexDefinition, index).sampling === "every-tick";
}
