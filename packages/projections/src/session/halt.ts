/** Halts in force on a market or on one instrument. A halt lasts until it is resumed, over a close too. */
import { defineProjection, type Draft, type EventOf, type Read } from "@tapefold/core";
import { isOpen, type Session, currentSession } from "./session.ts";

/** The kinds of halts in force on a market or an instrument. */
export interface Halt {
  readonly kinds: readonly HaltKind[];
}

type HaltKind = EventOf<"TradingHalted">["kind"];

/** Halts of a whole market, by its MIC. */
export const marketHalt = defineProjection<Halt>({
  name: "market-halt",
  version: 1,
  key: { TradingHalted: ({ mic }) => mic, TradingResumed: ({ mic }) => mic },
  initial: { kinds: [] },
  on: {
    TradingHalted: begin,
    TradingResumed: end,
  },
});

/** Halts of one instrument, by its id. */
export const instrumentHalt = defineProjection<Halt>({
  name: "instrument-halt",
  version: 1,
  key: { TradingHalted: ({ instrument }) => instrument, TradingResumed: ({ instrument }) => instrument },
  initial: { kinds: [] },
  on: {
    TradingHalted: begin,
    TradingResumed: end,
  },
});

/** True while ticks of the market are refused; a side-car stops program orders alone. */
function isMarketHalted(read: Read, mic: string): boolean {
  return stops(read(marketHalt, mic));
}

/** True while ticks of the instrument are refused, for its own or its market's halt. */
export function isHalted(read: Read, instrument: string, mic: string): boolean {
  return stops(read(instrumentHalt, instrument)) || isMarketHalted(read, mic);
}

/** The phase of an instrument, or of a whole market; `halted` if a halt is in force in an open session. */
export function phaseOf(read: Read, mic: string, instrument?: string): Session["phase"] | "halted" {
  const current = read(currentSession, mic);
  const halted = instrument === undefined ? isMarketHalted(read, mic) : isHalted(read, instrument, mic);
  return halted && isOpen(current) ? "halted" : current.phase;
}

function stops({ kinds }: Halt): boolean {
  // Every tick asks, and there is almost never a halt.
  if (kinds.length === 0) return false;
  return kinds.some((kind) => kind !== "sidecar");
}

function begin(halt: Draft<Halt>, { kind }: { readonly kind: HaltKind }): void {
  if (!halt.kinds.includes(kind)) halt.kinds.push(kind);
}

function end(halt: Draft<Halt>, { kind }: { readonly kind: HaltKind }): void {
  halt.kinds = halt.kinds.filter((other) => other !== kind);
}
