/** Labels in the gutter beside a chart, one below the other without touching. */
import type { Markish } from "@observablehq/plot";
import type { Frame, Plotter } from "../plotter.ts";

export interface GutterLabel {
  readonly text: string;
  /** The value it labels. */
  readonly value: number;
  readonly colour: string;
  readonly isStrong?: boolean;
}

const LINE_PX = 10.5;
/** Furthest that a label may stand from its value, in pixels. */
const PUSH_MAX = 2.5 * LINE_PX;

/**
 * Places labels in order of importance: each is pushed aside by those before it, or left out if there is no
 * room.
 */
export function gutterLabels(
  { word }: Plotter,
  labels: readonly GutterLabel[],
  x: number,
  { domain: [low, high], top = 0, bottom = 0 }: Omit<Frame, "marks" | "height">,
): readonly Markish[] {
  const valuePerPx = (high - low) / (bottom - top);
  const placed: number[] = [];
  return labels.flatMap(({ text, value, colour, isStrong = false }) => {
    const own = bottom - (value - low) / valuePerPx;
    const y = candidates(own, placed).find(
      (at) =>
        at >= top &&
        at <= bottom &&
        Math.abs(at - own) <= PUSH_MAX &&
        placed.every((other) => Math.abs(other - at) >= LINE_PX - 0.01),
    );
    if (y === undefined) return [];
    placed.push(y);
    const fontWeight = isStrong ? 700 : 400;
    return [
      word(x, low + (bottom - y) * valuePerPx, text, { textAnchor: "start", fontWeight, fill: colour }),
    ];
  });
}

/** Its own place, then the places next to existing labels, the nearest first. */
function candidates(own: number, placed: readonly number[]): number[] {
  const beside = placed.flatMap((at) => [at - LINE_PX, at + LINE_PX]);
  return [own, ...beside.sort((a, b) => Math.abs(a - own) - Math.abs(b - own))];
}
