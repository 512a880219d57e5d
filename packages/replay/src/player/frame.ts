/**
 * A moment of the tape as the page shows it: documents by name, each plain JSON, of which only the changed ones are
 * sent. Nothing in them comes from behind the moment but the tape's length.
 */
import { formatInstant, type State } from "@tapefold/core";
import { type InstrumentState, listing, type MarketState, quote, StateView } from "@tapefold/projections";
import { shownMembers } from "../report/report-data.ts";
import { refusalCounts } from "../show/refusal-line.ts";
import { type ChartPoint, chartPoints, type ChartSession, chartSession } from "./chart-points.ts";
import {
  type InstrumentPage,
  instrumentPage,
  type ListedInstrument,
  listedInstruments,
} from "./instrument-list.ts";
import type { LoadedTape } from "./loaded-tape.ts";
import type { TapeMark } from "./tape-marks.ts";

/** The part of the tape that a page looks at. */
export interface Look {
  /** The instrument with the chart; the first of the board if null or not listed. */
  readonly instrument: string | null;
  /** Part of an id or a name; empty for all instruments. */
  readonly find: string;
  /** Page of the board, from 0. */
  readonly page: number;
}

/** Where the tape stands. */
export interface Clock {
  readonly position: number;
  /** The instant of the last event, and the running maximum of instants; null before the first event. */
  readonly at: string | null;
  readonly latest: string | null;
  readonly accepted: number;
  readonly refused: number;
}

/** Fields of a row; those that look back over earlier sessions cost more. */
const ROW_FIELDS = [
  "kind",
  "mic",
  "date",
  "phase",
  "last",
  "open",
  "high",
  "low",
  "close",
  "previous",
  "change",
  "changePct",
  "move",
  "streak",
  "record",
  "milestone",
] as const;

/** A row of the board, with fields of `replay --json`. */
export type BoardRow = Pick<InstrumentState, (typeof ROW_FIELDS)[number]>;

/** The selected instrument, with all its fields; of an index's members only the largest and the smallest. */
export interface Selected extends ListedInstrument {
  readonly state: InstrumentState;
  /** Names of the members. */
  readonly names: Readonly<Record<string, string>>;
}

/** The documents of a frame, by the beginning of their names. */
export interface FrameDocuments {
  readonly clock: Clock;
  readonly regions: MarketState["regions"];
  readonly board: InstrumentPage;
  /** `row:ID`. */
  readonly row: BoardRow;
  /** `other:ID`: the row as it would be without the events that were left out. */
  readonly other: BoardRow;
  /** `line:ID`: prices of an index's session so far, in its units, for a small line. */
  readonly line: readonly number[];
  readonly selected: Selected | null;
  readonly session: ChartSession | null;
  /** `chart:N`: a stretch of the chart's points; those that have passed do not change. */
  readonly chart: readonly ChartPoint[];
  /** `marks:N`. */
  readonly marks: readonly TapeMark[];
  readonly guidance: MarketState["guidance"];
  /** Names of issuers. */
  readonly issuers: Readonly<Record<string, string>>;
}

export type Frame = ReadonlyMap<string, unknown>;

/** Points or marks in one document. */
const STRETCH = 64;
/** Most marks of a frame, records not counted; of more, every so many are shown. */
const MARKS_MAX = 2_000;
const LINE_POINTS_MAX = 32;
/** The latest revisions that are shown. */
const REVISIONS_MAX = 8;

/** The documents of a state; `other` is the state without the events that were left out. */
export function frameOf(tape: LoadedTape, state: State, look: Look, other?: State): Frame {
  const view = new StateView(state);
  const all = listedInstruments(view.read);
  const board = instrumentPage(all, look.find, look.page);
  const frame = new Map<string, unknown>();
  frame.set("clock", clockOf(tape, state));
  frame.set("regions", view.at(["regions"]));
  frame.set("board", board);
  for (const { id, kind } of board.shown) {
    frame.set(`row:${id}`, rowOf(view, id));
    if (kind === "index") frame.set(`line:${id}`, lineOf(tape, state, id));
  }
  if (other !== undefined) {
    const otherView = new StateView(other);
    for (const { id } of board.shown) frame.set(`other:${id}`, rowOf(otherView, id));
  }
  const chosen = all.find(({ id }) => id === look.instrument) ?? all[0];
  frame.set("selected", chosen === undefined ? null : selectedOf(view, chosen, all));
  const session = chosen === undefined ? null : chartSession(tape, state, chosen.id);
  frame.set("session", session);
  if (session !== null) setStretches(frame, "chart", chartPoints(tape, state, session));
  setStretches(frame, "marks", marksAt(tape, state.position));
  const guidance = (view.at(["guidance"]) as MarketState["guidance"]).slice(-REVISIONS_MAX);
  frame.set("guidance", guidance);
  frame.set("issuers", issuersOf(guidance, view, all));
  return frame;
}

function clockOf(tape: LoadedTape, state: State): Clock {
  const { position, at, counts } = state;
  const latest = tape.latestAt(position);
  return {
    position,
    at: at === null ? null : formatInstant(at),
    latest: latest === null ? null : formatInstant(latest),
    accepted: counts.accepted,
    refused: refusalCounts(state).refused,
  };
}

function rowOf(view: StateView, id: string): BoardRow {
  const one = view.instrument(id);
  return Object.fromEntries(ROW_FIELDS.map((field) => [field, one[field]])) as unknown as BoardRow;
}

function lineOf(tape: LoadedTape, state: State, id: string): readonly number[] {
  const { date, last, close } = state.read(quote, id);
  if (date === null || last === null) return [];
  const prices = tape.samples.pointsOf(id, date, state.position).map(({ price }) => price);
  const apart = Math.ceil(prices.length / LINE_POINTS_MAX);
  return [...prices.filter((_, at) => at % apart === 0), close ?? last];
}

function selectedOf(view: StateView, listed: ListedInstrument, all: readonly ListedInstrument[]): Selected {
  const whole = { ...view.instrument(listed.id) };
  if (whole.index === null) return { ...listed, state: whole, names: {} };
  const contributions = shownMembers(whole.index.contributions);
  const nameOf = new Map(all.map(({ id, name }) => [id, name]));
  const names = Object.fromEntries(
    contributions.map(({ instrument }) => [instrument, nameOf.get(instrument) ?? ""]),
  );
  return { ...listed, state: { ...whole, index: { ...whole.index, contributions } }, names };
}

function marksAt({ marks }: LoadedTape, position: number): readonly TapeMark[] {
  const passed = marks.filter((mark) => mark.position <= position);
  const apart = Math.ceil(passed.length / MARKS_MAX);
  return apart <= 1 ? passed : passed.filter(({ kind }, at) => kind === "record" || at % apart === 0);
}

function issuersOf(
  guidance: MarketState["guidance"],
  { read }: StateView,
  all: readonly ListedInstrument[],
): Readonly<Record<string, string>> {
  const wanted = new Set(guidance.map(({ issuer }) => issuer));
  if (wanted.size === 0) return {};
  const names = new Map<string, string>();
  for (const { id, name } of all) {
    const { issuer } = read(listing, id).now;
    if (issuer !== null && wanted.has(issuer) && !names.has(issuer)) names.set(issuer, name);
  }
  return Object.fromEntries(names);
}

function setStretches(frame: Map<string, unknown>, name: string, list: readonly unknown[]): void {
  for (let from = 0; from < list.length; from += STRETCH)
    frame.set(`${name}:${from / STRETCH}`, list.slice(from, from + STRETCH));
}
