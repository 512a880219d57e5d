/** The instruments a board shows: what matters most, or what was asked for. */
import type { MarketState } from "@tapefold/projections";
import { usageError } from "./error-line.ts";

/** The instruments and markets asked for; without any the board shows those that matter most. */
export interface BoardScope {
  readonly instruments?: readonly string[];
  readonly markets?: readonly string[];
  readonly all?: boolean;
}

/** True if instruments or markets were asked for, or all. */
export function isAsked({ instruments, markets, all }: BoardScope): boolean {
  return instruments !== undefined || markets !== undefined || all === true;
}

/** True if an instrument of a market is within a scope. */
export function isWithin(scope: BoardScope, id: string, mic: string): boolean {
  const { instruments = [], markets = [], all } = scope;
  return !isAsked(scope) || all === true || instruments.includes(id) || markets.includes(mic);
}

/** The state with the instruments of a scope alone. */
export function scoped<S extends MarketState>(state: S, scope: BoardScope): S {
  const within = Object.entries(state.instruments).filter(([id, { mic }]) => isWithin(scope, id, mic));
  return { ...state, instruments: Object.fromEntries(within) };
}

/** Throws `USAGE` for a market that no instrument of the tape is listed in. */
export function mustHaveMarkets({ instruments }: MarketState, { markets = [] }: BoardScope): void {
  const known = [...new Set(Object.values(instruments).map(({ mic }) => mic))];
  const unknown = markets.find((mic) => !known.includes(mic));
  if (unknown !== undefined)
    throw usageError(`no instrument of ${unknown} is on the tape; there are ${known.join(", ")}`, "--market");
}
