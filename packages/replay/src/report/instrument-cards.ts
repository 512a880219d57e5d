/** A card an instrument: where it stands, its session as a chart, the marks in it, and the table behind. */
import { formatInstant, formatUnits } from "@tapefold/core";
import { type InstrumentState, isNotable, listing, market, quote } from "@tapefold/projections";
import type { ListedInstrument } from "../show/board.ts";
import { streakWords } from "../show/board-words.ts";
import { dataTable } from "./data-table.ts";
import type { Evidence } from "./evidence.ts";
import { change, directed, directionOf, level, percentage, streakText } from "./figures.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import { behind, type ReportData } from "./report-data.ts";
import { joinPrices, type PriceColumn } from "./session-path.ts";
import { endOf, type SessionMark, sessionMarks } from "./session-marks.ts";
import { coarser, type Column, middleOf, type TimeColumns } from "./time-columns.ts";
import type { SurveyedSession } from "./tape-survey.ts";
import type { Span } from "./session-axis.ts";
import { type ChartLine, sessionChart } from "./charts/session-chart.ts";
import { type WallClock, wallClock } from "./wall-clock.ts";

const PHASES: Readonly<Record<InstrumentState["phase"], string>> = {
  pre: "○ not yet",
  open: "● open",
  auction: "● auction",
  break: "◐ break",
  halted: "‖ halted",
  closed: "■ closed",
};
/** Rows of the table behind a session's chart. */
const TABLE_ROWS = 25;
/** Records and round numbers further away than this, in percent, are no lines of the chart. */
const NEAR_PERCENT = 1.2;
const ROUND_LINES_MAX = 4;

export function instrumentCard(
  plotter: Plotter,
  data: ReportData,
  evidence: Evidence,
  { id, name }: ListedInstrument,
): Markup {
  const one = data.board.state.instruments[id] as InstrumentState;
  const position = positionOf(data, id);
  const heading = html`<h3 class="head">
    <span><bdi>${name === "" ? id : name}</bdi> <span class="id">${id}</span></span>
    <span class="word">${PHASES[one.phase]}</span>
  </h3>`;
  const price = one.close ?? one.last;
  if (price === null || one.date === null)
    return html`<figure class="card" data-instrument="${id}">
      <figcaption>
        ${heading}
        <p class="badges">no price</p>
      </figcaption>
    </figure>`;
  const session = data.survey.session(one.mic, one.date);
  const marks = session === undefined ? [] : sessionMarks(data, id, one, session);
  const isUnchanged = one.change === null || one.changePct === null;
  return html`<figure class="card" data-instrument="${id}">
    <figcaption>
      ${heading}
      <p class="now">
        <span class="level">${evidence.link(position, level(price))}</span>
        ${isUnchanged ? "" : directed(one.change, `${change(one.change)} (${percentage(one.changePct)})`)}
      </p>
      <p class="badges">${badges(one)}</p>
    </figcaption>
    ${session === undefined ? "" : drawing(plotter, data, id, one, session, marks)}
    ${markList(marks, evidence)}
    <p class="asof">
      Session of ${one.date}, ${evidence.asOf(position)}; goes back to
      ${evidence.links(behind(data.view, id))}
    </p>
    ${session === undefined ? "" : table(data, id, one, session)}
  </figure>`;
}

/** The event that gave the price shown. */
export function positionOf({ view }: ReportData, id: string): number {
  const { closePosition, lastPosition } = view.read(quote, id);
  return closePosition || lastPosition;
}

function badges({ streak, record, close, milestone }: InstrumentState): readonly Markup[] {
  const isOver = close !== null;
  const said: Markup[] = [];
  for (const basis of ["close", "high"] as const) {
    const known = record[basis];
    if (known === null) continue;
    if (!isNotable(known)) continue;
    const name = known.complete
      ? `record ${basis}`
      : `highest ${basis}${known.since === null ? "" : ` since ${known.since}`}`;
    if (known.setThisSession && (isOver || basis === "high"))
      said.push(
        html`<span class="badge record${isOver ? "" : " sofar"}"
          >${isOver ? "▲" : "△"}
          ${isOver ? name.toUpperCase().replace("SINCE", "since") : `${name}, provisional`}</span
        >`,
      );
    else if (
      basis === "close" &&
      known.near !== null &&
      known.shortfallPct !== null &&
      !known.setThisSession
    ) {
      const isNear = ["at-record", "touching", "striking-distance"].includes(known.near);
      const words =
        known.near === "at-record"
          ? `at or above the ${name} so far`
          : `${percentage(known.shortfallPct).replace("+", "")} below ${name}`;
      said.push(html`<span class="${isNear ? "record" : "word"}">${words}</span>`);
    }
  }
  const words = streakWords(streak, false);
  if (words !== "") {
    const now = streak.provisional ?? streak.confirmed ?? 0;
    said.push(html`<span>streak ${directed(String(now), words)}</span>`);
  }
  if (milestone !== null && milestone.reached.length > 0)
    said.push(html`<span>reached ${milestone.reached.slice(0, 3).map(level).join(", ")}</span>`);
  return said;
}

function markList(marks: readonly SessionMark[], evidence: Evidence): Markup {
  if (marks.length === 0) return html``;
  const items = marks.map(
    ({ glyph, words, positions }) => html`<li>${glyph} ${words} ${evidence.links(positions)}</li>`,
  );
  return html`<ul class="marks">
    ${items}
  </ul>`;
}

