/**
 * Charts of an instrument's sessions: closes with their records, streaks, the distance below the record,
 * periods.
 */
import type { TradingDate } from "@tapefold/core";
import type { Markish } from "@observablehq/plot";
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import { gutterLabels } from "./gutter-labels.ts";
import type { Markup } from "../markup.ts";

export interface SessionPoint {
  readonly date: TradingDate;
  readonly value: number;
  /** True if it is marked, as a record is. */
  readonly isMarked?: boolean;
}

interface HistoryChart {
  readonly title: string;
  readonly points: readonly SessionPoint[];
  /** Text of a value beside the chart. */
  readonly text: (value: number) => string;
}

/** Most bars that are drawn one by one. */
const BARS_MAX = 120;
/** Most points of a line, marked ones not counted. */
const POINTS_MAX = 1000;
const HEIGHT = 170;
const [LEFT, RIGHT, TOP, BOTTOM] = [6, CHART_WIDTH - 78, 12, HEIGHT - 22];

/** A line of closes; records are triangles. */
export function closesChart(plotter: Plotter, chart: HistoryChart): Markup {
  const { marks } = plotter;
  return drawn(plotter, chart, [], (rows) => [
    marks.lineY(rows, { x: "x", y: "value", stroke: "currentColor", strokeWidth: 1.3 }),
    marks.dot(
      rows.filter(({ isMarked }) => isMarked === true),
      { x: "x", y: "value", r: 2.6, symbol: "triangle", fill: "var(--record)", dy: -5 },
    ),
  ]);
}

/** Bars from zero, up and down. */
export function barsChart(plotter: Plotter, chart: HistoryChart): Markup {
  const { marks } = plotter;
  const half = Math.min(9, ((RIGHT - LEFT) / Math.max(1, chart.points.length)) * 0.42);
  const bars = (rows: readonly Row[]): Markish =>
    marks.rect(rows, {
      x1: ({ x }) => x - half,
      x2: ({ x }) => x + half,
      y1: 0,
      y2: "value",
      fill: ({ value }) => `var(--${value > 0 ? "up" : "down"})`,
    });
  const side = (rows: readonly Row[], way: "up" | "down"): Markish =>
    marks.areaY(rows, {
      x: "x",
      y1: 0,
      y2: ({ value }) => (way === "up" ? Math.max(value, 0) : Math.min(value, 0)),
      curve: "step",
      fill: `var(--${way})`,
    });
  return drawn(plotter, chart, [0], (rows) => [
    ...(rows.length <= BARS_MAX ? [bars(rows)] : [side(rows, "up"), side(rows, "down")]),
    marks.ruleY([0], { x1: LEFT, x2: RIGHT, stroke: "var(--mark)", strokeWidth: 0.7 }),
  ]);
}

/** The distance below the highest close so far: zero on a record. */
export function drawdownChart(plotter: Plotter, chart: HistoryChart): Markup {
  const { marks } = plotter;
  return drawn(plotter, chart, [0], (rows) => [
    marks.areaY(rows, { x: "x", y1: 0, y2: "value", fill: "var(--record)", fillOpacity: 0.16 }),
    marks.lineY(rows, { x: "x", y: "value", stroke: "var(--record)", strokeWidth: 1.2 }),
    marks.ruleY([0], { x1: LEFT, x2: RIGHT, stroke: "var(--mark)", strokeWidth: 0.7 }),
  ]);
}

/** The lowest and the highest of each few points, in their order, and all that are marked. */
function thinned(rows: readonly Row[]): readonly Row[] {
  const size = Math.ceil((2 * rows.length) / POINTS_MAX);
  if (size <= 2) return rows;
  const kept: Row[] = [];
  for (let from = 0; from < rows.length; from += size) {
    const few = rows.slice(from, from + size);
    const values = few.map(({ value }) => value);
    const extremes = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
    kept.push(...few.filter(({ isMarked }, place) => isMarked === true || extremes.includes(place)));
  }
  return kept;
}

type Row = SessionPoint & { readonly x: number };

function drawn(
  plotter: Plotter,
  { title, points, text }: HistoryChart,
  always: readonly number[],
  inside: (rows: readonly Row[]) => readonly Markish[],
): Markup {
  const step = (RIGHT - LEFT) / Math.max(1, points.length);
  const rows = thinned(points.map((point, place) => ({ ...point, x: LEFT + (place + 0.5) * step })));
  const values = [...always, ...points.map(({ value }) => value)];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.08 || Math.abs(most) * 0.01 || 1;
  const frame = {
    height: HEIGHT,
    top: TOP,
    bottom: BOTTOM,
    domain: [least - room, most + room] as const,
  };
  const last = points.at(-1);
  const labelled = new Set([...(last === undefined ? [] : [last.value]), most, least]);
  const labels = [...labelled].map((value, place) => ({
    value,
    text: text(value),
    ...(place === 0 ? { colour: "var(--ink)", isStrong: true } : { colour: "var(--muted)" }),
  }));
  const under = { dy: 13, fill: "var(--muted)" };
  return plotter.draw(
    {
      ...frame,
      marks: [
        ...inside(rows),
        ...gutterLabels(plotter, labels, RIGHT + 6, frame),
        plotter.word(LEFT, frame.domain[0], points[0]?.date ?? "", { textAnchor: "start", ...under }),
        ...(last === undefined || points.length === 1
          ? []
          : [plotter.word(RIGHT, frame.domain[0], last.date, { textAnchor: "end", ...under })]),
      ],
    },
    title,
  );
}
