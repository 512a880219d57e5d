/** Halts in force, by what is halted: a market or an instrument. A halt lasts until resumed, over a close too. */
import { defineProjection, type HaltKind, type HaltTarget, type Read } from "@tapefold/core";
import { listing } from "./listing.ts";

export interface Halt {
  readonly kinds: readonly HaltKind[];
}

export const halt = defineProjection<Halt>({
  name: "halt",
  version: 1,
  needs: [listing],
  key: { TradingHalted: haltKey, TradingResumed: haltKey },
  initial: { kinds: [] },
  on: {
    TradingHalted: (halt, { kind }) => {
      if (!halt.kinds.includes(kind)) halt.kinds.push(kind);
    },
    TradingResumed: (halt, { kind }) => {
      halt.kinds = halt.kinds.filter((other) => other !== kind);
    },
  },
});

/** True while ticks of the market are refused; a side-car stops program orders alone. */
export function isMarketHalted(read: Read, mic: string): boolean {
  return read(halt, `mic ${mic}`).kinds.some((kind) => kind !== "sidecar");
}

/** True while ticks of the instrument are refused, for its own or its market's halt. */
export function isHalted(read: Read, instrument: string): boolean {
  const own = read(halt, `instrument ${instrument}`).kinds.some((kind) => kind !== "sidecar");
  return own || isMarketHalted(read, read(listing, instrument).mic);
}

function haltKey({ mic, instrument }: HaltTarget): string {
  return mic === undefined ? `instrument ${instrument}` : `mic ${mic}`;
}
