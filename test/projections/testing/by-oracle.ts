/** A tape as the oracles alone see it: their tests compare them with values worked out by hand. */
import { admissionOracle, marketOracle } from "@tapefold/projections/testing";
import { type Line, type Lines, listed, market, tape } from "../tape.ts";

/** Tokyo with one share, A, no session yet. */
export const start: readonly Line[] = [market("XTKS"), listed("A")];

/** One instrument after a tape. */
export function shown(id: string, ...lines: Lines): ReturnType<typeof marketOracle>["instruments"][string] {
  const state = marketOracle(tape(...lines)).instruments[id];
  if (state === undefined) throw new Error(`no ${id}`);
  return state;
}

/** The code that each line is refused with, or null. */
export const codes = (...lines: Lines): (string | null)[] =>
  admissionOracle(tape(...lines)).verdicts.map(({ code }) => code);

export const lastCode = (...lines: Lines): string | null | undefined => codes(...lines).at(-1);
