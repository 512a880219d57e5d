import { MarketError, State } from "@tapefold/core";
import type { FoldedPart } from "./part-fold.ts";

/** Thrown where a tape can't be spread, with the reason. */
export class NotSpreadable extends Error {}

/**
 * The state that the parts come to together.
 *
 * @throws NotSpreadable if they are not parts of one fold.
 */
export function mergedParts(base: FoldedPart, parts: readonly FoldedPart[]): State {
  const all = [base, ...parts];
  if (all.some(({ state }) => state.stopped.length > 0)) throw new NotSpreadable("a rule throws on it");
  if (parts.some(({ refused }) => String(refused) !== String(base.refused)))
    throw new NotSpreadable("its parts don't judge the events that they share alike");
  const met = parts.flatMap((part) => part.met.filter((name) => !base.met.includes(name)));
  if (new Set(met).size < met.length) throw new NotSpreadable("one amendment is about ticks of two groups");
  const firsts = new Map<string, number>();
  for (const [code, position] of all.flatMap(({ codes }) => [...codes]))
    firsts.set(code, Math.min(position, firsts.get(code) ?? Infinity));
  const codes = [...firsts.keys()].sort((a, b) => (firsts.get(a) ?? 0) - (firsts.get(b) ?? 0));
  const states = parts.map(({ state }) => state);
  try {
    return State.merge(base.state, states, codes);
  } catch (error) {
    throw error instanceof MarketError ? new NotSpreadable(error.message) : error;
  }
}
