/** Bars beside names: contributions one after the other as a waterfall, or each from zero. */
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import { directionOf } from "../figures.ts";
import { type Markup, visible } from "../markup.ts";

export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Each bar begins where the one above ends; the last bar is their sum, from zero. */
  readonly isWaterfall: boolean;
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as text. */
  readonly text: string;
}

const ROW_PX = 17;
const [NAMES_PX, TEXTS_PX] = [104, 66];

export function barChart({ marks, draw }: Plotter, { title, bars, isWaterfall }: BarChart): Markup {
  const height = bars.length * ROW_PX + 8;
  const rows = stacked(bars, isWaterfall);
  const ends = [0, ...rows.flatMap(({ from, to }) => [from, to])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const y = (row: { readonly place: number }): number => row.place * ROW_PX + ROW_PX / 2 + 4;
  const [left, right] = [NAMES_PX, CHART_WIDTH - TEXTS_PX];
  const x = (value: number): number =>
    high === low ? left : left + ((value - low) / (high - low)) * (right - left);
  const colour = ({ value }: Bar): string =>
    `var(--${directionOf(value) === "flat" ? "mark" : directionOf(value)})`;
  return draw(
    {
      height,
      domain: [0, height],
      isDown: true,
      marks: [
        marks.rect(rows, {
          x1: (row) => Math.min(x(row.from), x(row.to)) - 0.5,
          x2: (row) => Math.max(x(row.from), x(row.to)) + 0.5,
          y1: (row) => y(row) - 5.5,
          y2: (row) => y(row) + 5.5,
          fill: colour,
        }),
        // A thin line joins the steps of a waterfall.
        ...(isWaterfall
          ? [
              marks.link(rows.slice(0, -1), {
                x1: (row) => x(row.to),
                x2: (row) => x(row.to),
                y1: (row) => y(row) + 5.5,
                y2: (row) => y(row) + ROW_PX - 5.5,
                stroke: "var(--mark)",
                strokeWidth: 0.7,
              }),
            ]
          : []),
        marks.ruleX([x(0)], { stroke: "var(--mark)", strokeWidth: 0.7 }),
        marks.text(rows, {
          x: NAMES_PX - 6,
          y,
          text: ({ name }) => visible(short(name)),
          textAnchor: "end",
          fontSize: 10.5,
          fill: "currentColor",
        }),
        marks.text(rows, {
          x: right + 5,
          y,
          text: ({ text }) => text,
          textAnchor: "start",
          fontSize: 10.5,
          fill: colour,
        }),
      ],
    },
    title,
  );
}

type Row = Bar & { readonly place: number; readonly from: number; readonly to: number };

function stacked(bars: readonly Bar[], isWaterfall: boolean): readonly Row[] {
  let reached = 0;
  return bars.map((bar, place) => {
    const isSum = place === bars.length - 1;
    const from = isWaterfall && !isSum ? reached : 0;
    reached = from + bar.value;
    return { ...bar, place, from, to: reached };
  });
}

/** A name, cut to the room of its column. */
function short(name: string): string {
  const letters = Array.from(name);
  return letters.length <= 17 ? name : `${letters.slice(0, 16).join("").trimEnd()}…`;
}
