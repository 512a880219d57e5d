/** Records, forecasts, halts and busts of an instrument's session, each with its events. */
import type { Instant } from "@tapefold/core";
import { type InstrumentState, isNotable, quote } from "@tapefold/projections";
import { level } from "./figures.ts";
import type { ReportData } from "./report-data.ts";
import type { SurveyedSession } from "./report-survey.ts";
import type { ChartMark } from "./charts/session-chart.ts";

export interface SessionMark {
  /** Null for a halt, which is drawn as a band. */
  readonly drawn: ChartMark | null;
  readonly halt: { readonly from: Instant; readonly to: Instant } | null;
  readonly glyph: string;
  readonly words: string;
  readonly positions: readonly number[];
}

/** Most marks of one kind in one chart, the latest ones. */
const MARKS_MAX = 6;

/** Marks in order of kind; in a session that is not over, records are records so far. */
export function sessionMarks(
  data: ReportData,
  id: string,
  one: InstrumentState,
  session: SurveyedSession,
): readonly SessionMark[] {
  const members = new Set([id, ...(one.index?.contributions ?? []).map(({ instrument }) => instrument)]);
  return [
    ...recordMarks(data, id, one),
    ...guidanceMarks(data, one, members, session),
    ...haltMarks(data, one, members, session),
    ...bustMarks(data, members, session),
  ];
}

function recordMarks({ view, survey }: ReportData, id: string, one: InstrumentState): SessionMark[] {
  const { closePosition } = view.read(quote, id);
  const isOver = one.close !== null;
  return (["high", "close"] as const).flatMap((basis): SessionMark[] => {
    const record = one.record[basis];
    if (record === null || !record.setThisSession || !isNotable(record)) return [];
    const position = basis === "close" ? closePosition : record.position;
    const at = survey.events.get(position)?.event.at;
    if (at === undefined) return [];
    const kind = isOver ? "record" : "record so far";
    const word = record.complete
      ? "record"
      : `highest${record.since === null ? "" : ` since ${record.since}`},`;
    return [
      {
        drawn: { kind, at, value: Number(record.level) },
        halt: null,
        glyph: isOver ? "▲" : "△",
        words: `${word} ${basis} ${level(record.level)}${isOver ? "" : " so far"}`,
        positions: [position],
      },
    ];
  });
}

/** Revisions that a member's issuer, or one it owns, made since the session before. */
function guidanceMarks(
  { board }: ReportData,
  { date }: InstrumentState,
  members: ReadonlySet<string>,
  { openedAt }: SurveyedSession,
): SessionMark[] {
  const felt = board.state.guidance.filter(({ reactions }) =>
    reactions.some((one) => one.date === date && members.has(one.instrument)),
  );
  return felt.slice(-MARKS_MAX).map((said) => {
    const at = Date.parse(said.at) * 1000;
    const before = at < openedAt ? " before the opening" : "";
    return {
      drawn: { kind: "guidance", at, value: null },
      halt: null,
      glyph: "◆",
      words: `${said.issuer} guidance: ${said.class}${before}`,
      positions: [said.position],
    };
  });
}

function haltMarks(
  { survey, board }: ReportData,
  { mic }: InstrumentState,
  members: ReadonlySet<string>,
  { openedAt, phases }: SurveyedSession,
): SessionMark[] {
  const end = endOf(phases) ?? Infinity;
  const now = board.state.asOf.at === null ? end : Date.parse(board.state.asOf.at) * 1000;
  const felt = survey.halts.filter(
    (halt) =>
      (halt.mic === mic || (halt.instrument !== undefined && members.has(halt.instrument))) &&
      halt.from < end &&
      (halt.to ?? Infinity) > openedAt,
  );
  return felt.slice(-MARKS_MAX).map(({ mic: market, instrument, kind, from, to, position }) => ({
    drawn: null,
    // A halt of one member does not stop its index.
    halt: market === undefined && members.size > 1 ? null : { from, to: Math.min(to ?? now, end) },
    glyph: "‖",
    words: `${kind} of ${instrument ?? "the market"}${to === undefined ? ", not lifted" : ""}`,
    positions: [position],
  }));
}

function bustMarks(
  { survey }: ReportData,
  members: ReadonlySet<string>,
  { openedAt, phases }: SurveyedSession,
): SessionMark[] {
  const end = endOf(phases) ?? Infinity;
  const felt = survey.amendments.filter(
    ({ instrument, at, amendedBy }) =>
      members.has(instrument) && at >= openedAt && at <= end && amendedBy > 0,
  );
  return felt.slice(-MARKS_MAX).map(({ instrument, at, says, position, amendedBy }) => ({
    drawn: { kind: "bust", at, value: null },
    halt: null,
    glyph: "✕",
    words: `tick of ${instrument} ${says}`,
    positions: [position, amendedBy],
  }));
}

/** When the session closed; undefined while it is open. */
export function endOf(phases: SurveyedSession["phases"]): Instant | undefined {
  const last = phases.at(-1);
  return last?.phase === "closed" ? last.at : undefined;
}
