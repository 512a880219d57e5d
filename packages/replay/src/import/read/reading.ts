/** The reading of one row: a day's bar, trades, a notice, or the reason why nothing. */
import type { Instant, MarketEvent, Metric, TickUpdate, TradingDate } from "@tapefold/core";

/** A number as the file writes it, checked to be a plain decimal above zero; exact, and never a float. */
export type PriceText = string;

/** One session of one instrument, from daily data. A price the file leaves blank or zero is absent. */
export interface Bar {
  readonly kind: "bar";
  readonly date: TradingDate;
  readonly instrument: string;
  readonly open: PriceText | undefined;
  readonly high: PriceText | undefined;
  readonly low: PriceText | undefined;
  readonly close: PriceText;
  readonly split?: RowSplit;
  /** The session's base price, if the source says it. */
  readonly base?: PriceText;
}

/** A split told by a row, whether the row is taken or refused; without a ratio if that could not be read. */
export interface RowSplit {
  readonly instrument: string;
  /** First session on the new basis. */
  readonly date: TradingDate;
  readonly ratio: SplitRatio | undefined;
}

/** New shares for old ones. */
export interface SplitRatio {
  readonly numerator: number;
  readonly denominator: number;
}

/** One print, or the prices of a short bar in the order they become ticks. */
export interface Trade {
  readonly kind: "trade";
  readonly at: Instant;
  readonly instrument: string;
  readonly prices: readonly PriceText[];
  readonly size?: string | undefined;
  /** Absent means all updates. */
  readonly updates?: readonly TickUpdate[] | undefined;
  /** The source's own number, which orders rows of one instant. */
  readonly sequence?: number;
  /** True if the source already knows that it was cancelled or in error. */
  readonly isBusted?: boolean;
  /** For a short bar: the role of each price. */
  readonly roles?: readonly BarRole[];
  /** For a bar: its end, which is no longer part of it. */
  readonly until?: Instant;
  /** True for the print of the closing auction, which may come after the bell. */
  readonly isClosing?: boolean;
}

/** The source's official close of the session; no print of its own. */
export interface OfficialClose {
  readonly kind: "close";
  readonly at: Instant;
  readonly instrument: string;
  readonly price: PriceText;
  readonly size?: string | undefined;
  /** True if corrected later, by the listing market. */
  readonly isCorrected: boolean;
}

/** Role of a price in a bar. */
export type BarRole = "open" | "high" | "low" | "close";

/** An event that is no price and is placed by its time: a halt, a forecast. */
export interface Notice {
  readonly kind: "notice";
  readonly at: Instant;
  readonly event: EventDraft;
}

/** An issuer's forecast as a statement says it; its change is known once all statements are in order. */
export interface Statement {
  readonly kind: "statement";
  readonly at: Instant;
  readonly issuer: string;
  readonly fiscalYearEnd: TradingDate;
  /** Results repeat what stands; only a revision is an event of its own. */
  readonly isRevision: boolean;
  /** Absent if the statement does not say. */
  readonly scope?: "consolidated" | "standalone";
  readonly standard?: "IFRS" | "USGAAP" | "JGAAP";
  readonly forecasts: readonly Forecast[];
}

/** One forecast of a statement, which may be for the year after its own. */
export interface Forecast {
  readonly fiscalYearEnd: TradingDate;
  readonly metric: Metric;
  readonly value: string;
}

/** A row that is not taken, for a reason that can be counted. */
export interface Refused {
  readonly kind: "refused";
  readonly code: RejectCode;
  /** A split told by the row, which stands all the same. */
  readonly split?: RowSplit;
}

/** A row that says nothing a tape holds, such as an order in a book. */
export interface Skipped {
  readonly kind: "skipped";
}

export type Taken = Bar | Trade | OfficialClose | Notice | Statement;
/** A row as read: taken, refused or skipped. */
export type Reading = Taken | Refused | Skipped;

type WithoutId<E> = E extends MarketEvent ? Omit<E, "id" | "at"> : never;
/** An event before it has its id and its instant. */
export type EventDraft = WithoutId<MarketEvent>;

/** The code of a reason for not taking a row. */
export type RejectCode = keyof typeof rejectCodes;

/** Every reason for not taking a row, in words. */
export const rejectCodes = {
  "bad-row": "the row has another number of fields than the header",
  "bad-date": "the date does not exist, is written otherwise or lies outside 1684 to 2255",
  "bad-time": "the time is not written in a way the profile knows, or its zone is unknown or one of several",
  "no-such-time": "the clocks jump over this local time",
  "ambiguous-time": "the clocks show this local time twice",
  "no-close": "the row has no close",
  "no-price": "the row has no price",
  "bad-price": "a price is no plain decimal above zero, or past what a tape holds",
  "decimal-comma": "a price has a decimal comma; a mapping's decimal says so",
  "thousands-separator":
    "a price has marks between its thousands, or a decimal comma; a mapping's thousands or decimal says which",
  "bad-size": "the size is no plain decimal",
  "bad-instrument": "the instrument is no valid id; --rename gives it another",
  "bad-value": "another field of the row cannot be read",
  duplicate: "the same row came before",
  "duplicate-date": "the date or time came before with other values",
  "out-of-order": "the row is further out of order than the window",
  "outside-session": "the time lies in no session of the market",
  "before-tape": "the tape has gone past its session; import all files of the market into a new tape",
  "straddles-bell":
    "the bar begins before trading does and reaches into it; with --straddling it counts from the opening on",
  "at-the-bell":
    "the bar begins as trading ends; where bars are stamped at their end, --bars-at end puts them right",
  superseded: "a later record of the file replaces this one",
} as const;

export function refused(code: RejectCode): Refused {
  return { kind: "refused", code };
}

export const skipped: Skipped = { kind: "skipped" };
