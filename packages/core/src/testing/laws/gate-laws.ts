/**
 * Laws of rules behind a gate, on tapes that mean the same: an event that comes twice, a tick that is busted, and markets
 * that have nothing to do with each other. Positions are kept, so that a rule may keep them.
 */
import { canonicalText } from "../../plain/digest.ts";
import { foldAll } from "../../fold/folding.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import type { MarketEvent } from "../../tape/event.ts";
import type { Recorded } from "../../tape/recorded.ts";
import { firstField } from "../../state/parting.ts";
import type { State } from "../../state/state.ts";
import { otherMarkets } from "../tapes/other-markets.ts";
import { type Law, type LawRuns, lawWith, partedIn } from "./law.ts";

type Log = readonly Recorded[];
type Rules = readonly AnyProjection[];

/** Of the rules that are folded, those of `own` are looked at. */
export function gateLaws(rules: Rules, own: Rules, runs: LawRuns): readonly Law[] {
  const mustHoldAlike = alike(rules, own);
  return [
    lawWith("an event that comes twice is heard once", runs, (log, [choice = 0]) => {
      const { event } = log[choice % Math.max(1, log.length)] ?? {};
      if (event === undefined) return;
      const once = spaced(log);
      const twice = once.flatMap((recorded) =>
        recorded.event === event ? [recorded, { position: recorded.position + 1, event }] : recorded,
      );
      mustHoldAlike(twice, once, `${event.id} comes twice`);
    }),
    lawWith("a busted tick never was", runs, (log, [choice = 0]) => {
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
    lawWith(
      "markets apart change nothing in each other, however they are interleaved",
      runs,
      (log, turns) => {
        const both = interleaved(log, otherMarkets(log), turns);
        const own = new Set(log.map(({ event }) => event));
        const [ours, theirs] = [true, false].map((isOurs) =>
          both.filter(({ event }) => own.has(event) === isOurs),
        );
        mustHoldAlike(both, ours ?? [], "other markets come between", { apart: theirs ?? [] });
      },
    ),
  ];
}

/** The same events at every other position. */
function spaced(log: Log): Recorded[] {
  return log.map(({ position, event }) => ({ position: 2 * position, event }));
}

/** True for a tick that nothing else on the tape is about. */
function isAlone({ event }: Recorded, log: Log): boolean {
  if (event.type !== "PriceTicked") return false;
  return log.every(
    ({ event: other }) =>
      other === event || (other.id !== event.id && Reflect.get(other, "tick") !== event.id),
  );
}

/** Both tapes' events in their order; each number says how many of one come before the other has its turn. */
function interleaved(one: Log, other: Log, turns: readonly number[]): Recorded[] {
  const rest = [one, other].map((log) => log.map(({ event }) => event));
  const events: MarketEvent[] = [];
  for (let turn = 0; rest.some(({ length }) => length > 0); turn += 1)
    events.push(...(rest[turn % 2]?.splice(0, 1 + ((turns[turn % turns.length] ?? 0) % 9)) ?? []));
  return events.map((event, index) => ({ position: index + 1, event }));
}

/** True for a rule that is told of busts themselves, as the gate's own list of them is. */
function hearsBusts({ on }: AnyProjection["definition"]): boolean {
  return "TickBusted" in on || "EventAccepted" in on;
}

interface Comparison {
  /** A third tape: documents that it has as well are about both, and not compared. */
  readonly apart?: Log;
  readonly isCompared?: (rule: AnyProjection) => boolean;
}

/** Gives a check that throws where the rules' documents differ after two tapes. */
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
