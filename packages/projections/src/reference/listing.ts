/**
 * Listing: the properties of an instrument. If it is listed again, its name, sector and issuer change from its market's
 * next session on; the other properties never change.
 */
import { defineProjection, type InstrumentKind, type Projection, type Read } from "@tapefold/core";
import { market } from "./market.ts";

/** An instrument as listed; keyed by its id. */
export interface Listing {
  /** MIC of the market; empty before the instrument is listed. */
  readonly mic: string;
  readonly kind: InstrumentKind;
  readonly currency: string;
  /** Number of decimals of a price. */
  readonly scale: number;
  readonly priceLimits: string | null;
  readonly tickSizes: string | null;
  /** Furthest a tick may lie from the base price, in its basis points; null if there is no limit. */
  readonly fatFinger: number | null;
  /** Position at which it was listed; 0 before. */
  readonly position: number;
  readonly now: Naming;
  /** Naming in force from the next session; null if it stays. */
  readonly next: Naming | null;
  /** Naming in force in the session before; null if it is the same. */
  readonly before: Naming | null;
}

/** The properties that may change from one session to the next. */
export interface Naming {
  readonly name: string;
  readonly sector: string | null;
  readonly issuer: string | null;
}

export const listing: Projection<Listing> = defineProjection<Listing>({
  name: "listing",
  version: 2,
  needs: [market],
  key: {
    InstrumentListed: ({ instrument }) => instrument,
    SessionOpened: ({ mic }, read) => read(market, mic).instruments.filter((one) => isRenamed(read, one)),
  },
  initial: {
    mic: "",
    kind: "equity",
    currency: "",
    scale: 0,
    priceLimits: null,
    tickSizes: null,
    fatFinger: null,
    position: 0,
    now: { name: "", sector: null, issuer: null },
    next: null,
    before: null,
  },
  on: {
    InstrumentListed: (listed, event, { position }) => {
      const { name, sector = null, issuer = null } = event;
      if (listed.mic !== "") {
        listed.next = { name, sector, issuer };
        return;
      }
      const { mic, kind, currency, scale, priceLimits = null, tickSizes = null, fatFinger = null } = event;
      Object.assign(listed, { mic, kind, currency, scale, priceLimits, tickSizes, fatFinger, position });
      listed.now = { name, sector, issuer };
    },
    SessionOpened: (listed) => {
      listed.before = null;
      if (listed.next === null) return;
      listed.before = { ...listed.now };
      listed.now = { ...listed.next };
      listed.next = null;
    },
  },
});

/** True if the next open of its market changes `now`, `next` or `before` of the instrument. */
function isRenamed(read: Read, instrument: string): boolean {
  const { before, next } = read(listing, instrument);
  return before !== null || next !== null;
}