function drawing(
  plotter: Plotter,
  data: ReportData,
  id: string,
  one: InstrumentState,
  session: SurveyedSession,
  marks: readonly SessionMark[],
): Markup {
  const path = data.path(id, one.date as string);
  if (path.columns.length === 0) return html`<p class="quiet">No price counted in this session.</p>`;
  const { scale } = data.view.read(listing, id);
  const clock = clockOf(data, one.mic);
  const price = (one.close ?? one.last) as string;
  const { name } = data.board.instruments.find((listed) => listed.id === id) ?? { name: id };
  const words = `${name}: ${level(price)}${one.changePct === null ? "" : `, ${percentage(one.changePct)}`} in the session of ${one.date}`;
  const reference = referenceOf(data, id);
  return sessionChart(plotter, {
    title: words,
    ...spans(data, session, path),
    halts: marks.flatMap(({ halt }) => (halt === null ? [] : [halt])),
    line: path.columns.map((column) => ({ at: middleOf(path, column.column), column })),
    direction: directionOf(one.change),
    reference,
    lines: linesOf(one, reference),
    marks: marks.flatMap(({ drawn }) => (drawn === null ? [] : [drawn])),
    clock: clock.time,
    text: (value) => level(value.toFixed(Number.isInteger(value) ? 0 : Math.min(scale, 2))),
    unit: 10 ** scale,
  });
}

/** What the session's changes are measured from, as near as a picture needs it. */
function referenceOf({ view }: ReportData, id: string): number | null {
  const { reference, scale } = view.read(quote, id);
  if (reference === null) return null;
  return Number(reference.numerator) / Number(reference.denominator) / 10 ** scale;
}

/** From the opening to the close, or as far as the tape goes; and the breaks in between. */
export function spans(
  { board }: ReportData,
  { openedAt, phases }: SurveyedSession,
  path: TimeColumns<Column>,
): { span: Span; breaks: readonly Span[] } {
  const last = middleOf(path, path.columns.at(-1)?.column ?? 0);
  const now = board.state.asOf.at === null ? last : Date.parse(board.state.asOf.at) * 1000;
  const to = Math.max(openedAt, endOf(phases) ?? Math.max(now, last));
  const breaks = phases.flatMap(({ phase, at }, place) => {
    const end = Math.min(phases[place + 1]?.at ?? to, to);
    return phase === "break" && end > at ? [{ from: at, to: end }] : [];
  });
  return { span: { from: openedAt, to }, breaks };
}

function linesOf(one: InstrumentState, reference: number | null): readonly ChartLine[] {
  const price = Number(one.close ?? one.last);
  const isNear = (value: number): boolean => Math.abs(value / price - 1) * 100 <= NEAR_PERCENT;
  const records = (["close", "high"] as const).flatMap((basis): ChartLine[] => {
    const known = one.record[basis];
    if (known === null || !isNotable(known)) return [];
    const standing = known.setThisSession ? known.previous?.level : known.level;
    const value = Number(standing ?? NaN);
    const word = known.complete ? "record" : "highest";
    return isNear(value)
      ? [{ kind: "record", value, word: `${basis === "close" ? "" : "day "}${word}` }]
      : [];
  });
  if (records[0]?.value === records[1]?.value) records.pop();
  const previous: ChartLine[] =
    reference === null ? [] : [{ kind: "previous", value: reference, word: "before" }];
  return [...records, ...previous, ...(one.kind === "index" ? roundLines(one, price) : [])];
}

/** Lines of the grid of round numbers that the session's prices crossed or came near. */
function roundLines({ high, low }: InstrumentState, price: number): readonly ChartLine[] {
  const step = 10 ** Math.floor(Math.log10(price)) / 10;
  const [from, to] = [Number(low ?? price) * 0.997, Number(high ?? price) * 1.003];
  const values: number[] = [];
  for (let place = Math.ceil(from / step); place * step <= to; place += 1) values.push(place * step);
  return values.slice(0, ROUND_LINES_MAX).map((value) => ({ kind: "round", value, word: "" }));
}

function table(data: ReportData, id: string, one: InstrumentState, session: SurveyedSession): Markup {
  const path = data.path(id, one.date as string);
  const { scale } = data.view.read(listing, id);
  const clock = clockOf(data, one.mic);
  const text = (units: number | null): string => (units === null ? "–" : level(formatUnits(units, scale)));
  const rows = coarser<PriceColumn>(path.columns, TABLE_ROWS, joinPrices).map((column) => [
    `${clock.time(middleOf(path, column.column))}`,
    text(column.first),
    text(column.high),
    text(column.low),
    text(column.last),
  ]);
  const records = (["close", "high"] as const).flatMap((basis) => {
    const known = one.record[basis];
    return known === null
      ? []
      : [
          [
            `record ${basis}`,
            known.complete ? known.date : `since ${known.since}`,
            level(known.level),
            "",
            "",
          ],
        ];
  });
  const { streak } = one;
  return dataTable({
    caption: `${id}, session of ${one.date} from ${formatInstant(session.openedAt)}, ${clock.name}; streak ${streakText(streak.provisional ?? streak.confirmed ?? 0)}`,
    columns: ["time", "first", "high", "low", "last"],
    rows: [...rows, ...records],
  });
}

function clockOf({ view }: ReportData, mic: string): WallClock {
  return wallClock(view.read(market, mic).zone);
}
