/** The chart of an instrument's session: its line, the area to the previous close, breaks, lines of records and marks. */
import type { Instant } from "@tapefold/core";
import type { Markish } from "@observablehq/plot";
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import type { Markup } from "../markup.ts";
import { SessionAxis, type Span } from "../session-axis.ts";
import type { PriceColumn } from "../session-path.ts";
import type { Direction } from "../figures.ts";
import { type GutterLabel, gutterLabels } from "./gutter-labels.ts";

export interface SessionChart {
  /** Words for readers who cannot see it. */
  readonly title: string;
  readonly span: Span;
  readonly breaks: readonly Span[];
  readonly halts: readonly Span[];
  readonly line: readonly { readonly at: Instant; readonly column: PriceColumn }[];
  /** The direction of the change so far. */
  readonly direction: Direction;
  /** The level that the area reaches down or up to; null if there is none. */
  readonly reference: number | null;
  /** Horizontal lines, the most important first. */
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  /** Text of a time of day. */
  readonly clock: (at: Instant) => string;
  /** Text of a level. */
  readonly text: (value: number) => string;
  /** Units of a price in 1. */
  readonly unit: number;
}

export interface ChartLine {
  readonly kind: "previous" | "record" | "round";
  readonly value: number;
  readonly word: string;
}

export interface ChartMark {
  readonly kind: "record" | "record so far" | "guidance" | "bust";
  readonly at: Instant;
  /** Null for a mark on the baseline. */
  readonly value: number | null;
}

const HEIGHT = 186;
const [LEFT, RIGHT, TOP, BOTTOM] = [6, CHART_WIDTH - 104, 10, HEIGHT - 22];
/** Distance from the edge to the middle of a break's times, beside those of the edge. */
const TIMES_PX = 64;
const STROKES = {
  previous: { stroke: "var(--mark)", strokeDasharray: "1.5,2.5", strokeWidth: 1 },
  record: { stroke: "var(--record)", strokeDasharray: "5,3", strokeWidth: 1 },
  round: { stroke: "var(--mark)", strokeOpacity: 0.45, strokeWidth: 0.7 },
} as const;
const SYMBOLS = {
  record: { symbol: "triangle", fill: "var(--record)", stroke: "var(--record)" },
  "record so far": { symbol: "triangle", fill: "var(--card)", stroke: "var(--record)", strokeWidth: 1.4 },
  guidance: { symbol: "diamond", fill: "var(--event)", stroke: "var(--card)" },
  bust: { symbol: "times", stroke: "var(--ink)", strokeWidth: 1.6 },
} as const;

export function sessionChart(plotter: Plotter, chart: SessionChart): Markup {
  const axis = new SessionAxis(chart.span, chart.breaks, [LEFT, RIGHT]);
  const points = pointsOf(chart, axis);
  const [low, high] = domainOf(chart, points);
  const frame = { height: HEIGHT, top: TOP, bottom: BOTTOM, domain: [low, high] as const };
  const { marks, word } = plotter;
  const colour = `var(--${chart.direction === "flat" ? "mark" : chart.direction})`;
  const lines = chart.lines.filter(({ value }) => value >= low && value <= high);
  const band = ({ from, to }: Span): object => ({ x1: axis.x(from), x2: axis.x(to), y1: low, y2: high });
  const drawn = [
    marks.rect(chart.breaks.map(band), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "var(--band)" }),
    marks.rect(chart.halts.map(band), {
      x1: "x1",
      x2: "x2",
      y1: "y1",
      y2: "y2",
      fill: "var(--mark)",
      fillOpacity: 0.22,
      stroke: "var(--mark)",
    }),
    ...chart.halts.map(({ from, to }) =>
      word((axis.x(from) + axis.x(to)) / 2, high, "‖", { dy: 6, fontSize: 11, fontWeight: 700 }),
    ),
    ...(chart.reference === null
      ? []
      : [
          marks.areaY(points, {
            x: "x",
            y1: () => chart.reference as number,
            y2: "value",
            fill: colour,
            fillOpacity: 0.16,
          }),
        ]),
    ...lines.map(({ kind, value }) => marks.ruleY([value], { x1: LEFT, x2: RIGHT, ...STROKES[kind] })),
    marks.lineY(points, { x: "x", y: "value", stroke: "currentColor", strokeWidth: 1.3 }),
    marks.dot(points.slice(-1), { x: "x", y: "value", r: 2.5, fill: "currentColor" }),
    ...chart.marks.map(({ kind, at, value }) =>
      marks.dot([{ x: axis.x(at), y: value ?? low }], { x: "x", y: "y", r: 4, ...SYMBOLS[kind] }),
    ),
    ...gutterLabels(plotter, labelsOf(chart, lines, points.at(-1)?.value), RIGHT + 8, frame),
    ...timeWords(plotter, chart, axis, low),
  ];
  return plotter.draw({ ...frame, marks: drawn }, chart.title);
}

interface Point {
  readonly x: number;
  readonly value: number;
}

/**
 * The first, the two extremes in their order, and the last of each column; a price that stays is drawn once.
 */
function pointsOf({ line, unit }: SessionChart, axis: SessionAxis): readonly Point[] {
  return line.flatMap(({ at, column: { first, low, high, last } }) => {
    const start = first ?? low;
    const extremes = start - low < high - start ? [low, high] : [high, low];
    const values = [start, ...extremes, last ?? start];
    const x = axis.x(at);
    return values
      .filter((value, place) => value !== values[place - 1])
      .map((value) => ({ x, value: value / unit }));
  });
}

/** The range of levels: of the line, the reference, and records that are near. */
function domainOf(
  { reference, lines, marks }: SessionChart,
  points: readonly Point[],
): readonly [number, number] {
  const near = lines.flatMap(({ kind, value }) => (kind === "round" ? [] : [value]));
  const marked = marks.flatMap(({ value }) => (value === null ? [] : [value]));
  const values = [
    ...points.map(({ value }) => value),
    ...(reference === null ? [] : [reference]),
    ...near,
    ...marked,
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) * 0.08 || Math.abs(high) * 0.002 || 1;
  return [low - room, high + room];
}

function labelsOf(
  { direction, text }: SessionChart,
  lines: readonly ChartLine[],
  last: number | undefined,
): readonly GutterLabel[] {
  const colour = `var(--${direction === "flat" ? "ink" : direction})`;
  return [
    ...(last === undefined ? [] : [{ text: text(last), value: last, colour, isStrong: true }]),
    ...lines.map(({ kind, value, word }) => ({
      text: `${text(value)} ${word}`.trimEnd(),
      value,
      colour: kind === "record" ? "var(--record)" : "var(--muted)",
    })),
  ];
}

/** Times of opening, breaks and end under the chart; a break without room for its times gets none. */
function timeWords(
  { word }: Plotter,
  { span, breaks, clock }: SessionChart,
  axis: SessionAxis,
  low: number,
): readonly Markish[] {
  const under = { dy: 12, fill: "var(--muted)" };
  const middles = breaks.map(({ from, to }) => ({
    x: (axis.x(from) + axis.x(to)) / 2,
    text: `${clock(from)}–${clock(to)}`,
  }));
  return [
    word(LEFT, low, clock(span.from), { textAnchor: "start", ...under }),
    word(RIGHT, low, clock(span.to), { textAnchor: "end", ...under }),
    ...middles
      .filter(({ x }) => x > LEFT + TIMES_PX && x < RIGHT - TIMES_PX)
      .map(({ x, text }) => word(x, low, text, under)),
  ];
}
