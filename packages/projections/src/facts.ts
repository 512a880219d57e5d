/**
 * The facts that rules emit for each other in one pass. Every fact is about one instrument; prices are units at its
 * scale. A derived index's level is emitted as a tick is, so that no rule tells the two apart.
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
  /** The session before on the tape; null for the first. */
  readonly ended: EndedSession | null;
  /** True if a scheduled session since the instrument's previous close is not on the tape. */
  readonly missing: boolean;
  /** The latest price before the opening; null if there was none. */
  readonly carried: CarriedPrice | null;
}

/** A streak seed has changed the instrument's reference; `reference` and `carried` are those before the seed. */
export interface InstrumentSeeded {
  readonly type: "InstrumentSeeded";
  readonly instrument: string;
  readonly reference: Fraction | null;
  readonly carried: CarriedPrice | null;
}

/** The latest price, of whatever session or seed. */
export interface CarriedPrice {
  readonly date: TradingDate;
  readonly price: number;
}

/** A past session, as it stood at the market's next open. */
export interface EndedSession {
  readonly date: TradingDate;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly highPosition: number;
  /** The official close, or the last price of a session that was never closed; null if there was neither. */
  readonly close: number | null;
  readonly closePosition: number;
  /** True if the market closed the session. */
  readonly confirmed: boolean;
  readonly reference: Fraction | null;
  /** Base price set for this session alone, in units; null if none was set. */
  readonly base: number | null;
  /** Date of the close before this session. */
  readonly previousDate: TradingDate | null;
}

/** An accepted price of the session. */
export interface InstrumentTicked {
  readonly type: "InstrumentTicked";
  readonly instrument: string;
  readonly date: TradingDate | null;
  readonly price: number;
  /** True if it counts for the last price. */
  readonly updatesLast: boolean;
  /** True if it became the last price: no tick of a later instant came before it. */
  readonly isLast: boolean;
  /** True if it counts for high and low. */
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
  /** The last price before; null if the session had none. */
  readonly was: number | null;
  /** The price that the close is compared with; null in a first session. */
  readonly reference: Fraction | null;
}

/** A derived index has a new level. */
export interface IndexPublished {
  readonly type: "IndexPublished";
  readonly instrument: string;
  readonly level: number;
  /** True if the level is the session's close. */
  readonly closing: boolean;
}

/** All official closes of the index's market are applied. */
export interface IndexClosing {
  readonly type: "IndexClosing";
  readonly instrument: string;
}
