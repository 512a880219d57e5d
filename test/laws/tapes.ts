/** Tapes for the law tests to try, and the market's values after one. */
import {
  fold,
  Fold,
  type MarketEvent,
  parseDecimal,
  record,
  type Recorded,
  type Rules,
  type State,
  type EventOf,
} from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import {
  instrumentState,
  type InstrumentState,
  listing,
  marketRules,
  marketState,
  type MarketState,
} from "@tapefold/projections";
import { admissionOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect } from "vitest";
import { runs } from "../runs.ts";

export type Log = readonly Recorded[];
type Code = ReturnType<typeof admissionOracle>["verdicts"][number]["code"];

/**
 * Checks a law on generated tapes. `holds` says with `false` that the tape gave it nothing to check; some must give
 * it something, or the law would hold for nothing. Asks for as many tapes as `runs` is asked for.
 */
export function everyTape(
  options: Parameters<typeof session>[0],
  holds: (log: Log, choose: (count: number) => number) => boolean | void,
  asked = 80,
): void {
  let reached = 0;
  const property = fc.property(session(options), fc.infiniteStream(fc.nat()), (log, choices) => {
    const choose = (count: number): number => Number(choices.next().value) % count;
    if (holds(log, choose) !== false) reached += 1;
  });
  fc.assert(property, { numRuns: runs(asked) });
  expect(reached).toBeGreaterThan(0);
}

export function folded(log: Log, rules: Rules = marketRules): State {
  const state = fold(rules, log);
  expect(state.stopped).toEqual([]);
  return state;
}

export function shown(log: Log): MarketState {
  return marketState(folded(log));
}

/** The instruments of a state, as `marketState` has them, without the digests: these cost more than all the rest. */
export function instrumentsOf(state: State): Readonly<Record<string, InstrumentState>> {
  const ids = [...state.documents(listing).keys()];
  return Object.fromEntries(ids.map((id) => [id, instrumentState(state, id)]));
}

export function instrumentsAfter(log: Log): Readonly<Record<string, InstrumentState>> {
  return instrumentsOf(folded(log));
}

/** The market after every event of a tape without amendments, and before the first. */
export function* everyState(log: Log): Generator<{ state: State; event: MarketEvent; code: Code }> {
  const codes = admissionOracle(log).verdicts.map(({ code }) => code);
  const step = new Fold(marketRules);
  for (const [index, recorded] of log.entries()) {
    expect(step.add([recorded])).toBeUndefined();
    yield { state: step.state, event: recorded.event, code: codes[index] ?? null };
  }
}

/** The events, numbered anew. */
export function renumbered(events: readonly MarketEvent[]): Recorded[] {
  return record(events);
}

export function eventsOf(log: Log): MarketEvent[] {
  return log.map(({ event }) => event);
}

/** The tape without some of its events. */
export function without(log: Log, isLeftOut: (event: MarketEvent) => boolean): Recorded[] {
  return renumbered(eventsOf(log).filter((event) => !isLeftOut(event)));
}

/** The tape with each event of some types made into another. */
export function changed<T extends MarketEvent["type"]>(
  log: Log,
  types: readonly T[],
  change: (event: EventOf<T>, recorded: Recorded) => MarketEvent,
): Recorded[] {
  const has = (event: MarketEvent): event is EventOf<T> => (types as readonly string[]).includes(event.type);
  return log.map((recorded) => ({
    ...recorded,
    event: has(recorded.event) ? change(recorded.event, recorded) : recorded.event,
  }));
}

/** The ticks of the tape, with their positions. */
export function ticksOf(log: Log): Recorded<EventOf<"PriceTicked">>[] {
  return log.filter(({ event }) => event.type === "PriceTicked") as Recorded<EventOf<"PriceTicked">>[];
}

/** Digits alone; both sides of a comparison have the same scale. */
export function unitsOf(text: string): bigint {
  return parseDecimal(text)?.units ?? 0n;
}
