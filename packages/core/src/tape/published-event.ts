/** Events that issuers and exchanges publish beside prices. */
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
  /** Id of the event it corrects. */
  readonly corrects?: string;
}

/** The forecast of one metric in a revision of guidance. */
export interface GuidanceItem {
  readonly metric: Metric;
  /** Forecast before; null if none was published. */
  readonly previous: GuidanceValue;
  /** Forecast from now on; null if withdrawn. */
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

/** A metric of an issuer's forecast. */
export type Metric = (typeof METRICS)[number];

/** A point, a range `[low, high]` with low at most high, or nothing. */
export type GuidanceValue = Decimal | readonly [Decimal, Decimal] | null;

/** A figure that an exchange publishes for a session; the last one of a subject, date and name stands. */
export type StatisticPublished = EventBase & {
  readonly type: "StatisticPublished";
  readonly date: TradingDate;
  readonly name: StatisticName;
  readonly value: Decimal;
  /** A currency, or `shares`; absent for a count. */
  readonly unit?: string;
} & MarketOrInstrument;

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

/** Name of a published statistic; net figures are purchases less sales of a kind of investor. */
export type StatisticName = (typeof STATISTICS)[number];
