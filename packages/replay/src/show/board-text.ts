/** The board: the state of the market as text, for a terminal or a file. Pure: same board, same text. */
import { grouped } from "@tapefold/projections";
import type { Board, TapeState } from "./board.ts";
import { type BoardRow, boardRows, type BoardRows } from "./board-rows.ts";
import { isAsked, isWithin } from "./board-scope.ts";
import type { BoardStyle } from "./board-style.ts";
import { driverLines } from "./driver-lines.ts";
import { printable } from "./printable.ts";
import { guidanceLines } from "./guidance-lines.ts";
import { codeCount } from "./refusal-line.ts";
import { clipped, filledUp, widthOf } from "./text-table.ts";

/** Most rows of a section; the rest is counted. */
const INDICES_MAX = 40;
const MOVERS_MAX = 6;
/** The same where no index stands above them. */
const SHARES_MAX = 20;
const OTHERS_MAX = 12;
/** Spaces before a row. */
const INDENT = 2;
/** Least width, in columns, at which drivers stand beside the rows, and guidance as well. */
const DRIVERS_BESIDE = 160;
const GUIDANCE_BESIDE = 200;
/** Least columns for text beside other text. */
const BESIDE_MIN = 46;
const GAP = 3;

/** The whole board, ending in a line feed. */
export function renderBoard(board: Board, style: BoardStyle): string {
  const { columns } = style;
  const isWide = columns >= DRIVERS_BESIDE && columns !== Infinity;
  const { lines: left, legend } = rowLines(board, style, isWide ? columns - BESIDE_MIN - GAP : columns);
  const drivers = wrapped(section("drivers", driverLines(board), style), isWide ? BESIDE_MIN : columns);
  const guidance = section("guidance", guidanceLines(board), style);
  const beside = [...(isWide ? drivers : []), ...(isWide && columns >= GUIDANCE_BESIDE ? guidance : [])];
  const below = [...(isWide ? [] : drivers), ...(isWide && columns >= GUIDANCE_BESIDE ? [] : guidance)].map(
    (line) => clipped(line, columns, style.signs.cut),
  );
  return [
    head(board, style),
    ...sideBySide(left, beside, style),
    ...below,
    "",
    ...foot(board, style, legend),
    "",
  ].join("\n");
}

/** Indices under their regions, the shares that moved most, then what else is quoted. */
function rowLines(board: Board, style: BoardStyle, widthMax: number): BoardRows {
  const { scope } = style;
  const rows = board.instruments.flatMap((listed): BoardRow[] => {
    const one = board.state.instruments[listed.id];
    const line: BoardRow["line"] = (count) => board.line(listed.id, count);
    return one === undefined || !isWithin(scope, listed.id, one.mic) ? [] : [{ ...listed, ...one, line }];
  });
  const sections = sectionsOf(rows, board.state, isAsked(scope));
  const all = sections.flatMap((one) => one.rows);
  const { lines, legend } = boardRows(all, style, widthMax - INDENT);
  const body = sections.flatMap(({ heading, rows: { length }, more = 0 }) => [
    ...(length === 0 ? [] : ["", style.colours.bold(clipped(printable(heading), widthMax, style.signs.cut))]),
    ...lines.splice(0, length).map((line) => `${" ".repeat(INDENT)}${line}`),
    ...(more > 0 ? [`  and ${more} more; --all shows them`] : []),
  ]);
  return {
    lines: body.length > 0 ? body : ["", clipped(whyEmpty(board), widthMax, style.signs.cut)],
    legend,
  };
}

interface Section {
  readonly heading: string;
  readonly rows: readonly BoardRow[];
  /** How many are left out. */
  readonly more?: number;
}

/** The sections of a board; of what was asked for every row, else those with a price that matter most. */
function sectionsOf(rows: readonly BoardRow[], state: TapeState, isAskedFor: boolean): Section[] {
  const section = (heading: string, all: readonly BoardRow[], most: number): Section => {
    const shown = isAskedFor ? all : all.filter(isPriced);
    return isAskedFor
      ? { heading, rows: shown }
      : { heading, rows: shown.slice(0, most), more: shown.length - most };
  };
  const indices = rows.filter(({ kind }) => kind === "index");
  const shares = rows.filter(({ kind }) => kind === "equity");
  const others = rows.filter(({ kind }) => kind !== "index" && kind !== "equity");
  const most = isAskedFor ? indices.length : INDICES_MAX;
  const byIndex = byRegion(state, indices.slice(0, most));
  const last = byIndex.pop();
  const isByMove = shares.length > 1 && shares.some(({ changePct }) => changePct !== null);
  return [
    ...byIndex,
    ...(last === undefined ? [] : [{ ...last, more: indices.length - most }]),
    section(
      isByMove ? "shares that moved most" : "shares",
      shares.toSorted((a, b) => moveOf(b) - moveOf(a)),
      indices.length > 0 ? MOVERS_MAX : SHARES_MAX,
    ),
    section("also quoted", others, OTHERS_MAX),
  ];
}

