/**
 * Reaction: the prices of an instrument in the first session that could react to a revision of guidance, its own
 * issuer's or a subsidiary's. That is the session open at the event's position, else the instrument's next one. All
 * measures are from one reference: the last tick before the event in that session, else the base price. A reaction
 * states timing, never a cause.
 */
import {
  compareText,
  copyFraction,
  defineProjection,
  type Draft,
  type Fraction,
  fraction,
  type Instant,
  type Projection,
  type Read,
  Route,
  type TradingDate,
} from "@tapefold/core";
import { basePrice, basePriceOn } from "../reference/base-price.ts";
import { closeBefore } from "../price/close-before.ts";
import { hadPrice, history } from "../price/history.ts";
import { issuerListings, ownership } from "../reference/ownership.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import { isOpen, currentSession } from "../session/session.ts";
import { onBasis, split } from "../reference/split.ts";

/** The reactions of one instrument, oldest first. */
export interface Reactions {
  readonly reactions: readonly Reaction[];
  /** True while prices or an open may still change one of the reactions. */
  readonly isLive: boolean;
}

/** The reaction of an instrument to one revision; prices in units. */
export interface Reaction {
  /** Position of the revision. */
  readonly revision: number;
  readonly link: "own" | "subsidiary";
  /** The session that reacts; null until it opens. */
  readonly date: TradingDate | null;
  readonly reference: Fraction | null;
  /** True if the reference is the session's base price, not a tick. */
  readonly isFromBase: boolean;
  /** Prices after the revision, in units. */
  readonly gap: number | null;
  readonly gapAt: Instant;
  readonly maxUp: number | null;
  readonly maxDown: number | null;
  readonly last: number | null;
  readonly lastAt: Instant;
  readonly close: number | null;
  /** Position of the event that gave each price; 0 if there is no price, or if it is the base price. */
  readonly referencePosition: number;
  readonly gapPosition: number;
  readonly maxUpPosition: number;
  readonly maxDownPosition: number;
  readonly lastPosition: number;
  readonly closePosition: number;
  readonly isOver: boolean;
}

const NO_PRICES = {
  gap: null,
  gapAt: 0,
  maxUp: null,
  maxDown: null,
  last: null,
  lastAt: 0,
  close: null,
  gapPosition: 0,
  maxUpPosition: 0,
  maxDownPosition: 0,
  lastPosition: 0,
  closePosition: 0,
  isOver: false,
} as const;

export const reaction: Projection<Reactions> = defineProjection<Reactions>({
  name: "reaction",
  version: 1,
  needs: [basePrice, history, issuerListings, listing, ownership, quote, currentSession, split],
  key: {
    GuidanceRevised: ({ issuer }, read) => [...reacting(issuer, read).keys()],
    StreakSeeded: ({ instrument }) => instrument,
    InstrumentOpened: liveKey,
    InstrumentClosed: liveKey,
  },
  routes: {
    InstrumentTicked: (instrument, read) =>
      read(reaction, instrument).isLive ? [new Route(instrument)] : [],
  },
  initial: { reactions: [], isLive: false },
  on: {
    GuidanceRevised: (known, { issuer }, { key, position, read }) => {
      const link = reacting(issuer, read).get(key) ?? "own";
      const { date, last, lastPosition, reference } = read(quote, key);
      const opened = isOpen(read(currentSession, read(listing, key).mic));
      const isFromBase = !opened || last === null;
      const from = last === null ? reference : fraction(last);
      known.reactions.push({
        revision: position,
        link,
        date: opened ? date : null,
        reference: opened ? copyFraction(from) : null,
        isFromBase,
        referencePosition: isFromBase ? 0 : lastPosition,
        ...NO_PRICES,
      });
      known.isLive = true;
    },
    StreakSeeded: (known, { instrument, date }, { read }) => {
      for (const one of known.reactions) {
        if (one.isFromBase && one.date !== null && one.date > date)
          one.reference = baseOn(one.date, instrument, read);
      }
    },
    InstrumentOpened: (known, { date, instrument, ended }, { read }) => {
      const { reference } = read(quote, instrument);
      // A session without a price is passed over: the one that opens now reacts in its place.
      const isPassed = hadPrice(ended);
      for (const one of known.reactions) {
        if (one.isOver) continue;
        if (one.date !== null && isPassed) one.isOver = true;
        else {
          one.date = date;
          one.reference = copyFraction(reference);
        }
      }
      known.isLive = known.reactions.some((one) => !one.isOver);
    },
    InstrumentTicked: (known, { price, updatesLast, updatesHighLow }, { at, position }) => {
      for (const one of known.reactions) {
        if (one.isOver || one.date === null) continue;
        if (updatesLast) print(one, price, at, position);
        if (updatesHighLow) extend(one, price, position);
      }
    },
    InstrumentClosed: (known, { close }, { position }) => {
      for (const one of known.reactions) {
        if (one.isOver || one.date === null) continue;
        one.close = close;
        one.closePosition = position;
        extend(one, close, position);
      }
    },
  },
});

/** The instruments that may react to a revision: the issuer's own, then those of its direct parents. */
function reacting(issuer: string, read: Read): Map<string, Reaction["link"]> {
  const found = new Map<string, Reaction["link"]>();
  for (const instrument of instrumentsOf(issuer, read)) found.set(instrument, "own");
  const parents = read(ownership, issuer).parents.flatMap((parent) => instrumentsOf(parent, read));
  for (const instrument of parents.sort(compareText))
    if (!found.has(instrument)) found.set(instrument, "subsidiary");
  return found;
}

function instrumentsOf(issuer: string, read: Read): string[] {
  const { instruments } = read(issuerListings, issuer);
  return instruments
    .filter((instrument) => read(listing, instrument).now.issuer === issuer)
    .sort(compareText);
}

/** The base price of a session, later seeds taken into account. */
function baseOn(date: TradingDate, instrument: string, read: Read): Fraction | null {
  const set = basePriceOn(read, instrument, date);
  if (set !== null) return fraction(set);
  const before = closeBefore(read, instrument, date);
  return before === null ? null : onBasis(read(split, instrument), before.close, before.date, date);
}

function print(one: Draft<Reaction>, price: number, at: Instant, position: number): void {
  if (one.gap === null || at < one.gapAt) {
    one.gap = price;
    one.gapAt = at;
    one.gapPosition = position;
  }
  if (one.last === null || at >= one.lastAt) {
    one.last = price;
    one.lastAt = at;
    one.lastPosition = position;
  }
}

function extend(one: Draft<Reaction>, price: number, position: number): void {
  if (one.maxUp === null || price > one.maxUp) {
    one.maxUp = price;
    one.maxUpPosition = position;
  }
  if (one.maxDown === null || price < one.maxDown) {
    one.maxDown = price;
    one.maxDownPosition = position;
  }
}

function liveKey({ instrument }: { instrument: string }, read: Read): string | null {
  return read(reaction, instrument).isLive ? instrument : null;
}
