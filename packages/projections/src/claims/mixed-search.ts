/**
 * The search for mixed claims, which held at some time, but never together with another claim that holds now. For every
 * assertion that does not hold, it goes through the states of the current session of the assertion's instruments.
 */
import type { MarketEvent, TradingDate } from "@tapefold/core";
import { indexWeights } from "../index-level/index-weights.ts";
import { listing } from "../reference/listing.ts";
import { quote } from "../price/quote.ts";
import type { BoundAssertion } from "./bound-assertion.ts";
import { judge } from "./judgement.ts";
import { indicesOf, type StateView } from "../fields/state-view.ts";
import { type BoundClaim, holds, judgeClaim, worst } from "./verdict.ts";

/** An assertion that does not hold. */
interface Suspect {
  readonly claim: string;
  readonly at: number;
  readonly bound: BoundAssertion;
  /** The sessions in which it must have held: dates by instrument. */
  readonly sessions: ReadonlyMap<string, TradingDate>;
  /** Dates of those sessions that the search has not seen open yet, by market. */
  readonly toOpen: Map<string, TradingDate>;
  held: boolean;
  /** Ids of claims that hold now, and so far never held together with this assertion. */
  readonly apart: Set<string>;
}

/** A search for mixed claims over the states of a tape. */
export class MixedSearch {
  readonly #suspects: Suspect[] = [];
  readonly #holding = new Map<string, BoundClaim>();
  /** Instruments whose events can change a verdict; null if every event can. */
  #instruments: Set<string> | null = new Set();

  /** Begins a search; `holding` are the claims of the file that hold, each at its own as-of. */
  constructor(holding: readonly BoundClaim[]) {
    for (const bound of holding) this.#holding.set(bound.claim.id, bound);
  }

  /** Adds an assertion of a claim that does not hold on a state. */
  suspect(view: StateView, { claim, assertions }: BoundClaim, at: number): void {
    const bound = assertions[at];
    const sessions = bound === undefined ? new Map<string, string>() : sessionsOf(view, bound);
    if (bound === undefined || sessions.size === 0) return;
    const apart = new Set([...this.#holding.keys()].filter((id) => id !== claim.id));
    if (apart.size === 0) return;
    if (this.#suspects.length === 0)
      for (const { assertions: held } of this.#holding.values())
        for (const one of held) this.#listen(view, one);
    const toOpen = new Map([...sessions].map(([one, date]) => [view.read(listing, one).mic, date]));
    this.#suspects.push({ claim: claim.id, at, bound, sessions, toOpen, held: false, apart });
    this.#listen(view, bound);
  }

  /** True if there is no assertion to search for. */
  get isIdle(): boolean {
    return this.#suspects.length === 0;
  }

  /** True if the state after this event has to be observed. */
  wants(event: MarketEvent): boolean {
    if (event.type === "SessionOpened") {
      for (const { toOpen } of this.#suspects)
        if (toOpen.get(event.mic) === event.date) toOpen.delete(event.mic);
    }
    if (this.#suspects.every(({ toOpen }) => toOpen.size > 0)) return false;
    return (
      event.type !== "PriceTicked" || this.#instruments === null || this.#instruments.has(event.instrument)
    );
  }

  /** Judges the suspects on the state after an event. */
  observe(view: StateView): void {
    const verdicts = new Map<string, boolean>();
    for (const suspect of this.#suspects) {
      const isThen = [...suspect.sessions].every(([one, date]) => view.read(quote, one).date === date);
      if (!isThen || !holds(judge(view, suspect.bound).verdict)) continue;
      suspect.held = true;
      for (const id of suspect.apart) {
        const held = verdicts.get(id) ?? this.#holds(view, id);
        verdicts.set(id, held);
        if (held) suspect.apart.delete(id);
      }
    }
  }

  /** Ids of the claims that an assertion never held together with, in the file's order; empty if it isn't mixed. */
  neverWith(claim: string, at: number): readonly string[] {
    const suspect = this.#suspects.find((one) => one.claim === claim && one.at === at);
    return suspect?.held === true ? [...suspect.apart] : [];
  }

  #holds(view: StateView, id: string): boolean {
    const bound = this.#holding.get(id);
    return bound !== undefined && holds(worst(judgeClaim(view, bound).map(({ verdict }) => verdict)));
  }

  /** Takes in the instruments whose events can change the verdict on an assertion. */
  #listen(view: StateView, { path, from }: BoundAssertion): void {
    const named = [path, ...(from === null ? [] : [from])];
    for (const one of named) {
      const [root] = one.steps;
      if (root?.kind !== "field" || root.name !== "instruments") this.#instruments = null;
      for (const id of one.instruments) {
        this.#instruments?.add(id);
        for (const member of Object.keys(view.read(indexWeights, id).coefficients))
          this.#instruments?.add(member);
      }
    }
  }
}

/** The current sessions of the instruments that an assertion speaks of. */
function sessionsOf(view: StateView, { path, from }: BoundAssertion): ReadonlyMap<string, TradingDate> {
  const named = [path, ...(from === null ? [] : [from])].flatMap((one) => {
    const [root, pick] = one.steps;
    const isRegion = root?.kind === "field" && root.name === "regions" && pick?.kind === "pick";
    const region = isRegion ? pick.where.find(({ key }) => key === "region")?.value : undefined;
    return region === undefined ? one.instruments : indicesOf(view, region);
  });
  const sessions = new Map<string, TradingDate>();
  for (const instrument of named) {
    const { date } = view.read(quote, instrument);
    if (date !== null) sessions.set(instrument, date);
  }
  return sessions;
}