function isPriced({ last, close }: BoardRow): boolean {
  return (close ?? last) !== null;
}

/** The size of a move; those without one come last, of them those without a price. */
function moveOf(row: BoardRow): number {
  return row.changePct === null ? (isPriced(row) ? -1 : -2) : Math.abs(Number(row.changePct));
}

/** The reason why a board has no row, and what to do. */
function whyEmpty({ instruments, state }: Board): string {
  const { events, head: last, rejected } = state.tape;
  if (last === 0) return "the tape is empty; tapefold import and append fill one";
  if (events === 0) return "nothing has happened by then; give a later --at";
  const refused = Object.values(rejected).reduce((sum, times) => sum + times, 0);
  const why = refused === 0 ? "" : `; ${refused} of ${events} events are refused, tapefold refused says why`;
  if (instruments.length === 0)
    return `no instrument is listed; MarketListed and InstrumentListed come before its ticks${why}`;
  const none =
    instruments.length === 1
      ? "the one instrument listed has no price; --all shows it"
      : `none of the ${instruments.length} listed instruments has a price; --all lists them`;
  if (events < last) return `${none}, or give a later --at${why}`;
  const isOpened = instruments.some(({ id }) => state.instruments[id]?.phase !== "pre");
  return `${none}${isOpened ? "" : "; no session is opened: SessionOpened comes before ticks"}${why}`;
}

function head({ name, state }: Board, { colours }: BoardStyle): string {
  const at = state.asOf.at === null ? "before the first event" : `as of ${state.asOf.at}`;
  return `${colours.bold(printable(name))}  ${at}`;
}

/** Indices under their region, regions in order of their first index. */
function byRegion({ regions }: TapeState, indices: readonly BoardRow[]): Section[] {
  const byName = new Map<string, BoardRow[]>();
  for (const row of indices) byName.set(row.region, [...(byName.get(row.region) ?? []), row]);
  return [...byName].map(([name, rows]) => {
    const { word = null, leader = null } = regions.find(({ region }) => region === name) ?? {};
    const said =
      word === null ? "" : `: ${word}${leader === null || rows.length === 1 ? "" : `, ${leader} ahead`}`;
    return { heading: `${name === "" ? "indices" : name}${said}`, rows };
  });
}

function section(heading: string, lines: readonly string[], { colours }: BoardStyle): string[] {
  if (lines.length === 0) return [];
  return ["", colours.bold(heading), ...lines.map((line) => `${" ".repeat(INDENT)}${line}`)];
}

/** Lines made of parts two spaces apart, each in as many lines as its parts need. */
function wrapped(lines: readonly string[], widthMax: number): string[] {
  return lines.flatMap((line) => {
    const made: string[] = [];
    let now = "";
    for (const part of line.trimStart().split("  ")) {
      const isFull = now !== "" && widthOf(now) + 2 + widthOf(part) > widthMax - INDENT;
      if (isFull) made.push(now);
      now = now === "" ? part : isFull ? `    ${part}` : `${now}  ${part}`;
    }
    const indent = line.startsWith(" ") ? " ".repeat(INDENT) : "";
    return [...made, now].map((one) => `${indent}${one}`);
  });
}

/** Two blocks of lines beside each other; none of the second's lines goes beyond the width. */
function sideBySide(
  left: readonly string[],
  right: readonly string[],
  { columns, signs }: BoardStyle,
): string[] {
  if (right.length === 0) return [...left];
  const width = Math.max(...left.map(widthOf), 0) + GAP;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [here, there] = [left[at] ?? "", right[at] ?? ""];
    if (there === "") return here;
    // The width is measured without colours.
    const shown = widthOf(there) <= columns - width ? there : clipped(there, columns - width, signs.cut);
    return `${filledUp(here, width)}${shown}`;
  });
}

function foot({ state, elapsedMs }: Board, { colours, columns }: BoardStyle, legend: string): string[] {
  const { events, head: last, rejected } = state.tape;
  const refused = Object.entries(rejected).map(codeCount);
  const count =
    events === last ? grouped(String(events)) : `${grouped(String(events))} of ${grouped(String(last))}`;
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  const line = `${count} ${last === 1 ? "event" : "events"}   state ${colours.cyan(state.digest.slice(0, 8))}   ${seconds}`;
  const isRoomy = widthOf(line) + GAP + widthOf(legend) <= columns;
  const ending = legend === "" ? [line] : isRoomy ? [`${line}   ${legend}`] : [legend, line];
  return refused.length === 0 ? ending : [`refused: ${printable(refused.join(", "))}`, ...ending];
}
