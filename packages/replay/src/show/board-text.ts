/** The board: the state of the market as text, for a terminal or a file. Pure: same board, same text. */
import type picocolors from "picocolors";
import type { Board, ListedInstrument, TapeState } from "./board.ts";
import type { InstrumentState } from "@tapefold/projections";
import { printable } from "./error-line.ts";
import { guidanceLines } from "./guidance-lines.ts";
import { aligned, type Cell, clipped, type Column } from "./text-table.ts";
import {
  basisPoints,
  grouped,
  isAtRecord,
  percent,
  recordWords,
  signed,
  streakWords,
} from "./board-words.ts";

export interface BoardStyle {
  /** Width to keep to, in columns; names and explanations give way first. */
  readonly columns: number;
  readonly colours: ReturnType<typeof picocolors.createColors>;
}

/** Rows of a section; the rest is counted. */
const INDICES_MAX = 40;
const MOVERS_MAX = 6;
const OTHERS_MAX = 12;
/** Spaces before a row. */
const INDENT = 2;
/** What a row shows, from roomy to narrow; the first that fits is taken. */
const LAYOUTS: readonly Layout[] = [
  { nameWidth: 24, isShort: false, hasPhase: true },
  { nameWidth: 14, isShort: false, hasPhase: true },
  { nameWidth: 0, isShort: false, hasPhase: true },
  { nameWidth: 0, isShort: true, hasPhase: true },
  { nameWidth: 0, isShort: true, hasPhase: false },
];
const NARROWEST = LAYOUTS.at(-1) as Layout;

interface Layout {
  readonly nameWidth: number;
  /** Streaks and records in few words. */
  readonly isShort: boolean;
  readonly hasPhase: boolean;
}

const COLUMNS: readonly Column[] = [
  { align: "left", widthMax: 12 },
  { align: "left" },
  { align: "right" },
  { align: "right" },
  { align: "right" },
  { align: "left" },
  { align: "left" },
  { align: "left" },
];

/** The whole board, ending in a line feed. */
export function renderBoard(board: Board, style: BoardStyle): string {
  const rows = board.instruments.flatMap((listed): Row[] => {
    const one = board.state.instruments[listed.id];
    return one === undefined ? [] : [{ ...listed, ...one }];
  });
  const indices = rows.filter(({ kind }) => kind === "index");
  const movers = rows.filter(({ kind, changePct }) => kind === "equity" && changePct !== null);
  movers.sort((a, b) => Math.abs(Number(b.changePct)) - Math.abs(Number(a.changePct)));
  const others = rows.filter(({ kind, last, close }) => !isShare(kind) && (last ?? close) !== null);
  const sections: Section[] = [
    ...byRegion(board.state, indices.slice(0, INDICES_MAX)),
    { heading: "shares that moved most", rows: movers.slice(0, MOVERS_MAX) },
    { heading: "also quoted", rows: others.slice(0, OTHERS_MAX) },
  ];
  const lines = fitted(
    sections.flatMap((section) => section.rows),
    style,
  );
  const body = sections.flatMap(({ heading, rows: { length } }) =>
    length === 0
      ? []
      : ["", style.colours.bold(printable(heading)), ...lines.splice(0, length).map(indented)],
  );
  const more = indices.length - INDICES_MAX;
  if (more > 0) body.push(`  and ${more} more indices; --json has them all`);
  return [head(board, style), ...body, ...guidance(board, style), "", ...foot(board, style), ""].join("\n");
}

type Row = InstrumentState & ListedInstrument;

interface Section {
  readonly heading: string;
  readonly rows: readonly Row[];
}

function head({ name, state }: Board, { colours }: BoardStyle): string {
  const at = state.asOf.at === null ? "before the first event" : `as of ${state.asOf.at}`;
  return `${colours.bold(printable(name))}  ${at}`;
}

/** Indices under their region, regions in order of their first index. */
function byRegion({ regions }: TapeState, indices: readonly Row[]): Section[] {
  const byName = new Map<string, Row[]>();
  for (const row of indices) byName.set(row.region, [...(byName.get(row.region) ?? []), row]);
  return [...byName].map(([name, rows]) => {
    const { word = null, leader = null } = regions.find(({ region }) => region === name) ?? {};
    const said =
      word === null ? "" : `: ${word}${leader === null || rows.length === 1 ? "" : `, ${leader} ahead`}`;
    return { heading: `${name === "" ? "indices" : name}${said}`, rows };
  });
}

/** The rows in the roomiest layout that the width has room for. */
function fitted(rows: readonly Row[], style: BoardStyle): string[] {
  const layOut = (layout: Layout): ReturnType<typeof aligned> =>
    aligned(
      COLUMNS,
      rows.map((row) => cells(row, layout, style)),
    );
  const layout = LAYOUTS.find((one) => layOut(one).width + INDENT <= style.columns) ?? NARROWEST;
  return layOut(layout).lines;
}

function cells(row: Row, { nameWidth, isShort, hasPhase }: Layout, { colours }: BoardStyle): Cell[] {
  const level = row.close ?? row.last;
  const paint = row.move === "up" ? colours.green : row.move === "down" ? colours.red : undefined;
  const isSettled = row.phase === "closed" || row.phase === "pre";
  return [
    { text: printable(row.id), paint: colours.bold },
    { text: nameWidth === 0 ? "" : clipped(printable(row.name), nameWidth) },
    { text: level === null ? "no price" : grouped(level) },
    painted(row.change === null ? "" : signed(row.change), paint),
    painted(row.changePct === null ? "" : size(row), paint),
    { text: level === null ? "" : streakWords(row.streak, isShort) },
    painted(
      level === null ? "" : recordWords(row.record, isShort),
      isAtRecord(row.record) ? colours.yellow : undefined,
    ),
    painted(hasPhase ? row.phase : "", isSettled ? colours.dim : undefined),
  ];
}

function isShare(kind: Row["kind"]): boolean {
  return kind === "equity" || kind === "index";
}

/** A change in percent, of a rate in basis points. */
function size({ kind, change, changePct }: Row): string {
  return kind === "rate" ? basisPoints(change ?? "") : percent(changePct ?? "");
}

function indented(line: string): string {
  return `${" ".repeat(INDENT)}${line}`;
}

function painted(text: string, paint: Cell["paint"]): Cell {
  return paint === undefined ? { text } : { text, paint };
}

function guidance(board: Board, { columns, colours }: BoardStyle): string[] {
  const lines = guidanceLines(board).map((line) => indented(clipped(line, columns - INDENT)));
  return lines.length === 0 ? [] : ["", colours.bold("guidance"), ...lines];
}

function foot({ state, elapsedMs }: Board, { colours }: BoardStyle): string[] {
  const { events, head, rejected } = state.tape;
  const refused = Object.entries(rejected).map(([code, times]) => `${code} ${grouped(String(times))}`);
  const count =
    events === head ? grouped(String(events)) : `${grouped(String(events))} of ${grouped(String(head))}`;
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  const last = `${count} ${head === 1 ? "event" : "events"}   state ${colours.cyan(state.digest.slice(0, 8))}   ${seconds}`;
  return refused.length === 0 ? [last] : [`refused: ${printable(refused.join(", "))}`, last];
}
