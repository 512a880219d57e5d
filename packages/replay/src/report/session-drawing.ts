/** An instrument's session as a chart with its lines and marks, and the table behind it. */
import { formatInstant, formatUnits } from "@tapefold/core";
import { type InstrumentState, isNotable, listing, market, quote } from "@tapefold/projections";
import { type ChartLine, sessionChart } from "./charts/session-chart.ts";
import { dataTable } from "./data-table.ts";
import { directionOf, level, percentage, streakText } from "./figures.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import type { ReportData } from "./report-data.ts";
import type { Span } from "./session-axis.ts";
import { endOf, type SessionMark } from "./session-marks.ts";
import { joinPrices, type PriceColumn } from "./session-path.ts";
import type { SurveyedSession } from "./report-survey.ts";
import { coarser, type Column, middleOf, type TimeColumns } from "../show/time-columns.ts";
import { type WallClock, wallClock } from "./wall-clock.ts";

/** Most rows of the table. */
const TABLE_ROWS = 25;
/** Records further away than this, in percent, get no line in the chart. */
const NEAR_PERCENT = 1.2;
const ROUND_LINES_MAX = 4;

export function sessionDrawing(
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

/** The price that the session's changes are measured from, as exact as a picture needs. */
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
    reference === null ? [] : [{ kind: "previous", value: reference, word: "previous" }];
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

export function sessionTable(
  data: ReportData,
  id: string,
  one: InstrumentState,
  session: SurveyedSession,
): Markup {
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

export function clockOf({ view }: ReportData, mic: string): WallClock {
  return wallClock(view.read(market, mic).zone);
}
