/** What issuers and exchanges publish beside prices. */
import type { Decimal } from "../exact/decimal.ts";
import type { TradingDate } from "../exact/instant.ts";
import type { EventBase, MarketOrInstrument } from "./event-base.ts";

/** An issuer states or changes its forecast. */
export interface GuidanceRevised extends EventBase {
  readonly type: "GuidanceRevised";
  readonly issuer: string;
  readonly fiscalYearEnd: TradingDate;
  readonly span: "FY" | "H1" | "Q";
  readonly scope: "consolidated" | "standalone";
  readonly standard: "JGAAP" | "IFRS" | "USGAAP";
  readonly items: readonly GuidanceItem[];
  /** Id of the event it puts right. */
  readonly corrects?: string;
}

export interface GuidanceItem {
  readonly metric: Metric;
  /** Null: none was published. */
  readonly previous: GuidanceValue;
  /** Null: withdrawn. */
  readonly revised: GuidanceValue;
  readonly currency?: string;
  /** Power of ten the values are counted in, such as `1e9`; absent means 1. */
  readonly unit?: string;
}

export const METRICS = [
  "netSales",
  "operatingProfit",
  "ordinaryProfit",
  "profitBeforeTax",
  "netProfitAttributable",
  "eps",
  "dividendPerShare",
] as const;

export type Metric = (typeof METRICS)[number];

/** A point, a range `[low, high]` with low at most high, or nothing. */
export type GuidanceValue = Decimal | readonly [Decimal, Decimal] | null;

/** What an exchange publishes of a session beside prices; of one subject, date and name the last on the tape stands. */
export type StatisticPublished = EventBase & {
  readonly type: "StatisticPublished";
  readonly date: TradingDate;
  readonly name: StatisticName;
  readonly value: Decimal;
  /** A currency, or `shares`; absent for a count. */
  readonly unit?: string;
} & MarketOrInstrument;

/** Net figures are purchases less sales of a kind of investor. */
export const STATISTICS = [
  "advancers",
  "decliners",
  "unchanged",
  "volume",
  "turnover",
  "netForeign",
  "netInstitutions",
  "netIndividuals",
] as const;

export type StatisticName = (typeof STATISTICS)[number];
