/** The drivers of a derived index: its members as a waterfall to its change, its sectors as bars, its breadth over time. */
import type { InstrumentState } from "@tapefold/projections";
import type { ListedInstrument } from "../show/board.ts";
import { breadthPath, keepLater, type BreadthColumn } from "./breadth-path.ts";
import { barChart, type Bar } from "./charts/bar-chart.ts";
import { breadthChart } from "./charts/breadth-chart.ts";
import { dataTable } from "./data-table.ts";
import type { Evidence } from "./evidence.ts";
import { change, directed, percentage } from "./figures.ts";
import { positionOf } from "./instrument-cards.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import { type ReportData, shownMembers } from "./report-data.ts";
import { clockOf, spans } from "./session-drawing.ts";
import { coarser, middleOf } from "../show/time-columns.ts";

type IndexState = NonNullable<InstrumentState["index"]>;
/** Most rows of the table behind a chart of breadth. */
const TABLE_ROWS = 25;

export function driverCards(
  plotter: Plotter,
  data: ReportData,
  evidence: Evidence,
  listed: ListedInstrument,
): readonly Markup[] {
  const one = data.board.state.instruments[listed.id];
  const index = one?.index ?? null;
  if (one === undefined || index === null || index.contributions.length === 0) return [];
  const part: Part = { plotter, data, evidence, listed, one, index };
  return [contributionCard(part), sectorCard(part), breadthCard(part)];
}

interface Part {
  readonly plotter: Plotter;
  readonly data: ReportData;
  readonly evidence: Evidence;
  readonly listed: ListedInstrument;
  readonly one: InstrumentState;
  readonly index: IndexState;
}

function contributionCard({ plotter, data, evidence, listed, one, index }: Part): Markup {
  const { contributions, residual } = index;
  const shown = shownMembers(contributions);
  const nameOf = namesOf(data);
  const bar = (name: string, points: string): Bar => ({ name, value: Number(points), text: change(points) });
  const named = shown.map(({ instrument, points }) => bar(nameOf(instrument), points));
  const others = contributions.slice(shown.length / 2, contributions.length - shown.length / 2);
  const rest = shown.length === contributions.length ? [] : [othersBar(others)];
  const half = Math.ceil(named.length / 2);
  const total = one.change ?? "0";
  const bars = [
    ...(rest.length === 0 ? named : [...named.slice(0, half), ...rest, ...named.slice(half)]),
    ...(Number(residual ?? 0) === 0 ? [] : [bar("residual", residual ?? "0")]),
    bar(`${listed.id} change`, total),
  ];
  const title = `What ${listed.name} owes to its members, in points: ${bars.map(({ name, text }) => `${name} ${text}`).join(", ")}`;
  const rows = contributions.map(({ instrument, points, share }) => [
    html`<bdi>${nameOf(instrument)}</bdi> <span class="id">${instrument}</span>`,
    evidence.link(positionOf(data, instrument), change(points)),
    share === null ? "–" : percentage(share),
  ]);
  return html`<figure class="card" data-chart="contributions" data-of="${listed.id}">
    <figcaption>
      <h3>Drivers of <bdi>${listed.name}</bdi></h3>
      <p class="now">
        ${directed(total, `${change(total)} points`)}
        <span class="word"
          >${index.members} members, residual ${residual === null ? "unknown" : change(residual)}</span
        >
      </p>
    </figcaption>
    ${barChart(plotter, { title, bars, isWaterfall: true })} ${source({ data, evidence, listed })}
    ${dataTable({ caption: `Contributions to ${listed.id}, in points and as shares of their sum`, columns: ["member", "points", "share"], rows: [...rows, ["residual", residual ?? "–", ""]] })}
  </figure>`;
}

function othersBar(others: IndexState["contributions"]): Bar {
  const decimals = others[0]?.points.split(".")[1]?.length ?? 0;
  const sum = others.reduce((total, { points }) => total + Number(points), 0).toFixed(decimals);
  return { name: `${others.length} others`, value: Number(sum), text: change(sum) };
}

function sectorCard({ plotter, data, evidence, listed, index }: Part): Markup {
  const bars = index.sectors.slice(0, 24).map(({ sector, points }) => ({
    name: sector,
    value: Number(points),
    text: change(points),
  }));
  const title = `Sectors of ${listed.name}, in points: ${bars.map(({ name, text }) => `${name} ${text}`).join(", ")}`;
  return html`<figure class="card" data-chart="sectors" data-of="${listed.id}">
    <figcaption>
      <h3>Sectors of <bdi>${listed.name}</bdi></h3>
      <p class="badges">points that each sector's members gave the index</p>
    </figcaption>
    ${barChart(plotter, { title, bars, isWaterfall: false })} ${source({ data, evidence, listed })}
    ${dataTable({ caption: `Sectors of ${listed.id}, in points`, columns: ["sector", "points"], rows: index.sectors.map(({ sector, points }) => [sector, change(points)]) })}
  </figure>`;
}

function breadthCard({ plotter, data, evidence, listed, one, index }: Part): Markup {
  const { advancers, decliners, unchanged, untraded } = index.breadth;
  const words = html`<span class="up">▲ ${advancers} up</span> <span class="down">▼ ${decliners} down</span>
    <span class="word">${unchanged} unchanged, ${untraded} untraded</span>`;
  const path = data.shown.read(breadthPath, listed.id);
  const session = data.survey.session(one.mic, one.date);
  const clock = clockOf(data, one.mic);
  const heading = html`<figcaption>
    <h3>Breadth of <bdi>${listed.name}</bdi></h3>
    <p class="now">${words}</p>
  </figcaption>`;
  if (session === undefined || path.columns.length === 0)
    return html`<figure class="card" data-chart="breadth" data-of="${listed.id}">${heading}</figure>`;
  const bounds = spans(data, session, path);
  const counts = path.columns.map((column) => ({
    at: middleOf(path, column.column),
    up: column.advancers,
    down: column.decliners,
  }));
  const title = `Members of ${listed.name} that rose and fell in the course of the session; at its end ${advancers} up, ${decliners} down`;
  const rows = coarser<BreadthColumn>(path.columns, TABLE_ROWS, keepLater).map((column) => [
    clock.time(middleOf(path, column.column)),
    column.advancers,
    column.decliners,
    column.unchanged,
    column.untraded,
  ]);
  const chart = breadthChart(plotter, {
    title,
    ...bounds,
    clock: clock.time,
    counts: [...counts, { at: bounds.span.to, up: advancers, down: decliners }],
  });
  return html`<figure class="card" data-chart="breadth" data-of="${listed.id}">
    ${heading} ${chart} ${source({ data, evidence, listed })}
    ${dataTable({ caption: `Breadth of ${listed.id} in the session of ${one.date}, ${clock.name}`, columns: ["time", "up", "down", "unchanged", "untraded"], rows: [...rows, ["end", advancers, decliners, unchanged, untraded]] })}
  </figure>`;
}

function source({ data, evidence, listed }: Pick<Part, "data" | "evidence" | "listed">): Markup {
  return html`<p class="asof">${evidence.asOf(positionOf(data, listed.id))}</p>`;
}

function namesOf({ board }: ReportData): (id: string) => string {
  const names = new Map(board.instruments.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) || id;
}
