/** A share's way after a revision, in percent of the last price before it. */
import type { Instant } from "@tapefold/core";
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import type { Markup } from "../markup.ts";
import { SessionAxis, type Span } from "../session-axis.ts";
import { type GutterLabel, gutterLabels } from "./gutter-labels.ts";

export interface ReactionChart {
  readonly title: string;
  readonly span: Span;
  readonly breaks: readonly Span[];
  /** Percent over the reference. */
  readonly line: readonly {
    readonly at: Instant;
    readonly low: number;
    readonly high: number;
    readonly last: number;
  }[];
  /** When the revision came, at the opening or later. */
  readonly revisedAt: Instant;
  /** The measures of the market's state, in percent, with their words. */
  readonly measures: readonly { readonly value: number; readonly text: string }[];
  readonly clock: (at: Instant) => string;
}

const HEIGHT = 150;
const [LEFT, RIGHT, TOP, BOTTOM] = [6, CHART_WIDTH - 104, 8, HEIGHT - 20];

export function reactionChart(plotter: Plotter, chart: ReactionChart): Markup {
  const { marks, draw, word } = plotter;
  const { title, span, breaks, line, revisedAt, measures, clock } = chart;
  const axis = new SessionAxis(span, breaks, [LEFT, RIGHT]);
  const points = line.flatMap(({ at, low, high, last }) =>
    [high, low, last]
      .filter((value, place, all) => value !== all[place - 1])
      .map((value) => ({ x: axis.x(at), value })),
  );
  const values = [0, ...points.map(({ value }) => value), ...measures.map(({ value }) => value)];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.08 || 1;
  const [low, high] = [least - room, most + room];
  const labels: GutterLabel[] = [...measures, { value: 0, text: "0 before" }].map(({ value, text }) => ({
    text,
    value,
    colour: value === 0 ? "var(--muted)" : `var(--${value > 0 ? "up" : "down"})`,
  }));
  const frame = { height: HEIGHT, top: TOP, bottom: BOTTOM, domain: [low, high] as const };
  const under = { dy: 12, fill: "var(--muted)" };
  return draw(
    {
      ...frame,
      marks: [
        marks.rect(breaks, {
          x1: ({ from }) => axis.x(from),
          x2: ({ to }) => axis.x(to),
          y1: low,
          y2: high,
          fill: "var(--band)",
        }),
        marks.areaY(points, { x: "x", y1: 0, y2: "value", fill: "var(--event)", fillOpacity: 0.14 }),
        marks.ruleY([0], { x1: LEFT, x2: RIGHT, stroke: "var(--mark)", strokeDasharray: "1.5,2.5" }),
        marks.lineY(points, { x: "x", y: "value", stroke: "currentColor", strokeWidth: 1.3 }),
        marks.dot([{ x: axis.x(revisedAt), y: 0 }], {
          x: "x",
          y: "y",
          r: 4,
          symbol: "diamond",
          fill: "var(--event)",
          stroke: "var(--card)",
        }),
        ...gutterLabels(plotter, labels, RIGHT + 5, frame),
        word(LEFT, low, clock(span.from), { textAnchor: "start", ...under }),
        word(RIGHT, low, clock(span.to), { textAnchor: "end", ...under }),
      ],
    },
    title,
  );
}
