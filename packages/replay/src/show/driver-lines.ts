/**
 * Drivers of the derived indices: one line each, with its largest and smallest contributions and its breadth.
 */
import { grouped } from "@tapefold/projections";
import type { Board } from "./board.ts";
import { signed } from "./board-words.ts";
import { printable } from "./printable.ts";

/** Most members named: of the largest contributions, and of the smallest. */
const [MOST, LEAST] = [4, 2];
const INDICES_MAX = 6;

export function driverLines({ state, instruments }: Board): string[] {
  const derived = instruments.flatMap(({ id }) => {
    const index = state.instruments[id]?.index ?? null;
    return index === null || index.contributions.length === 0 ? [] : [{ id, index }];
  });
  return derived.slice(0, INDICES_MAX).map(({ id, index }) => {
    const { contributions, residual, breadth } = index;
    const ends =
      contributions.length <= MOST + LEAST
        ? contributions
        : [...contributions.slice(0, MOST), ...contributions.slice(-LEAST)];
    const named = ends.map(({ instrument, points }) => `${printable(instrument)} ${signed(points)}`);
    const rest = contributions.length > ends.length ? `${contributions.length - ends.length} others` : "";
    const parts = [...named.slice(0, MOST), rest, ...named.slice(MOST)].filter(Boolean);
    const { advancers, decliners, unchanged } = breadth;
    const counts = `${advancers} up ${decliners} down ${unchanged} unchanged`;
    return `${printable(id)}  ${parts.join("  ")}  residual ${grouped(residual ?? "unknown")}  ${counts}`;
  });
}
