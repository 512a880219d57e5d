/** The past sessions of several instruments: a cell each, up or down by side and shape, records marked. */
import type { Markish } from "@observablehq/plot";
import { CHART_WIDTH, type Plotter } from "../plotter.ts";
import { type Markup, visible } from "../markup.ts";

export interface StreakStrip {
  readonly title: string;
  readonly rows: readonly StripRow[];
}

export interface StripRow {
  readonly name: string;
  /** The streak now: "▲ 3". */
  readonly streak: string;
  /** Oldest first; the last one may be provisional. */
  readonly cells: readonly StripCell[];
}

export interface StripCell {
  /** 1 up, −1 down, 0 neither; null if unknown. */
  readonly sign: number | null;
  readonly isRecord: boolean;
  readonly isProvisional: boolean;
}

/** Most cells that a row has room for; fewer cells are wider. */
export const CELLS_MAX = 24;
const CELLS_MIN = 10;
const ROW_PX = 24;
const [NAMES_PX, STREAK_PX] = [58, 38];

export function streakStrip({ marks, draw }: Plotter, { title, rows }: StreakStrip): Markup {
  const height = rows.length * ROW_PX + 4;
  const most = Math.max(CELLS_MIN, ...rows.map(({ cells }) => Math.min(cells.length, CELLS_MAX)));
  const cellPx = (CHART_WIDTH - NAMES_PX - STREAK_PX) / most;
  const middle = (row: number): number => row * ROW_PX + ROW_PX / 2 + 2;
  const cells = rows.flatMap(({ cells: known }, row) => {
    const shown = known.slice(-CELLS_MAX);
    return shown.map((cell, place) => ({
      ...cell,
      y: middle(row),
      x: CHART_WIDTH - STREAK_PX - (shown.length - place) * cellPx,
    }));
  });
  const way = (cell: StripCell): string =>
    `var(--${(cell.sign ?? 0) > 0 ? "up" : (cell.sign ?? 0) < 0 ? "down" : "mark"})`;
  const bar = (isProvisional: boolean): Markish =>
    marks.rect(
      cells.filter((cell) => cell.isProvisional === isProvisional),
      {
        x1: (cell) => cell.x + 0.8,
        x2: (cell) => cell.x + cellPx - 0.8,
        y1: ({ y, sign }) => ((sign ?? 0) > 0 ? y - 7.5 : (sign ?? 0) < 0 ? y + 0.5 : y - 1),
        y2: ({ y, sign }) => ((sign ?? 0) > 0 ? y - 0.5 : (sign ?? 0) < 0 ? y + 7.5 : y + 1),
        fill: isProvisional ? "none" : way,
        ...(isProvisional ? { stroke: way, strokeDasharray: "2,1" } : {}),
      },
    );
  const text = { fontSize: 10.5, fill: "currentColor" };
  return draw(
    {
      height,
      domain: [0, height],
      isDown: true,
      marks: [
        bar(false),
        bar(true),
        marks.dot(
          cells.filter(({ isRecord }) => isRecord),
          {
            x: (cell) => cell.x + cellPx / 2,
            y: ({ y }) => y - 10,
            r: 2.2,
            symbol: "triangle",
            fill: "var(--record)",
          },
        ),
        marks.text(rows, {
          x: NAMES_PX - 6,
          y: (_, row) => middle(row),
          text: ({ name }) => visible(name.slice(0, 9)),
          textAnchor: "end",
          ...text,
        }),
        marks.text(rows, {
          x: CHART_WIDTH - STREAK_PX + 6,
          y: (_, row) => middle(row),
          text: ({ streak }) => streak,
          textAnchor: "start",
          fontWeight: 700,
          ...text,
        }),
      ],
    },
    title,
  );
}
