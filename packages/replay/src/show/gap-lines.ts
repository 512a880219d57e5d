import type { Appended } from "@tapefold/core";
import { grouped } from "@tapefold/projections";
import { printable } from "./printable.ts";

/** Most gaps shown one by one. */
const GAPS_SHOWN = 5;

/** The first gaps in sources' numbers, a line each; the others are only counted. */
export function gapLines(count: number, first: readonly Appended["gaps"][number][]): string {
  const lines = first
    .slice(0, GAPS_SHOWN)
    .map(
      ({ source, after, next, position }) =>
        `gap: ${source} goes from ${after} to ${next} at position ${position}`,
    );
  if (count > GAPS_SHOWN) lines.push(`and ${count - GAPS_SHOWN} more gaps`);
  return lines.map((line) => `${printable(line)}\n`).join("");
}

/** How many ids are used again, in one line; empty if none is. */
export function reusedIdsLine(count: number): string {
  if (count === 0) return "";
  const ids = count === 1 ? "1 id is" : `${grouped(String(count))} ids are`;
  return `${ids} used again; an amendment concerns the line of its id that is nearest before it\n`;
}
