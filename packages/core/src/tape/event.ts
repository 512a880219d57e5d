/**
 * The events of a tape: one interface per event, and their union `MarketEvent`. Events are facts in the
 * past tense; they are never changed. `event-schema.ts` holds the zod twin that reads them from a line of JSON.
 */
import type { Decimal } from "../exact/decimal.ts";
import type { TradingDate } from "../exact/instant.ts";
import type { EventBase, HaltTarget } from "./event-base.ts";
import type { GuidanceRevised, StatisticPublished } from "./published-event.ts";

/** A market is known from here on. */
export interface MarketListed extends EventBase {
  readonly type: "MarketListed";
  readonly mic: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. Markets of the `US` lead the others overnight. */
  readonly country: string;
  /** Free text that groups markets, as `Asia`. */
  readonly region: string;
  /** IANA time zone; shown, never computed with. */
  readonly zone: string;
}

/** An instrument is known from here on; repeated, its name, sector and issuer change from the next session. */
export interface InstrumentListed extends EventBase {
  readonly type: "InstrumentListed";
  readonly instrument: string;
  readonly name: string;
  readonly kind: InstrumentKind;
  readonly mic: string;
  readonly currency: string;
  /** Decimals of a price, 0 to 15: a price of 12.34 at scale 2 is 1234 units. */
  readonly scale: number;
  readonly sector?: string;
  readonly issuer?: string;
  /** Name of a loaded table of daily price limits. */
  readonly priceLimits?: string;
  /** Name of a loaded table of tick sizes. */
  readonly tickSizes?: string;
  /** Furthest a tick may lie from the base price, in basis points; beyond is kept aside. */
  readonly fatFinger?: number;
}

/**
 * `equity` and `index` make up markets and regions; the others are quoted alone. A change of a `rate`, which is a
 * percentage itself, is told in basis points.
 */
export const instrumentKinds = [
  "equity",
  "index",
  "currency",
  "commodity",
  "rate",
  "volatility",
  "future",
] as const;

/** One of `instrumentKinds`. */
export type InstrumentKind = (typeof instrumentKinds)[number];

/** A table of limits or tick sizes by base price, in force from a date. */
export interface PriceTablesLoaded extends EventBase {
  readonly type: "PriceTablesLoaded";
  readonly name: string;
  readonly kind: "limit" | "tickSize";
  readonly from: TradingDate;
  readonly rows: readonly PriceTableRow[];
}

/** A row holds for prices under `below`; the last row may lack it, and then holds for all others. */
export interface PriceTableRow {
  readonly below?: Decimal;
  readonly value: Decimal;
}

/** The scheduled sessions of a market between two dates, both included. */
export interface CalendarLoaded extends EventBase {
  readonly type: "CalendarLoaded";
  readonly mic: string;
  readonly from: TradingDate;
  readonly to: TradingDate;
  readonly dates: readonly TradingDate[];
}

/** How an index gets its level: quoted as a tick, or derived from its members. */
export type IndexDefined = EventBase & {
  readonly type: "IndexDefined";
  readonly instrument: string;
} & (
    | { readonly mode: "quoted" }
    | {
        readonly mode: "derived";
        readonly weighting: Weighting;
        /** Divisor of the weighted sum of prices; above zero. */
        readonly divisor: Decimal;
        readonly constituents: readonly Constituent[];
        /** Absent means `every-tick`. */
        readonly sampling?: Sampling;
      }
  );

/**
 * The effect of a split on an index. `price`: it moves the divisor (Dow kind); `adjusted-price`: it multiplies the
 * weight (Nikkei kind); `cap`: it multiplies the shares.
 */
export type Weighting = "price" | "adjusted-price" | "cap";

/** When a derived index publishes a level: on its members' ticks too, or at its close alone. */
export type Sampling = "every-tick" | "close-only";

/** A member of an index and its weight, above zero: a coefficient, or shares times float times cap. */
export interface Constituent {
  readonly instrument: string;
  readonly weight: Decimal;
}

/** New members and divisor from the next session's open. */
export interface IndexRebalanced extends EventBase {
  readonly type: "IndexRebalanced";
  readonly instrument: string;
  readonly constituents: readonly Constituent[];
  readonly divisor: Decimal;
}

/** `numerator` new shares for `denominator` old ones; `date` is the first session on the new basis. */
export interface InstrumentSplit extends EventBase {
  readonly type: "InstrumentSplit";
  readonly instrument: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly date: TradingDate;
}

/** The split of an id is withdrawn as if never made, wherever this event stands. */
export interface SplitWithdrawn extends EventBase {
  readonly type: "SplitWithdrawn";
  /** Id of an `InstrumentSplit`. */
  readonly split: string;
}

