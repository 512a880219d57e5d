/** The number of instruments up and down in the course of a session: up above the line, down below it. */
import type { Instant } from "@tapefold/core";
import type { Markish } from "@observablehq/plot";
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import type { Markup } from "../markup.ts";
import { SessionAxis, type Span } from "../session-axis.ts";

export interface BreadthChart {
  readonly title: string;
  readonly span: Span;
  readonly breaks: readonly Span[];
  readonly counts: readonly { readonly at: Instant; readonly up: number; readonly down: number }[];
  readonly clock: (at: Instant) => string;
}

const HEIGHT = 130;
const [LEFT, RIGHT, BOTTOM] = [6, CHART_WIDTH - 98, HEIGHT - 20];

export function breadthChart({ marks, draw, word }: Plotter, chart: BreadthChart): Markup {
  const { title, span, breaks, counts, clock } = chart;
  const axis = new SessionAxis(span, breaks, [LEFT, RIGHT]);
  const points = counts.map(({ at, up, down }) => ({ x: axis.x(at), up, down: -down }));
  const most = Math.max(1, ...counts.flatMap(({ up, down }) => [up, down]));
  const bands = breaks.map(({ from, to }) => ({ x1: axis.x(from), x2: axis.x(to) }));
  const area = (way: "up" | "down"): Markish =>
    marks.areaY(points, { x: "x", y: way, fill: `var(--${way})`, fillOpacity: 0.3, curve: "step-after" });
  const line = (way: "up" | "down"): Markish =>
    marks.lineY(points, { x: "x", y: way, stroke: `var(--${way})`, strokeWidth: 1.3, curve: "step-after" });
  const last = counts.at(-1);
  const under = { dy: 12, fill: "var(--muted)" };
  const count = (y: number, text: string, way: "up" | "down"): Markish =>
    word(RIGHT + 5, y, text, { textAnchor: "start", fontSize: 10.5, fontWeight: 700, fill: `var(--${way})` });
  return draw(
    {
      height: HEIGHT,
      top: 8,
      bottom: BOTTOM,
      domain: [-most, most],
      marks: [
        marks.rect(bands, { x1: "x1", x2: "x2", y1: -most, y2: most, fill: "var(--band)" }),
        area("up"),
        area("down"),
        line("up"),
        line("down"),
        marks.ruleY([0], { x1: LEFT, x2: RIGHT, stroke: "var(--mark)", strokeWidth: 0.7 }),
        ...(last === undefined
          ? []
          : [count(most / 2, `▲ ${last.up} up`, "up"), count(-most / 2, `▼ ${last.down} down`, "down")]),
        word(LEFT, -most, clock(span.from), { textAnchor: "start", ...under }),
        word(RIGHT, -most, clock(span.to), { textAnchor: "end", ...under }),
      ],
    },
    title,
  );
}
