/** The data of a session's report, read from a tape in as many readings as folding takes, and one more. */
import {
  type AnyProjection,
  Fold,
  type ReadableLog,
  type Recorded,
  type State,
  type TradingDate,
} from "@tapefold/core";
import {
  marketRules,
  positionsBehind,
  type Statement,
  statements,
  StateView,
  streakMarks,
} from "@tapefold/projections";
import { type FoldedTape, foldTape } from "../fold/fold-tape.ts";
import { type AsOf, upTo } from "../tape/as-of.ts";
import { type Board, boardOf, type ListedInstrument } from "../show/board.ts";
import { breadthPath } from "./breadth-path.ts";
import { pathKey, type SessionPath, sessionPath } from "./session-path.ts";
import { ReportSurvey } from "./report-survey.ts";

export interface ReportData {
  readonly board: Board;
  /** The market at the end. */
  readonly view: StateView;
  /** The state at the end, with the documents that are kept for display alone. */
  readonly shown: State;
  /** The path of prices through a session; empty if it was not kept. */
  readonly path: (instrument: string, date: TradingDate) => SessionPath;
  readonly said: readonly Statement[];
  /** Instruments with a chart of their own. */
  readonly charted: readonly ListedInstrument[];
  /** Indices of the tape without a chart. */
  readonly uncharted: number;
  readonly survey: ReportSurvey;
}

/** Most instruments with a chart of their own. */
const CHARTED_MAX = 24;
/** Past sessions that a streak strip shows. */
const STRIP_SESSIONS = 30;
/** The latest revisions whose reactions are drawn. */
export const REACTIONS_MAX = 6;
/** Members shown at either end of an index's contributions. */
const MEMBERS_MAX = 8;
/** Most events that sentences and figures may name; those beyond are told by position alone. */
const NAMED_MAX = 800;

export async function reportData(log: ReadableLog, asOf: AsOf): Promise<ReportData> {
  const folded = await foldTape(log, { asOf });
  const board = boardOf(log.name, folded, 0);
  const view = new StateView(folded.state);
  const said = statements(folded.state);
  const { charted, uncharted } = chosen(board);
  const wanted = new Map(charted.map(({ id }) => [id, new Set([board.state.instruments[id]?.date ?? ""])]));
  for (const { instrument, date } of reactionsOf(board))
    if (date !== null) wanted.set(instrument, (wanted.get(instrument) ?? new Set()).add(date));
  const mics = new Set([...wanted.keys()].map((id) => board.state.instruments[id]?.mic ?? ""));
  const survey = new ReportSurvey({
    named: namedPositions(board, view, said, charted),
    mics,
    foresight: folded.known.foresight,
    sessionsMax: STRIP_SESSIONS,
  });
  const paths = sessionPath(wanted);
  const beside = [streakMarks, paths, breadthPath];
  const shown = await foldOnceMore(log, folded, beside, (recorded) => survey.look(recorded));
  const path: ReportData["path"] = (instrument, date) => shown.read(paths, pathKey(instrument, date));
  return { board, view, shown, path, said, charted, uncharted, survey };
}

/** Folds the same part of the tape again, with rules beside the market's; reports each event. */
export async function foldOnceMore(
  log: ReadableLog,
  { state, known }: FoldedTape,
  beside: readonly AnyProjection[],
  tell: (recorded: Recorded) => void,
): Promise<State> {
  const fold = new Fold([...marketRules, ...beside], known);
  for await (const batch of upTo(log, state.position).read()) {
    fold.add(batch);
    batch.forEach(tell);
  }
  return fold.state;
}

/** The latest reactions to a revision of guidance. */
function reactionsOf({ state }: Board): readonly { instrument: string; date: string | null }[] {
  return state.guidance.flatMap(({ reactions }) => reactions).slice(-REACTIONS_MAX);
}

/** Indices in order of listing; on a tape without any, the shares that moved most. */
function chosen({ instruments, state }: Board): Pick<ReportData, "charted" | "uncharted"> {
  const indices = instruments.filter(({ id }) => state.instruments[id]?.kind === "index");
  if (indices.length > 0)
    return { charted: indices.slice(0, CHARTED_MAX), uncharted: Math.max(0, indices.length - CHARTED_MAX) };
  const size = ({ id }: ListedInstrument): number => Math.abs(Number(state.instruments[id]?.changePct ?? 0));
  const shares = [...instruments].sort((a, b) => size(b) - size(a));
  const most = CHARTED_MAX / 2;
  return { charted: shares.slice(0, most), uncharted: Math.max(0, shares.length - most) };
}

function namedPositions(
  { state }: Board,
  view: StateView,
  said: readonly Statement[],
  charted: readonly ListedInstrument[],
): ReadonlySet<number> {
  const named = new Set(said.flatMap(({ causes }) => causes));
  const ids = new Set(charted.map(({ id }) => id));
  for (const { id } of charted)
    for (const { instrument } of shownMembers(state.instruments[id]?.index?.contributions ?? []))
      ids.add(instrument);
  const first = Math.max(0, state.guidance.length - REACTIONS_MAX);
  state.guidance.slice(first).forEach(({ reactions, position }, place) => {
    named.add(position);
    for (const { instrument } of reactions) ids.add(instrument);
    for (const one of positionsBehind(view, [["guidance", first + place]])) named.add(one);
  });
  for (const id of ids) for (const position of behind(view, id)) named.add(position);
  return new Set([...named].slice(0, NAMED_MAX));
}

/** Members of an index whose contributions are shown one by one: the largest and the smallest, all of a few. */
export function shownMembers<C>(contributions: readonly C[]): readonly C[] {
  if (contributions.length <= 2 * MEMBERS_MAX) return contributions;
  return [...contributions.slice(0, MEMBERS_MAX), ...contributions.slice(-MEMBERS_MAX)];
}

/** Positions of the events behind an instrument's shown figures. */
export function behind(view: StateView, id: string): readonly number[] {
  const of = (...field: string[]): readonly string[] => ["instruments", id, ...field];
  return positionsBehind(view, [of("changePct"), of("streak"), of("record", "close"), of("record", "high")]);
}
