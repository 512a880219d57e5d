/**
 * Which events are accepted, and the code of each that is not. The tape is walked in order; every event is
 * looked at against what was accepted before it, never against neighbouring prices. Amendments of ticks are
 * known for the whole tape given: a busted tick leaves nothing but the counter `busted`, a corrected one is
 * judged at its new price, a confirmed one passes the fat-finger check. Which amendments stand depends on
 * which events are accepted and the other way round: all are believed first, and the refused dropped, until
 * nothing changes (a tick less can only let more amendments in, so this ends).
 */

import type { MarketEvent, Recorded } from "@tapefold/core";
import { fromDecimal } from "../price/exact.ts";
import { checkEvent, isUnknown } from "./event-check.ts";
import type { Code } from "./refusal-code.ts";
import { newMemory, rememberEvent, repeatCode } from "./repeat-check.ts";
import { addAccepted, emptyHistory } from "../session/session-oracle.ts";
import type { History } from "../session/session-oracle.ts";
import { checkTick, micOfTick } from "./tick-check.ts";

export interface Verdict {
  readonly position: number;
  readonly event: MarketEvent;
  /** Null where the event was accepted. */
  readonly code: Code | null;
}

export interface Admission {
  readonly verdicts: readonly Verdict[];
  readonly history: History;
}

/** What amendments say of ticks, by tick id. */
export interface Amendments {
  readonly busted: ReadonlySet<string>;
  readonly prices: ReadonlyMap<string, number | string>;
  readonly confirmed: ReadonlySet<string>;
}

export function admissionOracle(log: readonly Recorded[]): Admission {
  let believed = log.filter(({ event }) => isAmendment(event));
  for (;;) {
    const admission = walk(log, amendmentsOf(believed));
    const accepted = new Set(
      admission.verdicts.filter(({ code }) => code === null).map(({ position }) => position),
    );
    const standing = believed.filter(({ position }) => accepted.has(position));
    if (standing.length === believed.length) return admission;
    believed = standing;
  }
}

function walk(log: readonly Recorded[], amendments: Amendments): Admission {
  const history = emptyHistory();
  const memory = newMemory();
  const verdicts = log.map(({ position, event }): Verdict => {
    const counted = withAmendedPrice(event, amendments);
    // Sent again is what says the same as the line did, whatever has been corrected since.
    const repeat = repeatCode(memory, event);
    const code = codeOf(history, repeat, { position, event: counted }, amendments);
    if (code !== "busted") rememberEvent(memory, history, { position, event }, code);
    if (code === null) {
      const price = counted.type === "PriceTicked" ? fromDecimal(counted.price) : null;
      if (counted.type === "SessionOpened" || counted.type === "SessionClosed")
        memory.ticks.delete(counted.mic);
      addAccepted(history, { position, event: counted }, price);
    }
    return { position, event, code };
  });
  return { verdicts, history };
}

/** The first check that bites. */
function codeOf(
  history: History,
  repeat: Code | null,
  recorded: Recorded,
  amendments: Amendments,
): Code | null {
  const { position, event } = recorded;
  if (event.type === "PriceTicked") {
    if (amendments.busted.has(event.id)) return "busted";
    if (micOfTick(history, event, position) === null) return "unknown";
    return repeat ?? checkTick(history, position, event, amendments.confirmed.has(event.id));
  }
  if (isUnknown(history, position, event)) return "unknown";
  return repeat ?? checkEvent(history, position, event);
}

function isAmendment(event: MarketEvent): boolean {
  return event.type === "TickBusted" || event.type === "TickCorrected" || event.type === "TickConfirmed";
}

function amendmentsOf(believed: readonly Recorded[]): Amendments {
  const events = believed.map(({ event }) => event);
  return {
    busted: new Set(events.flatMap((event) => (event.type === "TickBusted" ? [event.tick] : []))),
    // Of several corrections the last on the tape wins.
    prices: new Map(
      events.flatMap((event) => (event.type === "TickCorrected" ? [[event.tick, event.price]] : [])),
    ),
    confirmed: new Set(events.flatMap((event) => (event.type === "TickConfirmed" ? [event.tick] : []))),
  };
}

function withAmendedPrice(event: MarketEvent, { prices }: Amendments): MarketEvent {
  if (event.type !== "PriceTicked") return event;
  const price = prices.get(event.id);
  return price === undefined ? event : { ...event, price };
}

/** Counts of the refused, by code, codes in alphabetical order. */
export function rejectedCounts(verdicts: readonly Verdict[]): Record<string, number> {
  const codes = verdicts.flatMap(({ code }) => (code === null ? [] : [code])).sort();
  return Object.fromEntries(codes.map((code) => [code, codes.filter((other) => other === code).length]));
}
