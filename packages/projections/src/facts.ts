/**
 * What the rules tell each other in one pass. Every fact is about one instrument; prices are units at its scale.
 * A derived index's level is told in the same words as a tick, so that no rule knows the two apart.
 */
import type { Fraction, TradingDate } from "@tapefold/core";

declare module "@tapefold/core" {
  interface Facts {
    InstrumentOpened: InstrumentOpened;
    InstrumentSeeded: InstrumentSeeded;
    InstrumentTicked: InstrumentTicked;
    InstrumentClosed: InstrumentClosed;
    IndexPublished: IndexPublished;
    IndexClosing: IndexClosing;
  }
}

/** A session of its market has begun for the instrument. */
export interface InstrumentOpened {
  readonly type: "InstrumentOpened";
  readonly instrument: string;
  readonly date: TradingDate;
  /** The session before on the tape; null where there was none. */
  readonly ended: EndedSession | null;
  /** A scheduled session since the instrument's previous close is not on the tape. */
  readonly missing: boolean;
  /** As it was before. */
  readonly carried: CarriedPrice | null;
}

/** A streak seed says anew what the instrument is measured from; here as it was before. */
export interface InstrumentSeeded {
  readonly type: "InstrumentSeeded";
  readonly instrument: string;
  readonly reference: Fraction | null;
  readonly carried: CarriedPrice | null;
}

/** The last price there is, whatever session or seed it is of. */
export interface CarriedPrice {
  readonly date: TradingDate;
  readonly price: number;
}

/** What is left of a session at the market's next open. */
export interface EndedSession {
  readonly date: TradingDate;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly highPosition: number;
  /** The official close, or the last price of a session that was never closed; null where there was neither. */
  readonly close: number | null;
  readonly closePosition: number;
  /** The market closed the session. */
  readonly confirmed: boolean;
  readonly reference: Fraction | null;
  /** Base price set for it alone; units. */
  readonly base: number | null;
  /** Session of the close before it. */
  readonly previousDate: TradingDate | null;
}

/** An accepted price of the session. */
export interface InstrumentTicked {
  readonly type: "InstrumentTicked";
  readonly instrument: string;
  readonly date: TradingDate | null;
  readonly price: number;
  /** It counts for the last price. */
  readonly updatesLast: boolean;
  /** It became the last price: none before it in time stands. */
  readonly isLast: boolean;
  /** It counts for high and low. */
  readonly updatesHighLow: boolean;
  /** The last price before; null for the session's first. */
  readonly was: number | null;
}

/** The session has its close. */
export interface InstrumentClosed {
  readonly type: "InstrumentClosed";
  readonly instrument: string;
  readonly date: TradingDate;
  readonly close: number;
  /** The last price before; null where there was none. */
  readonly was: number | null;
  /** What the close is compared with; null in a first session. */
  readonly reference: Fraction | null;
}

/** A derived index has a new level. */
export interface IndexPublished {
  readonly type: "IndexPublished";
  readonly instrument: string;
  readonly level: number;
  /** It is the session's close. */
  readonly closing: boolean;
}

/** All official closes of the index's market are applied. */
export interface IndexClosing {
  readonly type: "IndexClosing";
  readonly instrument: string;
}
