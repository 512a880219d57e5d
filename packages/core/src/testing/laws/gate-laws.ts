/**
 * Laws of rules behind a gate, on pairs of tapes that mean the same: with an event that comes twice, with a busted tick,
 * and with markets that have nothing to do with each other. An event has one position on both tapes, for documents may
 * hold positions.
 */
import { canonicalText } from "../../plain/digest.ts";
import { foldAll } from "../../fold/folding.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import type { MarketEvent } from "../../tape/event.ts";
import { record, type Recorded } from "../../tape/recorded.ts";
import { firstField } from "../../state/parting.ts";
import type { State } from "../../state/state.ts";
import { otherMarkets } from "../tapes/other-markets.ts";
import { type Law, law, type LawRuns, partedIn } from "./law.ts";

type Log = readonly Recorded[];
type Rules = readonly AnyProjection[];

/** The laws; all of `rules` are folded, and the documents of `own` compared. */
export function gateLaws(rules: Rules, own: Rules, runs: LawRuns): readonly Law[] {
  const mustHoldAlike = alike(rules, own);
  return [
    law("an event that comes twice is heard once", runs, (log, [choice = 0]) => {
      const { event } = log[choice % Math.max(1, log.length)] ?? {};
      if (event === undefined) return;
      const once = spaced(log);
      const twice = once.flatMap((recorded) =>
        recorded.event === event ? [recorded, { position: recorded.position + 1, event }] : recorded,
      );
      mustHoldAlike(twice, once, `${event.id} comes twice`);
    }),
    law("a busted tick never was", runs, (log, [choice = 0]) => {
      const ticks = log.filter((recorded) => isAlone(recorded, log));
      const { event } = ticks[choice % Math.max(1, ticks.length)] ?? {};
      if (event === undefined) return;
      const without = spaced(log).filter((recorded) => recorded.event !== event);
      const bust = {
        id: "bust-of-the-law",
        at: log.at(-1)?.event.at ?? 0,
        type: "TickBusted",
        tick: event.id,
      };
      const busted = [...spaced(log), { position: 2 * log.length + 2, event: bust as MarketEvent }];
      mustHoldAlike(busted, without, `${event.id} is busted`, {
        isCompared: ({ definition }) => !hearsBusts(definition),
      });
    }),
    law("markets apart change nothing in each other, however they are interleaved", runs, (log, turns) => {
      const both = interleaved(log, otherMarkets(log), turns);
      const own = new Set(log.map(({ event }) => event));
      const [ours, theirs] = [true, false].map((isOurs) =>
        both.filter(({ event }) => own.has(event) === isOurs),
      );
      mustHoldAlike(both, ours ?? [], "other markets come between", { apart: theirs ?? [] });
    }),
  ];
}

/** The same events at every other position. */
function spaced(log: Log): Recorded[] {
  return log.map(({ position, event }) => ({ position: 2 * position, event }));
}

/** True for a tick that no other event of the tape names. */
function isAlone({ event }: Recorded, log: Log): boolean {
  if (event.type !== "PriceTicked") return false;
  return log.every(
    ({ event: other }) =>
      other === event || (other.id !== event.id && Reflect.get(other, "tick") !== event.id),
  );
}

/** Two tapes in one, each in its order; `turns` tell how many events of one come before the other has its turn. */
function interleaved(one: Log, other: Log, turns: readonly number[]): Recorded[] {
  const rest = [one, other].map((log) => log.map(({ event }) => event));
  const events: MarketEvent[] = [];
  for (let turn = 0; rest.some(({ length }) => length > 0); turn += 1)
    events.push(...(rest[turn % 2]?.splice(0, 1 + ((turns[turn % turns.length] ?? 0) % 9)) ?? []));
  return record(events);
}

/** True for a rule that hears busts as events, such as the gate's own list of them. */
function hearsBusts({ on }: AnyProjection["definition"]): boolean {
  return "TickBusted" in on || "EventAccepted" in on;
}

interface Comparison {
  /** The events of the other markets; documents that they reach too are not compared. */
  readonly apart?: Log;
  readonly isCompared?: (rule: AnyProjection) => boolean;
}

/** A check that throws if the rules' documents differ after two tapes. */
function alike(rules: Rules, own: Rules) {
  const stateOf = (log: Log): State => foldAll(rules, log, { isSparse: true }).state;
  return (one: Log, other: Log, what: string, { apart, isCompared }: Comparison = {}): void => {
    const [left, right, third] = [stateOf(one), stateOf(other), stateOf(apart ?? [])];
    for (const rule of own) {
      if (isCompared?.(rule) === false) continue;
      const [ours, theirs] = [left.documents(rule), right.documents(rule)];
      const others = third.documents(rule);
      const keys = apart === undefined ? [...ours.keys(), ...theirs.keys()] : theirs.keys();
      for (const key of keys) {
        const [is, should] = [ours.get(key) ?? null, theirs.get(key) ?? null];
        if (others.has(key) || canonicalText(is) === canonicalText(should)) continue;
        const projection = rule.definition.name;
        throw new Error(`${what}: ${partedIn({ projection, key, ...firstField(is, should) })}`);
      }
    }
  };
}
