/**
 * The rows of the board: one line for each instrument, in the roomiest layout that the width has room for.
 */
import { grouped, type InstrumentState } from "@tapefold/projections";
import type { ListedInstrument } from "./board.ts";
import type { BoardStyle } from "./board-style.ts";
import { basisPoints, isAtRecord, percent, recordWords, signed, streakWords } from "./board-words.ts";
import { printable } from "./printable.ts";
import { sparkline } from "./sparkline.ts";
import { aligned, type Cell, clipped, type Column } from "./text-table.ts";

export interface BoardRow extends InstrumentState, ListedInstrument {
  /** Prices of its session, first to last. */
  readonly line: (count: number) => readonly (number | null)[];
}

interface Layout {
  readonly nameWidth: number;
  readonly lineCells: number;
  /** True for streaks and records in few words. */
  readonly isShort: boolean;
  /** True to show the phase in a word, beside its sign. */
  readonly hasPhase: boolean;
  readonly hasChange: boolean;
  readonly hasStreak: boolean;
}

/** From roomy to narrow. */
const LAYOUTS: readonly Layout[] = [
  { nameWidth: 24, lineCells: 16, isShort: false, hasPhase: true, hasChange: true, hasStreak: true },
  { nameWidth: 14, lineCells: 12, isShort: false, hasPhase: true, hasChange: true, hasStreak: true },
  { nameWidth: 14, lineCells: 12, isShort: true, hasPhase: true, hasChange: true, hasStreak: true },
  { nameWidth: 14, lineCells: 12, isShort: true, hasPhase: false, hasChange: true, hasStreak: true },
  { nameWidth: 0, lineCells: 12, isShort: true, hasPhase: false, hasChange: true, hasStreak: true },
  { nameWidth: 0, lineCells: 0, isShort: true, hasPhase: false, hasChange: true, hasStreak: true },
  { nameWidth: 0, lineCells: 0, isShort: true, hasPhase: false, hasChange: false, hasStreak: true },
  { nameWidth: 0, lineCells: 0, isShort: true, hasPhase: false, hasChange: false, hasStreak: false },
];
const NARROWEST = LAYOUTS.at(-1) as Layout;

const COLUMNS: readonly Column[] = [
  { align: "left" },
  { align: "left", widthMax: 12 },
  { align: "left" },
  { align: "right" },
  { align: "right" },
  { align: "right" },
  { align: "left" },
  { align: "left" },
  { align: "left" },
  { align: "left" },
];

/** The lines of rows, and what their signs of phases mean, as far as no word beside them says so. */
export interface BoardRows {
  readonly lines: string[];
  readonly legend: string;
}

export function boardRows(rows: readonly BoardRow[], style: BoardStyle, widthMax: number): BoardRows {
  const layOut = (layout: Layout): ReturnType<typeof aligned> =>
    aligned(
      COLUMNS,
      rows.map((row) => cells(row, layout, style)),
      style.signs.cut,
    );
  const layout = LAYOUTS.find((one) => layOut(one).width <= widthMax) ?? NARROWEST;
  return { lines: layOut(layout).lines, legend: layout.hasPhase ? "" : legendOf(rows, style) };
}

function legendOf(rows: readonly BoardRow[], { signs }: BoardStyle): string {
  const phases = new Set(rows.map(({ phase }) => phase));
  return [...phases].map((phase) => `${signs.phases[phase]} ${phase}`).join("  ");
}

function cells(row: BoardRow, layout: Layout, { colours, up, down, signs }: BoardStyle): Cell[] {
  const { nameWidth, lineCells, isShort, hasPhase, hasChange, hasStreak } = layout;
  const level = row.close ?? row.last;
  const way = Math.sign(Number(row.change ?? 0));
  const paint = row.move === "up" ? up : row.move === "down" ? down : undefined;
  const sign = way > 0 ? signs.up : way < 0 ? signs.down : signs.flat;
  const isSettled = row.phase === "closed" || row.phase === "pre";
  const dim = isSettled ? colours.dim : undefined;
  return [
    painted(signs.phases[row.phase], dim),
    { text: printable(row.id), paint: colours.bold },
    { text: nameWidth === 0 ? "" : clipped(printable(row.name), nameWidth, signs.cut) },
    { text: level === null ? "no price" : grouped(level) },
    painted(row.change === null || !hasChange ? "" : signed(row.change), paint),
    painted(row.changePct === null ? "" : `${sign} ${size(row)}`, paint),
    painted(lineCells === 0 ? "" : sparkline(row.line(lineCells), signs.spark), paint),
    { text: level === null || !hasStreak ? "" : streakOf(row, isShort) },
    painted(
      level === null ? "" : recordWords(row.record, isShort),
      isAtRecord(row.record) ? colours.magenta : undefined,
    ),
    painted(hasPhase ? row.phase : "", dim),
  ];
}

/** A change in percent, of a rate in basis points. */
function size({ kind, change, changePct }: BoardRow): string {
  return kind === "rate" ? basisPoints(change ?? "") : percent(changePct ?? "");
}

function painted(text: string, paint: Cell["paint"]): Cell {
  return paint === undefined ? { text } : { text, paint };
}

/** The streak; a first session is none of the days that it counts. */
function streakOf({ streak, previous, change }: InstrumentState, isShort: boolean): string {
  const isFirst = previous === null && change === null && (streak.provisional ?? streak.confirmed) === 0;
  return isFirst ? "no previous close" : streakWords(streak, isShort);
}
