/** Labels in the gutter beside a chart, one below the other without touching. */

export interface GutterLabel {
  readonly text: string;
  /** Where it belongs, in pixels. */
  readonly y: number;
  /** Class of its colour, such as `up`. */
  readonly colour: string;
}

export interface PlacedLabel extends GutterLabel {
  readonly at: number;
}

const LINE_PX = 10.5;
/** A label may stand so far from where it belongs. */
const PUSH_MAX = 2.5 * LINE_PX;

/** The labels in order of importance, each pushed aside by those before it, or left out where there is no room. */
export function placedLabels(
  labels: readonly GutterLabel[],
  [top, bottom]: readonly [number, number],
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    const at = candidates(Math.min(Math.max(label.y, top), bottom), placed).find(
      (y) =>
        y >= top &&
        y <= bottom &&
        Math.abs(y - label.y) <= PUSH_MAX &&
        placed.every((other) => Math.abs(other.at - y) >= LINE_PX - 0.01),
    );
    if (at !== undefined) placed.push({ ...label, at });
  }
  return placed;
}

/** Its own place, then the places next to labels that are there, the nearest first. */
function candidates(y: number, placed: readonly PlacedLabel[]): number[] {
  const beside = placed.flatMap(({ at }) => [at - LINE_PX, at + LINE_PX]);
  return [y, ...beside.sort((a, b) => Math.abs(a - y) - Math.abs(b - y))];
}
