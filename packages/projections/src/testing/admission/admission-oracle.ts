/**
 * Oracle of admission: the accepted events, and the code of each refused one. The tape is walked in order; every
 * event is checked against the events accepted before it, never against neighbouring prices. Amendments of ticks
 * are known for the whole tape given: a busted tick leaves nothing but the counter `busted`, a corrected one is
 * judged at its new price, a confirmed one passes the fat-finger check. The standing amendments depend on the
 * accepted events and the other way round: all are believed first, and the refused dropped, until nothing changes
 * (a tick less can only let more amendments in, so this ends).
 */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { fromDecimal } from "../price/exact.ts";
import { AmendmentOracle, isAmendment, type Said } from "./amendment-oracle.ts";
import { checkEvent, isUnknown } from "./event-check.ts";
import type { Code } from "./refusal-code.ts";
import { newMemory, rememberEvent, repeatCode } from "./repeat-check.ts";
import { acceptedOf, addAccepted, emptyHistory, type History } from "../session/history.ts";
import { checkTick, micOfTick } from "./tick-check.ts";

export interface JudgedEvent {
  readonly position: number;
  readonly event: MarketEvent;
  /** Code of the refusal; null if the event was accepted. */
  readonly code: Code | null;
}

export interface Admission {
  readonly verdicts: readonly JudgedEvent[];
  readonly history: History;
}

/** The code of each event, null if it is accepted, and the history of the accepted ones. */
export function admissionOracle(log: readonly Recorded[]): Admission {
  const all = log.filter(({ event }) => isAmendment(event));
  const amendments = new AmendmentOracle(log, walk(log, () => null, undefined).history);
  let believed = all;
  for (;;) {
    const admission = walk(log, (recorded) => amendments.said(believed, recorded), amendments);
    const accepted = new Set(
      admission.verdicts.filter(({ code }) => code === null).map(({ position }) => position),
    );
    const standing = believed.filter(({ position }) => accepted.has(position));
    if (standing.length === believed.length) return admission;
    believed = standing;
  }
}

function walk(
  log: readonly Recorded[],
  saidOf: (recorded: Recorded) => Said | null,
  amendments: AmendmentOracle | undefined,
): Admission {
  const history = emptyHistory();
  const memory = newMemory();
  const told = new Set<string>();
  const verdicts = log.map((recorded): JudgedEvent => {
    const { position, event } = recorded;
    const said = saidOf(recorded);
    const counted = asSaid(event, said);
    // A repeat is compared with the line as it was sent, whatever has been corrected since.
    const repeat = repeatCode(memory, event);
    const judged = { position, event: event.type === "SessionClosed" ? event : counted };
    let code = codeOf(history, repeat, judged, { said, amendments, told });
    if (event.type === "InstrumentSplit" && code === null) {
      told.add(event.id);
      if (said?.busted === true) code = "withdrawn";
    }
    if (code !== "busted") rememberEvent(memory, history, recorded);
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

/** The code of the first check that fails; null if all pass. */
function codeOf(
  history: History,
  repeat: Code | null,
  { position, event }: Recorded,
  {
    said,
    amendments,
    told,
  }: { said: Said | null; amendments: AmendmentOracle | undefined; told: Set<string> },
): Code | null {
  if (event.type === "PriceTicked") {
    if (said?.busted === true) return "busted";
    if (micOfTick(history, event, position) === null) return "unknown";
    return repeat ?? checkTick(history, position, event, said?.confirmed === true);
  }
  if (isUnknown(history, position, event)) return "unknown";
  if (repeat !== null) return repeat;
  if (event.type === "TickBusted") {
    const busts = acceptedOf(history, "TickBusted", position);
    return busts.some((bust) => amendments?.isSameTick(bust, { position, event })) ? "duplicate" : null;
  }
  if (event.type === "SplitWithdrawn") {
    if (!told.has(event.split)) return "unknown";
    const before = acceptedOf(history, "SplitWithdrawn", position);
    return before.some((withdrawal) => withdrawal.event.split === event.split) ? "duplicate" : null;
  }
  return checkEvent(history, position, event);
}

/** The event with its last price, or its last closes. */
function asSaid(event: MarketEvent, said: Said | null): MarketEvent {
  if (said === null) return event;
  if (event.type === "PriceTicked" && said.price !== null) return { ...event, price: said.price };
  if (event.type !== "SessionClosed" || Object.keys(said.closes).length === 0) return event;
  return { ...event, closes: { ...event.closes, ...said.closes } };
}

/** Counts of the refused, by code, codes in alphabetical order. */
export function rejectedCounts(verdicts: readonly JudgedEvent[]): Record<string, number> {
  const codes = verdicts.flatMap(({ code }) => (code === null ? [] : [code])).sort();
  return Object.fromEntries(codes.map((code) => [code, codes.filter((other) => other === code).length]));
}
