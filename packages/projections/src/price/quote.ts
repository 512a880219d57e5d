/**
 * Quote: an instrument's prices of the session, and the close before it. `last` is the accepted tick with the
 * greatest instant, of two at one instant the later on the tape; `open` the mirror of it. The official close is no
 * tick: it ends the session and extends high and low, and `last` stays. All prices are units at the listed scale.
 */
import {
  copyFraction,
  defineProjection,
  type Draft,
  type Fraction,
  fraction,
  type Instant,
  type Read,
  Route,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import { basePrice, basePriceOn } from "../reference/base-price.ts";
import { calendar, isMissing } from "../session/calendar.ts";
import type { EndedSession } from "../facts.ts";
import { history, sessionsAfter } from "./history.ts";
import { indexDefinition, isDerived } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { market } from "../reference/market.ts";
import { carriedPrice, previousClose, type PreviousClose, seedBefore } from "./price-of.ts";
import { currentSession } from "../session/session.ts";
import { onBasis, split } from "../reference/split.ts";

/** The quote of an instrument; keyed by its id. */
export interface Quote {
  readonly scale: number;
  /** Session the prices are of; null before the market's first. */
  readonly date: TradingDate | null;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly last: number | null;
  /** The close; null until the market has closed. */
  readonly close: number | null;
  /** True if its market has closed the session. */
  readonly isOver: boolean;
  readonly openAt: Instant;
  readonly lastAt: Instant;
  /** Position of the event that gave each price; 0 if there is no price. */
  readonly openPosition: number;
  readonly highPosition: number;
  readonly lowPosition: number;
  readonly lastPosition: number;
  readonly closePosition: number;
  /** The close of the last session before with a price, or of a seed; null if there is none. */
  readonly previous: PreviousClose | null;
  /** Base price set for this session alone, in units; null if none was set. */
  readonly base: number | null;
  /** The price that a change is measured from: the base price, else the previous close on this session's basis. */
  readonly reference: Fraction | null;
  /** A hash of all accepted prices, so that two tapes that differ in one tick have different digests from there on. */
  readonly trail: number;
  /**
   * Streak seeds, which also give a close, in order of date and of tape. A later seed replaces those of its date and of
   * later dates.
   */
  readonly seeds: readonly PreviousClose[];
}

export const quote = defineProjection<Quote>({
  name: "quote",
  version: 3,
  inner: "replaced",
  needs: [listing, market, currentSession, calendar, split, basePrice, history, indexDefinition],
  key: {
    InstrumentListed: ({ instrument }) => instrument,
    StreakSeeded: ({ instrument }) => instrument,
    SessionOpened: ({ mic }, read) => read(market, mic).instruments,
    SessionClosed: ({ mic }, read) => read(market, mic).instruments,
  },
  routes: { PriceTicked: ownQuote, IndexPublished: ownQuote },
  initial: {
    scale: 0,
    trail: 0,
    date: null,
    open: null,
    high: null,
    low: null,
    last: null,
    close: null,
    isOver: false,
    openAt: 0,
    lastAt: 0,
    openPosition: 0,
    highPosition: 0,
    lowPosition: 0,
    lastPosition: 0,
    closePosition: 0,
    previous: null,
    base: null,
    reference: null,
    seeds: [],
  },
  on: {
    InstrumentListed: (quote, { mic, scale, instrument }, { read }) => {
      if (quote.date !== null) return;
      quote.scale = scale;
      const { date, phase } = read(currentSession, mic);
      if (date === null) return;
      quote.isOver = phase === "closed";
      begin(quote, instrument, date, read);
    },

    StreakSeeded: (quote, { instrument, close, date }, { position, read, emit }) => {
      const before = { reference: copyFraction(quote.reference), carried: carriedPrice(quote) };
      const units = toUnits(close, quote.scale) ?? 0;
      const seed = { date, close: units, position, reference: null, base: null, previousDate: null };
      quote.seeds = [...quote.seeds.filter((earlier) => earlier.date < date), seed];
      emit({ type: "InstrumentSeeded", instrument, ...before });
      if (quote.date !== null && date >= quote.date) return;
      const ended = sessionsAfter({ read }, instrument, date).findLast((session) => session.close !== null);
      quote.previous = ended === undefined ? { ...seed } : previousClose(ended);
      if (quote.date !== null) quote.reference = reference(quote, instrument, quote.date, read);
    },

    SessionOpened: (quote, { mic, date }, { key, read, emit }) => {
      const ended = quote.date === null ? null : endOf(quote, quote.date);
      const carried = carriedPrice(quote);
      if (ended !== null && ended.close !== null) quote.previous = previousClose(ended);
      // A seed of the session that opens gives its close, not the price that it is measured from.
      if (quote.previous !== null && quote.previous.date >= date) quote.previous = null;
      const seed = seedBefore(quote, date);
      if (seed !== null && seed.date >= (quote.previous?.date ?? "")) quote.previous = { ...seed };
      clear(quote);
      begin(quote, key, date, read);
      const { previous } = quote;
      // Dates up to the session before were looked at when that opened.
      const before = ended?.date ?? "";
      const missing =
        previous !== null && isMissing(read, mic, before > previous.date ? before : previous.date, date);
      emit({ type: "InstrumentOpened", instrument: key, date, ended, missing, carried });
    },

    PriceTicked: (quote, { instrument, price, updates, at }, { position, emit, isHeard }) => {
      const units = toUnits(price, quote.scale) ?? 0;
      quote.trail = mix(quote.trail, units);
      const updatesLast = updates === undefined || updates.includes("last");
      const updatesHighLow = updates === undefined || updates.includes("highLow");
      const { last: was, lastAt } = quote;
      let isLast = false;
      if (updatesLast) {
        if (quote.open === null || at < quote.openAt) {
          quote.open = units;
          quote.openAt = at;
          quote.openPosition = position;
        }
        isLast = was === null || at >= lastAt;
        if (isLast) {
          quote.last = units;
          quote.lastAt = at;
          quote.lastPosition = position;
        }
      }
      if (updatesHighLow) extend(quote, units, position);
      if (!isHeard("InstrumentTicked")) return;
      const { date } = quote;
      emit({
        type: "InstrumentTicked",
        instrument,
        date,
        price: units,
        updatesLast,
        isLast,
        updatesHighLow,
        was,
      });
    },

    IndexPublished: (quote, { instrument, level, closing }, { position, at, emit, isHeard }) => {
      const { last: was } = quote;
      if (quote.open === null) {
        quote.open = level;
        quote.openAt = at;
        quote.openPosition = position;
      }
      quote.last = level;
      quote.lastAt = at;
      quote.lastPosition = position;
      extend(quote, level, position);
      if (isHeard("InstrumentTicked"))
        emit({
          type: "InstrumentTicked",
          instrument,
          date: quote.date,
          price: level,
          updatesLast: true,
          isLast: true,
          updatesHighLow: true,
          was,
        });
      if (!closing || quote.date === null) return;
      quote.close = level;
      quote.closePosition = position;
      emit({
        type: "InstrumentClosed",
        instrument,
        date: quote.date,
        close: level,
        was: level,
        reference: copyFraction(quote.reference),
      });
    },

    SessionClosed: (quote, { closes }, { key, position, read, emit }) => {
      quote.isOver = quote.date !== null;
      if (quote.date === null || isDerived(read, key)) return;
      const official = closes !== undefined && Object.hasOwn(closes, key) ? closes[key] : undefined;
      const close = official === undefined ? quote.last : (toUnits(official, quote.scale) ?? null);
      if (close === null) return;
      quote.close = close;
      quote.closePosition = position;
      extend(quote, close, position);
      emit({
        type: "InstrumentClosed",
        instrument: key,
        date: quote.date,
        close,
        was: quote.last,
        reference: copyFraction(quote.reference),
      });
    },
  },
});

function ownQuote(instrument: string): readonly Route[] {
  return [new Route(instrument)];
}

/** The session of a quote, as if it ended now. */
export function endOf(quote: Quote, date: TradingDate): EndedSession {
  const { open, high, low, last, close, highPosition, closePosition, lastPosition } = quote;
  return {
    date,
    open: open ?? close,
    high,
    low,
    highPosition,
    close: close ?? last,
    closePosition: close === null ? lastPosition : closePosition,
    confirmed: quote.isOver,
    reference: copyFraction(quote.reference),
    base: quote.base,
    previousDate: quote.previous?.date ?? null,
  };
}

/** Clears the prices of a session; field by field, since every open does it to every instrument. */
function clear(quote: Draft<Quote>): void {
  quote.open = null;
  quote.high = null;
  quote.low = null;
  quote.last = null;
  quote.close = null;
  quote.isOver = false;
  quote.openAt = 0;
  quote.lastAt = 0;
  quote.openPosition = 0;
  quote.highPosition = 0;
  quote.lowPosition = 0;
  quote.lastPosition = 0;
  quote.closePosition = 0;
}

function begin(quote: Draft<Quote>, instrument: string, date: TradingDate, read: Read): void {
  quote.date = date;
  quote.base = basePriceOn(read, instrument, date);
  quote.reference = reference(quote, instrument, date, read);
}

function reference(
  { base, previous }: Quote,
  instrument: string,
  date: TradingDate,
  read: Read,
): Fraction | null {
  if (base !== null) return fraction(base);
  if (previous === null) return null;
  return onBasis(read(split, instrument), previous.close, previous.date, date);
}

function extend(quote: Draft<Quote>, price: number, position: number): void {
  if (quote.high === null || price > quote.high) {
    quote.high = price;
    quote.highPosition = position;
  }
  if (quote.low === null || price < quote.low) {
    quote.low = price;
    quote.lowPosition = position;
  }
}

/** The trail after one more price; a signed 32-bit number. */
function mix(trail: number, units: number): number {
  return Math.imul(trail ^ units, 0x9e3779b1) ^ Math.floor(units / 4_294_967_296);
}
