/**
 * Guidance: an issuer's forecasts, each revision classed by rule and never by its sender, and compared with the
 * forecast that stood before it. A later event may correct one: both stay.
 */
import {
  defineProjection,
  type Draft,
  type Fraction,
  type GuidanceItem,
  type EventOf,
  type Instant,
  type Metric,
  powerOfTen,
  type TradingDate,
} from "@tapefold/core";
import {
  changeOver,
  classifyMetric,
  classifyRevision,
  type GuidanceClass,
  isMandatory,
  isSameValue,
  type MetricClass,
} from "./guidance-class.ts";

/** The forecasts of an issuer, oldest revision first; keyed by issuer. */
export interface Guidance {
  readonly revisions: readonly Revision[];
  readonly standing: readonly Forecast[];
}

/** A revision of an issuer's forecasts, classified. */
export interface Revision {
  readonly position: number;
  readonly at: Instant;
  readonly fiscalYearEnd: TradingDate;
  readonly class: GuidanceClass;
  /** True if an item must be disclosed under the exchange's rules. */
  readonly mandatory: boolean;
  readonly items: readonly RevisedItem[];
  /** Id of the event it corrects; null if it corrects none. */
  readonly corrects: string | null;
}

/** The forecast of one metric in a revision, classified. */
export interface RevisedItem {
  readonly metric: Metric;
  readonly previous: GuidanceItem["revised"];
  readonly revised: GuidanceItem["revised"];
  readonly class: MetricClass;
  /** Change over the previous value; null for ranges, and if the previous value is not above zero. */
  readonly change: Fraction | null;
  readonly mandatory: boolean;
  /** True if `previous` is not the forecast that stood on the tape. */
  readonly differsFromStanding: boolean;
}

/** The forecast that stands for a metric of a fiscal year, span and scope. */
export interface Forecast {
  /** Fiscal year, span, scope and metric in one text. */
  readonly of: string;
  /** The forecast value; null once withdrawn. */
  readonly value: GuidanceItem["revised"];
  readonly unit: string;
  readonly currency: string;
}

export const guidance = defineProjection<Guidance>({
  name: "guidance",
  version: 1,
  // The gate of its set refuses repeats, even when the rule is chosen alone.
  key: ({ issuer }) => issuer,
  initial: { revisions: [], standing: [] },
  on: {
    GuidanceRevised: (guidance, event, { position }) => {
      const { at, fiscalYearEnd, corrects = null } = event;
      const items = event.items.map((item) => reviseItem(guidance, event, item));
      guidance.revisions.push({
        position,
        at,
        fiscalYearEnd,
        class: classifyRevision(items.map((item) => item.class)),
        mandatory: items.some((item) => item.mandatory),
        items,
        corrects,
      });
    },
  },
});

/** Classes one item, and makes its forecast the standing one. */
function reviseItem(
  guidance: Draft<Guidance>,
  event: EventOf<"GuidanceRevised">,
  item: GuidanceItem,
): Draft<RevisedItem> {
  const { metric, previous, revised } = item;
  const of = `${event.fiscalYearEnd} ${event.span} ${event.scope} ${metric}`;
  const standing = guidance.standing.find((forecast) => forecast.of === of);
  const said = { of, value: revised, unit: item.unit ?? "1", currency: item.currency ?? "" };
  const differsFromStanding =
    standing !== undefined && !isSameForecast(standing, { ...said, value: previous });
  const wasWithdrawn = standing !== undefined && standing.value === null;
  if (standing !== undefined) Object.assign(standing, said, { value: copyValue(revised) });
  // Without a previous or a revised value, an unknown forecast stays unknown.
  else if (previous !== null || revised !== null)
    guidance.standing.push({ ...said, value: copyValue(revised) });
  const change = changeOver(previous, revised);
  return {
    metric,
    previous: copyValue(previous),
    revised: copyValue(revised),
    class: classifyMetric(previous, revised, wasWithdrawn),
    change: change === null ? null : { ...change },
    mandatory: isMandatory(metric, previous, revised),
    differsFromStanding,
  };
}

function isSameForecast(a: Forecast, b: Forecast): boolean {
  if (a.value === null || b.value === null) return a.value === b.value;
  return a.currency === b.currency && isSameValue(a.value, b.value, powerOf(a.unit), powerOf(b.unit));
}

/** The number that a unit stands for; it is written `1e6` or `1000000`. */
function powerOf(unit: string): bigint {
  const [, exponent = String(unit.length - 1)] = unit.split("e");
  return powerOfTen(Number(exponent));
}

function copyValue(value: GuidanceItem["revised"]): Draft<GuidanceItem["revised"]> {
  return typeof value === "object" && value !== null ? [...value] : value;
}
