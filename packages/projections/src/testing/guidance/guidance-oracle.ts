/**
 * Oracle of guidance, classified by rule and never by its sender. A metric is compared end by end with the event's
 * own previous value: both ends up (one strictly) is a raise, and so on. The event has the class all its changed
 * metrics agree on, else it is mixed. A revision must be disclosed if net sales move by 10 % or a profit by 30 %,
 * the edges included. The forecast published last for the same issuer, year, span, scope and metric is the standing
 * one; a previous value that differs from it is flagged.
 */
import type { Decimal, GuidanceItem, Metric } from "@tapefold/core";
import {
  absolute,
  changeOf,
  compare,
  equal,
  fromDecimal,
  minus,
  ONE,
  percentText,
  ratio,
  shortest,
  sign,
  times,
  type Rational,
} from "../price/exact.ts";
import { instantText } from "../price/instant-text.ts";
import { reactionsOracle, type ReactionJson } from "./reaction-oracle.ts";
import { acceptedOf, type History } from "../session/history.ts";

export type MetricClass =
  "raise" | "lower" | "reaffirm" | "narrow" | "widen" | "initiate" | "withdraw" | "reinstate";
export type GuidanceClass = Exclude<MetricClass, "raise" | "lower"> | "upgrade" | "downgrade" | "mixed";

type ShownValue = string | readonly [string, string] | null;

export interface GuidanceItemJson {
  readonly metric: Metric;
  readonly previous: ShownValue;
  readonly revised: ShownValue;
  readonly class: MetricClass;
  readonly changePct: string | null;
  readonly mandatory: boolean;
  readonly differsFromStanding: boolean;
}

export interface GuidanceJson {
  readonly position: number;
  readonly at: string;
  readonly issuer: string;
  readonly class: GuidanceClass;
  readonly mandatory: boolean;
  readonly fiscalYearEnd: string;
  readonly items: readonly GuidanceItemJson[];
  readonly reactions: readonly ReactionJson[];
}

/** A forecast as a range; a point has two equal ends. */
interface Range {
  readonly low: Rational;
  readonly high: Rational;
}

/** The standing forecast of one metric; without a range it was withdrawn. */
interface Standing {
  readonly range: Range | null;
  readonly currency: string | undefined;
  readonly isWithdrawn: boolean;
}

export function guidanceOracle(history: History): GuidanceJson[] {
  const standing = new Map<string, Standing>();
  return acceptedOf(history, "GuidanceRevised").map(({ position, event }) => {
    const items = event.items.map((item) => {
      const key = JSON.stringify([event.issuer, event.fiscalYearEnd, event.span, event.scope, item.metric]);
      const stood = standing.get(key);
      const row = itemJson(item, stood);
      const isWithdrawn = item.revised === null && (row.class === "withdraw" || stood?.isWithdrawn === true);
      // Without a previous or a revised value, an unknown forecast stays unknown.
      if (stood === undefined && item.previous === null && item.revised === null) return row;
      standing.set(key, { range: inUnits(item, item.revised), currency: item.currency, isWithdrawn });
      return row;
    });
    return {
      position,
      at: instantText(event.at),
      issuer: event.issuer,
      class: classOfEvent(items),
      mandatory: items.some(({ mandatory }) => mandatory),
      fiscalYearEnd: event.fiscalYearEnd,
      items,
      reactions: reactionsOracle(history, position, event),
    };
  });
}

/** The class of one metric's revision. */
export function classOfMetric(
  previous: GuidanceItem["revised"],
  revised: GuidanceItem["revised"],
  wasWithdrawn: boolean,
): MetricClass {
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  if (before === null && after === null) return "reaffirm";
  if (before === null) return wasWithdrawn ? "reinstate" : "initiate";
  if (after === null) return "withdraw";
  const [low, high] = [compare(after.low, before.low), compare(after.high, before.high)];
  if (low === 0 && high === 0) return "reaffirm";
  if (low >= 0 && high >= 0) return "raise";
  if (low <= 0 && high <= 0) return "lower";
  return low > 0 ? "narrow" : "widen";
}

/** The class of a revision, from the classes of its metrics. */
export function classOfEvent(items: readonly { readonly class: MetricClass }[]): GuidanceClass {
  const classes = new Set(items.map((item) => item.class).filter((of) => of !== "reaffirm"));
  const [only] = classes;
  if (only === undefined) return "reaffirm";
  if (classes.size > 1) return "mixed";
  return only === "raise" ? "upgrade" : only === "lower" ? "downgrade" : only;
}

/** True if a change of the forecast has to be disclosed. */
export function isMandatory(
  metric: Metric,
  previous: GuidanceItem["revised"],
  revised: GuidanceItem["revised"],
): boolean {
  const threshold = thresholdOf(metric);
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  if (threshold === null || before === null || after === null) return false;
  const triggers = (from: Rational, to: Rational) => {
    const moved = absolute(minus(to, from));
    return sign(from) === 0 ? sign(moved) > 0 : compare(moved, times(threshold, absolute(from))) >= 0;
  };
  return triggers(before.low, after.low) || triggers(before.high, after.high);
}

function itemJson(item: GuidanceItem, stood: Standing | undefined): GuidanceItemJson {
  return {
    metric: item.metric,
    previous: shown(item.previous),
    revised: shown(item.revised),
    class: classOfMetric(item.previous, item.revised, stood?.isWithdrawn === true),
    changePct: changePctOf(item),
    mandatory: isMandatory(item.metric, item.previous, item.revised),
    differsFromStanding: stood !== undefined && !isStanding(item, stood),
  };
}

function isStanding(item: GuidanceItem, stood: Standing): boolean {
  const previous = inUnits(item, item.previous);
  if (previous === null || stood.range === null) return previous === null && stood.range === null;
  const isSame = equal(previous.low, stood.range.low) && equal(previous.high, stood.range.high);
  return isSame && item.currency === stood.currency;
}

/** The change of a point forecast whose previous value was above zero; else null. */
function changePctOf({ previous, revised }: GuidanceItem): string | null {
  const [before, after] = [rangeOf(previous), rangeOf(revised)];
  if (before === null || after === null || sign(before.low) <= 0) return null;
  if (!equal(before.low, before.high) || !equal(after.low, after.high)) return null;
  return percentText(changeOf(after.low, before.low));
}

function thresholdOf(metric: Metric): Rational | null {
  if (metric === "netSales") return ratio(10n, 100n);
  return metric === "eps" || metric === "dividendPerShare" ? null : ratio(30n, 100n);
}

function inUnits(item: GuidanceItem, value: GuidanceItem["revised"]): Range | null {
  const unit = item.unit === undefined ? ONE : fromDecimal(item.unit);
  const range = rangeOf(value);
  return range === null ? null : { low: times(range.low, unit), high: times(range.high, unit) };
}

function rangeOf(value: GuidanceItem["revised"]): Range | null {
  if (value === null) return null;
  const [low, high] = typeof value === "object" ? value : [value, value];
  return { low: fromDecimal(low), high: fromDecimal(high) };
}

function shown(value: GuidanceItem["revised"]): ShownValue {
  const text = (decimal: Decimal) => shortest(fromDecimal(decimal));
  if (value === null) return null;
  return typeof value === "object" ? [text(value[0]), text(value[1])] : text(value);
}
