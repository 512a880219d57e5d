/**
 * Tapes written by hand: short words for events in the order they happen, and what the market then shows. Every
 * tape goes through the schema, the fold of all market rules and the oracle, and the last two must agree.
 */
import {
  type Decimal,
  fold,
  formatInstant,
  type GuidanceItem,
  type MarketEvent,
  parseEvent,
  type Phase,
  record,
  type Recorded,
  type RecordBasis,
  type State,
  type TradingDate,
  type Weighting,
} from "@tapefold/core";
import { type InstrumentState, marketRules, marketState, type MarketState } from "@tapefold/projections";
import { marketOracle } from "@tapefold/projections/testing";
import { expect } from "vitest";

/** An event as it is written here: without an id it is named after its position, without an instant a minute follows the last. */
export type Line = { readonly id?: string; readonly at?: number | string } & Body<MarketEvent>;
type Body<E> = E extends unknown ? Omit<E, "id" | "at"> : never;

/** Lines, and runs of them in one another. */
export type Lines = readonly (Line | Lines)[];

/** Fields of a line beside the usual ones; a number as `at` is minutes after the tape's first midnight. */
type More = Readonly<Record<string, unknown>>;

export const [THU, FRI, MON, TUE, WED] = [
  "2026-02-05",
  "2026-02-06",
  "2026-02-09",
  "2026-02-10",
  "2026-02-11",
] as const;

const MINUTE = 60_000_000;
const MIDNIGHT = Date.UTC(2026, 1, 10) * 1000;

export function tape(...lines: Lines): Recorded[] {
  const events = flatten(lines).map((line, index) => {
    const { id = `e${index + 1}`, at = index + 1, ...body } = line;
    const instant = typeof at === "number" ? formatInstant(MIDNIGHT + at * MINUTE) : at;
    return parseEvent(JSON.parse(JSON.stringify({ id, at: instant, ...body })), { line: index + 1 });
  });
  return record(events);
}

function flatten(lines: Lines): Line[] {
  return lines.flatMap((line) => (Array.isArray(line) ? flatten(line as Lines) : [line as Line]));
}

/** The market after a tape. */
export function shown(...lines: Lines): MarketState {
  const log = tape(...lines);
  const state = marketState(fold(marketRules, log));
  const { digest: _, valuesDigest: __, ...values } = state;
  const { tape: counts, ...oracle } = marketOracle(log);
  const { head: ___, ...counted } = counts;
  expect(values, "the fold and the oracle").toEqual({ tape: counted, ...oracle });
  return state;
}

/** The state of the market's rules after a tape. */
export const after = (...lines: Lines): State => fold(marketRules, tape(lines));

/** One instrument after a tape. */
export function shownOf(instrument: string, ...lines: Lines): InstrumentState {
  const state = shown(...lines).instruments[instrument];
  if (state === undefined) throw new Error(`${instrument} is not listed`);
  return state;
}

/** Number of refused events of a tape, by code. */
export function refused(...lines: Lines): Readonly<Record<string, number>> {
  return shown(...lines).tape.rejected;
}

/** The code of the last line, or `accepted`. */
export function lastCode(...lines: Lines): string {
  const all = flatten(lines);
  const before = refused(all.slice(0, -1));
  const after = refused(all);
  return Object.keys(after).find((code) => after[code] !== before[code]) ?? "accepted";
}

export const market = (mic: string, region = "Asia", country = "JP"): Line => ({
  type: "MarketListed",
  mic,
  name: mic,
  country,
  region,
  zone: "Asia/Tokyo",
});

/** A share of Tokyo without decimals, unless said otherwise. */
export const listed = (instrument: string, more: More = {}): Line =>
  ({
    type: "InstrumentListed",
    instrument,
    name: instrument,
    kind: "equity",
    mic: "XTKS",
    currency: "JPY",
    scale: 0,
    ...more,
  }) as Line;

/** An index of Tokyo with two decimals. */
export const index = (instrument: string, more: More = {}): Line =>
  listed(instrument, { kind: "index", scale: 2, ...more });

const members = (weights: Readonly<Record<string, string>>): { instrument: string; weight: string }[] =>
  Object.entries(weights).map(([instrument, weight]) => ({ instrument, weight }));

