/**
 * Cards of an instrument's sessions: closes with their records, the distance below the record, streaks,
 * periods.
 */
import { divideHalfAway, formatUnits, type Fraction } from "@tapefold/core";
import type { SessionRow } from "@tapefold/projections";
import { barsChart, closesChart, drawdownChart } from "./charts/history-charts.ts";
import { dataTable, ROWS_MAX } from "./data-table.ts";
import type { Evidence } from "./evidence.ts";
import { directed, level, percentage, streakText } from "./figures.ts";
import { html, type Markup } from "./markup.ts";
import { type Period, type PeriodKind, periodsOf } from "./periods.ts";
import type { Plotter } from "./plotter.ts";
import type { ReportSurvey } from "./report-survey.ts";

/** Everything the cards of a history show. */
export interface History {
  readonly plotter: Plotter;
  readonly evidence: Evidence;
  readonly survey: ReportSurvey;
  readonly id: string;
  readonly mic: string;
  readonly scale: number;
  /** All closed sessions, and the last of them, which are drawn. */
  readonly all: readonly SessionRow[];
  readonly rows: readonly SessionRow[];
  readonly records: ReadonlySet<string>;
  /** A close on the basis of the last session. */
  readonly closeOf: (row: SessionRow) => Fraction;
}

export function historyCards(history: History): Markup {
  if (history.rows.length === 0)
    return html`<section>
      <h2>Sessions</h2>
      <p class="quiet">No session of it has closed on this tape.</p>
    </section>`;
  const shown = [closesCard(history), drawdownCard(history), streakCard(history), periodsCard(history)];
  return html`<section>
    <h2>Sessions</h2>
    <div class="cards few">${shown.map((card) => html`${card} `)}</div>
  </section>`;
}

function closesCard(history: History): Markup {
  const { plotter, rows, records, closeOf, scale, id } = history;
  const valueOf = (row: SessionRow): number => numberOf(closeOf(row)) / 10 ** scale;
  const points = rows.map((row) => ({
    date: row.date,
    value: valueOf(row),
    isMarked: records.has(row.date),
  }));
  const chart = closesChart(plotter, {
    title: `Closes of ${id} from ${rows[0]?.date} to ${rows.at(-1)?.date}`,
    points,
    text: (value) => level(value.toFixed(Math.min(scale, 2))),
  });
  const latest = rows.toReversed().map((row, place) => [
    row.date,
    // An event that no row leads to is not listed either.
    history.evidence.link(
      place < ROWS_MAX ? closingOf(history, row) : 0,
      level(formatUnits(row.close, scale)),
    ),
    row.changeRatio === null ? "–" : percentage(percentText(row.changeRatio)),
    records.has(row.date) ? "▲ record" : "",
  ]);
  const columns = ["session", "close as printed", "change", "record"];
  return card(history, "closes", "Closes", html`<span class="record">▲ record close</span>`, chart, {
    caption: `Closes of ${id}, the latest first`,
    columns,
    rows: latest,
  });
}

function drawdownCard(history: History): Markup {
  const { plotter, rows, id } = history;
  const points = rows.map((row) => ({ date: row.date, value: Number(percentText(row.toRecord)) }));
  const deepest = points.reduce(
    (least, point) => (point.value < least.value ? point : least),
    points[0] ?? { date: "", value: 0 },
  );
  const words = `now ${percentage(String(points.at(-1)?.value ?? 0))}, deepest ${percentage(String(deepest.value))} on ${deepest.date}`;
  const chart = drawdownChart(plotter, {
    title: `${id} below its highest close: ${words}`,
    points,
    text: (value) => percentage(value.toFixed(2)),
  });
  const latest = rows.toReversed().map((row) => [row.date, percentage(percentText(row.toRecord))]);
  return card(history, "drawdown", "Below the highest close", words, chart, {
    caption: `${id} below its highest close so far`,
    columns: ["session", "below"],
    rows: latest,
  });
}

function streakCard(history: History): Markup {
  const { plotter, rows, id } = history;
  const known = rows.map(({ date, streak }) => ({ date, value: streak ?? 0 }));
  const longest = (sign: number): number => Math.max(0, ...known.map(({ value }) => value * sign));
  const words = html`longest ${directed("1", String(longest(1)))} and ${directed("-1", String(longest(-1)))}`;
  const chart = barsChart(plotter, {
    title: `Streaks of ${id}: longest up ${longest(1)}, longest down ${longest(-1)}`,
    points: known,
    text: (value) => streakText(value),
  });
  const latest = rows
    .toReversed()
    .map(({ date, streak }) => [date, streak === null ? "unknown" : streakText(streak)]);
  return card(history, "streaks", "Streaks", words, chart, {
    caption: `Streak of ${id} after each session`,
    columns: ["session", "streak"],
    rows: latest,
  });
}

function periodsCard(history: History): Markup {
  const { plotter, rows, all, closeOf, id } = history;
  const closes = all.map((row) => ({ date: row.date, close: closeOf(row) }));
  const from = rows[0]?.date ?? "";
  const told = (kind: PeriodKind): readonly Period[] =>
    periodsOf(closes, kind).filter(({ last }) => last >= from);
  const kind: PeriodKind = rows.length <= 60 ? "week" : rows.length <= 750 ? "month" : "quarter";
  const points = told(kind).flatMap(({ name, change }) =>
    change === null ? [] : [{ date: name, value: Number(percentText(change)) }],
  );
  const chart = barsChart(plotter, {
    title: `Change of ${id} by ${kind}, in percent`,
    points,
    text: (value) => percentage(value.toFixed(2)),
  });
  const kinds = [...new Set<PeriodKind>([kind, "quarter", "year"])];
  const listed = kinds.flatMap((one) =>
    told(one)
      .toReversed()
      .map(({ name, last, change }) => [
        `${one} ${one === "week" ? "of " : ""}${name}`,
        last,
        change === null ? "–" : directed(String(change.numerator), percentage(percentText(change))),
      ]),
  );
  const columns = ["period", "to", "change"];
  return card(history, "periods", "Periods", `changes by ${kind}, over the last close before each`, chart, {
    caption: `Periods of ${id}, the latest first`,
    columns,
    rows: listed,
  });
}

function card(
  history: History,
  kind: string,
  heading: string,
  words: Markup | string,
  chart: Markup,
  table: Parameters<typeof dataTable>[0],
): Markup {
  const last = history.rows.at(-1);
  const source = last === undefined ? "" : history.evidence.asOf(closingOf(history, last));
  return html`<figure class="card" data-chart="${kind}">
    <figcaption>
      <h3>${heading}</h3>
      <p class="badges">${words}</p>
    </figcaption>
    ${chart}
    <p class="asof">${source}</p>
    ${dataTable(table)}
  </figure>`;
}

/** Position of the close of a row's session. */
function closingOf({ survey, mic }: History, { date }: SessionRow): number {
  return survey.session(mic, date)?.phases.at(-1)?.position ?? 0;
}

function percentText({ numerator, denominator }: Fraction): string {
  return formatUnits(divideHalfAway(numerator * 1_000_000n, denominator), 4);
}

/** As exact as a picture needs. */
function numberOf({ numerator, denominator }: Fraction): number {
  return Number(numerator) / Number(denominator);
}
