/** How many rose and fell in the course of a session: rising above the line, falling below it. */
import type { Instant } from "@tapefold/core";
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

export function breadthChart({ marks, draw }: Plotter, chart: BreadthChart): Markup {
  const { title, span, breaks, counts, clock } = chart;
  const axis = new SessionAxis(span, breaks, [LEFT, RIGHT]);
  const points = counts.map(({ at, up, down }) => ({ x: axis.x(at), up, down: -down }));
  const most = Math.max(1, ...counts.flatMap(({ up, down }) => [up, down]));
  const bands = breaks.map(({ from, to }) => ({ x1: axis.x(from), x2: axis.x(to) }));
  const area = (way: "up" | "down") =>
    marks.areaY(points, { x: "x", y: way, fill: `var(--${way})`, fillOpacity: 0.3, curve: "step-after" });
  const line = (way: "up" | "down") =>
    marks.lineY(points, { x: "x", y: way, stroke: `var(--${way})`, strokeWidth: 1.3, curve: "step-after" });
  const last = counts.at(-1);
  const small = { fontSize: 9.5, fill: "var(--muted)" };
  const time = (x: number, at: Instant, textAnchor: "start" | "end") =>
    marks.text([{ x, y: -most }], { x: "x", y: "y", text: () => clock(at), dy: 12, textAnchor, ...small });
  const count = (y: number, text: string, way: "up" | "down") =>
    marks.text([{ x: RIGHT + 5, y }], {
      ...{ x: "x", y: "y", text: () => text, textAnchor: "start" as const, fontSize: 10.5 },
      ...{ fontWeight: 700, fill: `var(--${way})` },
    });
  return draw(
    {
      height: HEIGHT,
      margin: 0,
      marginTop: 8,
      marginBottom: HEIGHT - BOTTOM,
      x: { type: "linear", domain: [0, CHART_WIDTH], range: [0, CHART_WIDTH], axis: null },
      y: { type: "linear", domain: [-most, most], axis: null },
      marks: [
        marks.rect(bands, { x1: "x1", x2: "x2", y1: -most, y2: most, fill: "var(--band)" }),
        ...[area("up"), area("down"), line("up"), line("down")],
        marks.ruleY([0], { x1: LEFT, x2: RIGHT, stroke: "var(--mark)", strokeWidth: 0.7 }),
        ...(last === undefined
          ? []
          : [count(most / 2, `▲ ${last.up} up`, "up"), count(-most / 2, `▼ ${last.down} down`, "down")]),
        time(LEFT, span.from, "start"),
        time(RIGHT, span.to, "end"),
      ],
    },
    title,
  );
}