export const defined = (
  instrument: string,
  weighting: Weighting,
  divisor: Decimal,
  weights: Readonly<Record<string, string>>,
  more: More = {},
): Line =>
  ({
    type: "IndexDefined",
    instrument,
    mode: "derived",
    weighting,
    divisor,
    constituents: members(weights),
    ...more,
  }) as Line;

export const rebalanced = (
  instrument: string,
  divisor: Decimal,
  weights: Readonly<Record<string, string>>,
): Line => ({ type: "IndexRebalanced", instrument, divisor, constituents: members(weights) });

export const calendar = (...dates: TradingDate[]): Line => ({
  type: "CalendarLoaded",
  mic: "XTKS",
  from: "2026-02-01",
  to: "2026-02-28",
  dates,
});

export const opened = (date: TradingDate, more: More = {}): Line =>
  ({ type: "SessionOpened", mic: "XTKS", date, ...more }) as Line;

export const phase = (date: TradingDate, to: Phase, more: More = {}): Line =>
  ({ type: "SessionPhaseChanged", mic: "XTKS", date, phase: to, ...more }) as Line;

export const closed = (
  date: TradingDate,
  closes?: Readonly<Record<string, Decimal>>,
  more: More = {},
): Line =>
  ({
    type: "SessionClosed",
    mic: "XTKS",
    date,
    ...(closes === undefined ? {} : { closes }),
    ...more,
  }) as Line;

/** A whole session of Tokyo with one price. */
export const day = (date: TradingDate, price: Decimal, instrument = "A"): Line[] => [
  opened(date),
  tick(instrument, price),
  closed(date),
];

export const cancelled = (date: TradingDate): Line => ({ type: "SessionCancelled", mic: "XTKS", date });

export const tick = (instrument: string, price: Decimal, more: More = {}): Line =>
  ({ type: "PriceTicked", instrument, price, ...more }) as Line;

/** A print that comes in late: it moves high and low alone. */
export const lateReport = (instrument: string, price: Decimal, more: More = {}): Line =>
  tick(instrument, price, { updates: ["highLow"], ...more });

export const bust = (of: string): Line => ({ type: "TickBusted", tick: of });
export const correction = (of: string, price: Decimal): Line => ({ type: "TickCorrected", tick: of, price });
export const confirmation = (of: string): Line => ({ type: "TickConfirmed", tick: of });

export const halted = (target: More, kind = "halt"): Line =>
  ({ type: "TradingHalted", kind, ...target }) as unknown as Line;
export const resumed = (target: More, kind = "halt"): Line =>
  ({ type: "TradingResumed", kind, ...target }) as unknown as Line;

export const split = (
  instrument: string,
  numerator: number,
  denominator: number,
  date: TradingDate,
): Line => ({ type: "InstrumentSplit", instrument, numerator, denominator, date });

export const base = (instrument: string, date: TradingDate, price: Decimal): Line => ({
  type: "BasePriceSet",
  instrument,
  date,
  price,
});

export const streakSeed = (instrument: string, streak: number, close: Decimal, date: TradingDate): Line => ({
  type: "StreakSeeded",
  instrument,
  streak,
  close,
  date,
});

export const recordSeed = (
  instrument: string,
  basis: RecordBasis,
  level: Decimal,
  date: TradingDate,
  more: More = {},
): Line => ({ type: "RecordSeeded", instrument, basis, level, date, ...more }) as Line;

export const owns = (parent: string, subsidiary: string): Line => ({
  type: "OwnershipDeclared",
  parent,
  subsidiary,
});

/** A consolidated forecast for the fiscal year that ends in March 2026. */
export const guidance = (
  issuer: string,
  items: readonly (readonly [GuidanceItem["metric"], GuidanceItem["previous"], GuidanceItem["revised"]])[],
  more: More = {},
): Line =>
  ({
    type: "GuidanceRevised",
    issuer,
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    items: items.map(([metric, previous, revised]) => ({ metric, previous, revised })),
    ...more,
  }) as Line;

/** Tokyo with two shares, A and B, no session yet. */
export const tokyo: readonly Line[] = [market("XTKS"), listed("A"), listed("B")];
