/**
 * The state of the market as one plain JSON value, for people and programs that don't fold themselves. Prices are
 * decimal texts at their instrument's scale; percentages have 4 decimals, ties away from zero; a value that does not
 * exist yet is null.
 */
import {
  compareText,
  digestOf,
  formatInstant,
  type GuidanceItem,
  type Read,
  shortestText,
  type State,
  type TradingDate,
} from "@tapefold/core";
import { guidance, type Revision, type RevisedItem } from "../guidance/guidance.ts";
import { type InstrumentState, instrumentState } from "./instrument-state.ts";
import { listing } from "../reference/listing.ts";
import { changeRatio } from "../price/move.ts";
import { percent, priceText } from "../price/price-text.ts";
import { type Reaction, reaction } from "../guidance/reaction.ts";
import { type Region, regions } from "./region.ts";
import { type SectorState, sectorStates, type SharesState, sharesStates } from "./shares.ts";
import { type StatisticState, statisticStates } from "./statistic-states.ts";

/** The state of the market, as `replay --json` prints it. */
export interface MarketState {
  readonly tape: {
    readonly events: number;
    readonly accepted: number;
    readonly rejected: Readonly<Record<string, number>>;
  };
  readonly asOf: { readonly position: number; readonly at: string | null };
  /** SHA-256 of the whole canonical state. */
  readonly digest: string;
  /** SHA-256 of the market's values alone, without positions, ids, causes, counters and as-of. */
  readonly valuesDigest: string;
  readonly regions: readonly Region[];
  readonly instruments: Readonly<Record<string, InstrumentState>>;
  readonly statistics: readonly StatisticState[];
  /** Moves of the priced shares of each market, by sector. */
  readonly sectors: readonly SectorState[];
  readonly shares: readonly SharesState[];
  readonly guidance: readonly GuidanceState[];
}

/** A revision of guidance with the reactions to it, as texts. */
export interface GuidanceState {
  readonly position: number;
  readonly at: string;
  readonly issuer: string;
  readonly class: Revision["class"];
  readonly mandatory: boolean;
  readonly fiscalYearEnd: TradingDate;
  readonly items: readonly GuidanceItemState[];
  readonly reactions: readonly ReactionState[];
}

/** A decimal, a range `[low, high]`, or null if no forecast was given. */
export type ForecastText = string | readonly [string, string] | null;

export interface GuidanceItemState {
  readonly metric: RevisedItem["metric"];
  readonly previous: ForecastText;
  readonly revised: ForecastText;
  readonly class: RevisedItem["class"];
  readonly changePct: string | null;
  readonly mandatory: boolean;
  readonly differsFromStanding: boolean;
}

/** The reaction of an instrument to a revision, as texts. */
export interface ReactionState {
  readonly instrument: string;
  readonly link: Reaction["link"];
  readonly date: TradingDate | null;
  readonly reference: string | null;
  readonly gapPct: string | null;
  readonly maxUpPct: string | null;
  readonly maxDownPct: string | null;
  readonly lastPct: string | null;
  readonly closePct: string | null;
}

/** The market's state from a state folded by `marketRules`. */
export function marketState(state: State): MarketState {
  const { read } = state;
  const { accepted, rejected } = state.counts;
  const events = Object.values(rejected).reduce((sum, count) => sum + count, accepted);
  const instruments = [...state.documents(listing).keys()].map(
    (id) => [id, instrumentState(state, id)] as const,
  );
  const values = {
    regions: regions(read),
    instruments: objectOf(instruments),
    statistics: statisticStates(state),
    sectors: sectorStates(read),
    shares: sharesStates(read),
    guidance: guidanceStates(state),
  };
  return {
    tape: { events, accepted, rejected: objectOf(Object.entries(rejected)) },
    asOf: { position: state.position, at: state.at === null ? null : formatInstant(state.at) },
    digest: state.digest,
    valuesDigest: digestOf(withoutPositions(values)),
    ...values,
  };
}

type Values = Omit<MarketState, "tape" | "asOf" | "digest" | "valuesDigest">;

function withoutPositions({ instruments, guidance, ...values }: Values): unknown {
  const record = (one: InstrumentState["record"]["close"]): unknown =>
    one === null ? null : { ...one, position: null };
  return {
    ...values,
    instruments: Object.entries(instruments).map(([id, one]) => [
      id,
      { ...one, record: { close: record(one.record.close), high: record(one.record.high) } },
    ]),
    guidance: guidance.map((one) => ({ ...one, position: null })),
  };
}

/** All revisions of guidance in order of the tape, each with the reactions to it. */
export function guidanceStates(state: State): GuidanceState[] {
  const { read } = state;
  const reactions = reactionsByRevision(state, read);
  const said = [...state.documents(guidance)].flatMap(([issuer, { revisions }]) =>
    revisions.map((revision) => ({ issuer, revision })),
  );
  said.sort((a, b) => a.revision.position - b.revision.position);
  return said.map(({ issuer, revision }) => ({
    position: revision.position,
    at: formatInstant(revision.at),
    issuer,
    class: revision.class,
    mandatory: revision.mandatory,
    fiscalYearEnd: revision.fiscalYearEnd,
    items: revision.items.map(({ metric, previous, revised, change, ...item }) => ({
      metric,
      previous: forecastText(previous),
      revised: forecastText(revised),
      class: item.class,
      changePct: change === null ? null : percent(change),
      mandatory: item.mandatory,
      differsFromStanding: item.differsFromStanding,
    })),
    reactions: reactions.get(revision.position) ?? [],
  }));
}

/** Reactions by position of the revision: own instruments first, then those of parents, each by id. */
function reactionsByRevision(state: State, read: Read): Map<number, ReactionState[]> {
  const found = new Map<number, ReactionState[]>();
  const all = state.documents(reaction);
  for (const link of ["own", "subsidiary"] as const) {
    for (const [instrument, { reactions }] of all) {
      for (const one of reactions.filter((candidate) => candidate.link === link)) {
        found.set(one.revision, [...(found.get(one.revision) ?? []), reactionState(one, instrument, read)]);
      }
    }
  }
  return found;
}

function reactionState(
  { link, date, reference, ...prices }: Reaction,
  instrument: string,
  read: Read,
): ReactionState {
  const { scale } = read(listing, instrument);
  const measure = (price: number | null): string | null =>
    price === null || reference === null ? null : percent(changeRatio(price, reference));
  return {
    instrument,
    link,
    date,
    reference: reference === null ? null : priceText(reference, scale),
    gapPct: measure(prices.gap),
    maxUpPct: measure(prices.maxUp),
    maxDownPct: measure(prices.maxDown),
    lastPct: measure(prices.last),
    closePct: measure(prices.close),
  };
}

function forecastText(value: GuidanceItem["revised"]): ForecastText {
  if (value === null) return null;
  if (typeof value === "object") return [shortestText(value[0]), shortestText(value[1])];
  return shortestText(value);
}

/** An object by ids, safe for ids such as `__proto__` and `constructor`. */
function objectOf<V>(entries: readonly (readonly [string, V])[]): Record<string, V> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b)));
}