/** The base price of one session, if it is not the previous close. */
export interface BasePriceSet extends EventBase {
  readonly type: "BasePriceSet";
  readonly instrument: string;
  readonly date: TradingDate;
  readonly price: Decimal;
}

/** A record as it stood after the close of `date`. */
export interface RecordSeeded extends EventBase {
  readonly type: "RecordSeeded";
  readonly instrument: string;
  readonly basis: RecordBasis;
  readonly level: Decimal;
  readonly date: TradingDate;
  /** True if the record covers the whole history of the instrument. */
  readonly complete?: boolean;
}

/** Basis of a record: official closes, or all prices. */
export type RecordBasis = "close" | "high";

/** A streak as it stood after the close of `date`; also gives the previous close and the base price. */
export interface StreakSeeded extends EventBase {
  readonly type: "StreakSeeded";
  readonly instrument: string;
  /** Signed number of sessions. */
  readonly streak: number;
  readonly close: Decimal;
  readonly date: TradingDate;
}

/** An issuer owns part of another. */
export interface OwnershipDeclared extends EventBase {
  readonly type: "OwnershipDeclared";
  readonly parent: string;
  readonly subsidiary: string;
  /** 0 to 10000. */
  readonly basisPoints?: number;
  readonly consolidated?: boolean;
}

/** Trading phase of an open session. */
export type Phase = "open" | "break" | "auction";

/** A market opens its session of a date. */
export interface SessionOpened extends EventBase {
  readonly type: "SessionOpened";
  readonly mic: string;
  readonly date: TradingDate;
  /** Absent means `open`. */
  readonly phase?: Phase;
}

/** An open session moves into another phase. */
export interface SessionPhaseChanged extends EventBase {
  readonly type: "SessionPhaseChanged";
  readonly mic: string;
  readonly date: TradingDate;
  readonly phase: Phase;
}

/** The session is over; `closes` are the official ones by instrument, the others close at their last accepted tick. */
export interface SessionClosed extends EventBase {
  readonly type: "SessionClosed";
  readonly mic: string;
  readonly date: TradingDate;
  readonly closes?: Readonly<Record<string, Decimal>>;
}

/** The corrected official closes of an ended session; holds wherever it stands, and the last correction wins. */
export interface CloseCorrected extends EventBase {
  readonly type: "CloseCorrected";
  readonly mic: string;
  readonly date: TradingDate;
  readonly instrument: string;
  readonly close: Decimal;
}

/** A scheduled session that did not take place. */
export interface SessionCancelled extends EventBase {
  readonly type: "SessionCancelled";
  readonly mic: string;
  readonly date: TradingDate;
  readonly reason?: string;
}

/** One price print of one instrument. */
export interface PriceTicked extends EventBase {
  readonly type: "PriceTicked";
  readonly instrument: string;
  readonly price: Decimal;
  readonly size?: Decimal;
  /** The values that the print updates; absent means all. */
  readonly updates?: readonly TickUpdate[];
}

/** A value that a tick may update. */
export type TickUpdate = "last" | "highLow" | "volume";

/** The tick of that id is removed as if never sent. */
export interface TickBusted extends EventBase {
  readonly type: "TickBusted";
  readonly tick: string;
}

/** The price of the tick of that id is corrected to this one. */
export interface TickCorrected extends EventBase {
  readonly type: "TickCorrected";
  readonly tick: string;
  readonly price: Decimal;
}

/** The tick of that id is right, however far from the base price. */
export interface TickConfirmed extends EventBase {
  readonly type: "TickConfirmed";
  readonly tick: string;
}

/** A market or one instrument stops; a side-car stops nothing. */
export type TradingHalted = EventBase & { readonly type: "TradingHalted" } & HaltTarget;

/** Ends the halt of the same target and kind. */
export type TradingResumed = EventBase & { readonly type: "TradingResumed" } & HaltTarget;

/** The event of a type: `EventOf<"PriceTicked">`. */
export type EventOf<T extends MarketEvent["type"]> = Extract<MarketEvent, { type: T }>;

/** Any event of a tape. */
export type MarketEvent =
  | MarketListed
  | InstrumentListed
  | PriceTablesLoaded
  | CalendarLoaded
  | IndexDefined
  | IndexRebalanced
  | InstrumentSplit
  | BasePriceSet
  | RecordSeeded
  | StreakSeeded
  | OwnershipDeclared
  | SessionOpened
  | SessionPhaseChanged
  | SessionClosed
  | SessionCancelled
  | CloseCorrected
  | SplitWithdrawn
  | PriceTicked
  | TickBusted
  | TickCorrected
  | TickConfirmed
  | TradingHalted
  | TradingResumed
  | GuidanceRevised
  | StatisticPublished;
