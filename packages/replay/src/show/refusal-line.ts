/** How many events of a tape were refused, and why, in one line. */
import { grouped } from "@tapefold/projections";
import type { State } from "@tapefold/core";
import { printable } from "./printable.ts";

/** Each code with its count, the most frequent first; empty if none was refused. */
export function refusalLine(state: State, tape: string): string {
  const { refused, events, rejected } = refusalCounts(state);
  if (refused === 0) return "";
  const codes = Object.entries(rejected)
    .sort(([, a], [, b]) => b - a)
    .map(codeCount);
  const share = `${grouped(String(refused))} of ${grouped(String(events))} events refused`;
  return `${share}: ${codes.join(", ")}; tapefold refused ${printable(tape)} lists them\n`;
}

/** A code with its count: "TICK_DUPLICATE 1,204". */
export function codeCount([code, count]: readonly [string, number]): string {
  return `${code} ${grouped(String(count))}`;
}

interface RefusalCounts {
  readonly events: number;
  readonly refused: number;
  readonly rejected: Readonly<Record<string, number>>;
}

export function refusalCounts(state: State): RefusalCounts {
  const { accepted, rejected } = state.counts;
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return { events: accepted + refused, refused, rejected };
}
