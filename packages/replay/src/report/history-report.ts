/**
 * The report of an instrument's last sessions: closes and records, streaks, the distance below the record,
 * periods.
 */
import {
  Foresight,
  formatUnits,
  fraction,
  multiplyFractions,
  type Read,
  type ReadableLog,
} from "@tapefold/core";
import { listing, recordHistory, sessionRows, split, streakMarks } from "@tapefold/projections";
import { mustBeListed } from "../ask/sessions.ts";
import { boardOf, type Board } from "../show/board.ts";
import { usageError } from "../show/error-line.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { Evidence, timeOf } from "./evidence.ts";
import { level, streakText } from "./figures.ts";
import { type History, historyCards } from "./history-cards.ts";
import { html, type Markup } from "./markup.ts";
import { page } from "./page.ts";
import { loadPlotter } from "./plotter.ts";
import { foldOnceMore } from "./report-data.ts";
import type { Report, ReportOptions } from "./session-report.ts";
import { ReportSurvey } from "./report-survey.ts";
import { faultNote, wholePart } from "./whole-part.ts";

/** The instrument of a history, and how many sessions it shows. */
export interface HistoryOptions extends ReportOptions {
  /** How many of the last sessions are shown. */
  readonly sessions: number;
  /** The only listed one if undefined. */
  readonly instrument: string | undefined;
}

/**
 * One HTML page of an instrument's last sessions.
 *
 * @throws MarketError `USAGE` if the tape lists no such instrument, or several and none is named; what
 * `sessionReport` throws.
 */
export async function historyReport(log: ReadableLog, options: HistoryOptions): Promise<Report> {
  const tape = wholePart(log);
  const folded = await foldTape(tape, { asOf: options.asOf });
  const board = boardOf(log.name, folded, 0);
  if (options.instrument !== undefined) mustBeListed(folded.state, options.instrument, log.name);
  const id = options.instrument ?? onlyListed(board);
  const mic = board.state.instruments[id]?.mic ?? "";
  const survey = new ReportSurvey({
    named: new Set(),
    mics: new Set([mic]),
    foresight: new Foresight(),
    sessionsMax: options.sessions,
  });
  const state = await foldOnceMore(tape, folded, [streakMarks], (recorded) => survey.look(recorded));
  const { read } = state;
  const all = sessionRows(state, id);
  const { scale } = read(listing, id);
  const evidence = new Evidence(survey.events);
  const history: History = {
    plotter: await loadPlotter(),
    evidence,
    survey,
    id,
    mic,
    scale,
    all,
    rows: all.slice(-options.sessions),
    records: new Set(recordHistory(state, id, "close").dates),
    closeOf: basisOf(read, id, all.at(-1)?.date ?? ""),
  };
  const name = board.instruments.find((listed) => listed.id === id)?.name || id;
  const title = `${name}: ${history.rows.length} sessions`;
  const body = [historyCards(history), evidence.section()];
  const top = html`${header(board, history, title)}${faultNote(tape.fault, board.state.asOf.position)}`;
  return { html: page({ title, colours: options.colours, header: top, body }), fault: tape.fault };
}

/** @throws MarketError `USAGE` unless the tape lists one instrument alone. */
function onlyListed({ instruments, name }: Board): string {
  const [only, another] = instruments;
  if (only !== undefined && another === undefined) return only.id;
  const message = `the tape lists ${instruments.length} instruments; name one with --instrument (${name})`;
  throw usageError(message, "--instrument");
}

/** A close as printed, carried over the splits since. */
function basisOf(read: Read, id: string, last: string): History["closeOf"] {
  const { splits } = read(split, id);
  return ({ close, date }) =>
    splits
      .filter((one) => one.date > date && one.date <= last)
      .reduce(
        (price, { numerator, denominator }) => multiplyFractions(price, fraction(denominator, numerator)),
        fraction(close),
      );
}

function header({ state }: Board, { id, rows, scale, records }: History, title: string): Markup {
  const last = rows.at(-1);
  const facts =
    last === undefined
      ? html`<li>no session has closed yet</li>`
      : html`<li>${rows[0]?.date ?? ""} to ${last.date}</li>
          <li>last close ${level(formatUnits(last.close, scale))}</li>
          <li>streak ${last.streak === null ? "unknown" : streakText(last.streak)}</li>
          <li>${rows.filter(({ date }) => records.has(date)).length} record closes</li>`;
  const when = state.asOf.at === null ? "before the first event" : html`as of ${timeOf(state.asOf.at)}`;
  return html`<h1>${title}</h1>
    <ul class="facts">
      <li><span class="id">${id}</span></li>
      <li>${when}</li>
      <li>position ${state.asOf.position} of ${state.tape.head}</li>
      ${facts}
    </ul>`;
}
