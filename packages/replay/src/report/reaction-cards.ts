/** How shares took a revision of guidance: what was revised, and each share's way since. */
import { type GuidanceState, listing, type ReactionState } from "@tapefold/projections";
import { formatUnits } from "@tapefold/core";
import { itemWords } from "../show/guidance-lines.ts";
import { reactionChart } from "./charts/reaction-chart.ts";
import { dataTable } from "./data-table.ts";
import type { Evidence } from "./evidence.ts";
import { timeOf } from "./evidence.ts";
import { level, percentage } from "./figures.ts";
import { clockOf, spans } from "./session-drawing.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import { REACTIONS_MAX, type ReportData } from "./report-data.ts";
import { coarser, middleOf } from "./time-columns.ts";
import { joinPrices, type PriceColumn } from "./session-path.ts";

const MEASURES = [
  ["gapPct", "gap"],
  ["maxUpPct", "highest"],
  ["maxDownPct", "lowest"],
  ["lastPct", "last"],
  ["closePct", "close"],
] as const;

export function reactionCards(plotter: Plotter, data: ReportData, evidence: Evidence): readonly Markup[] {
  const said = data.board.state.guidance.slice(-REACTIONS_MAX);
  return said.flatMap((one) => {
    if (one.reactions.length === 0) return [revisionOnly(data, evidence, one)];
    return one.reactions
      .slice(0, REACTIONS_MAX)
      .map((reaction) => reactionCard(plotter, data, evidence, one, reaction));
  });
}

function heading({ board }: ReportData, evidence: Evidence, said: GuidanceState, of: string): Markup {
  const issuer = board.issuerNameOf.get(said.issuer) ?? said.issuer;
  const items = said.items.filter((item) => item.class !== "reaffirm").map(itemWords);
  return html`<figcaption>
    <h3>${of}<bdi>${issuer}</bdi> ${said.class}</h3>
    <p class="badges">
      <span>◆ ${evidence.link(said.position, timeOf(said.at))}, year to ${said.fiscalYearEnd}</span
      >${items.map((item) => html`<span>${item}</span>`)}
    </p>
  </figcaption>`;
}

function revisionOnly(data: ReportData, evidence: Evidence, said: GuidanceState): Markup {
  return html`<figure class="card" data-chart="revision">
    ${heading(data, evidence, said, "")}
    <p class="asof">${evidence.asOf(said.position)}; no share of its issuer is on the tape</p>
  </figure>`;
}

function reactionCard(
  plotter: Plotter,
  data: ReportData,
  evidence: Evidence,
  said: GuidanceState,
  reaction: ReactionState,
): Markup {
  const { instrument, link, date, reference } = reaction;
  const name = data.board.instruments.find(({ id }) => id === instrument)?.name || instrument;
  const top = heading(data, evidence, said, `${name}${link === "own" ? "" : " (owner)"} after `);
  const told = MEASURES.flatMap(([field, word]) => {
    const value = reaction[field];
    return value === null ? [] : [{ word, text: percentage(value), value: Number(value) }];
  });
  if (date === null || reference === null || told.length === 0)
    return html`<figure class="card" data-chart="reaction">
      ${top}
      <p class="asof">${evidence.asOf(said.position)}; the session it reacts in has yet to come</p>
    </figure>`;
  const words = told.map(({ word, text }) => `${word} ${text}`);
  return html`<figure class="card" data-chart="reaction">
    ${top}
    ${drawing(plotter, data, said, reaction, `${name} after the revision: ${words.join(", ")} over ${level(reference)}`)}
    <p class="asof">Session of ${date}, over ${level(reference)} before; ${evidence.asOf(said.position)}</p>
    ${dataTable({
      caption: `${instrument} over ${level(reference)}, in percent`,
      columns: ["measure", "change"],
      rows: [...told.map(({ word, text }) => [word, text]), ...pathRows(data, reaction)],
    })}
  </figure>`;
}

function drawing(
  plotter: Plotter,
  data: ReportData,
  said: GuidanceState,
  { instrument, date, reference, ...measured }: ReactionState,
  title: string,
): Markup {
  const { mic, scale } = data.view.read(listing, instrument);
  const session = data.survey.session(mic, date);
  const path = data.path(instrument, date ?? "");
  if (session === undefined || path.columns.length === 0) return html``;
  const revisedAt = Date.parse(said.at) * 1000;
  const over = (units: number): number => (units / 10 ** scale / Number(reference) - 1) * 100;
  const since = path.columns.filter(({ column }) => path.from + (column + 1) * path.width > revisedAt);
  // The last and the extremes matter more than the gap; what is equal stands on one line.
  const words = new Map<string, string[]>();
  for (const [field, word] of MEASURES.toReversed())
    if (measured[field] !== null) words.set(measured[field], [...(words.get(measured[field]) ?? []), word]);
  const measures = [...words].map(([value, names]) => ({
    value: Number(value),
    text: `${percentage(value)} ${names.join(", ")}`,
  }));
  return reactionChart(plotter, {
    title,
    ...spans(data, session, path),
    revisedAt: Math.max(revisedAt, session.openedAt),
    clock: clockOf(data, mic).time,
    measures,
    line: since.map((column) => ({
      at: middleOf(path, column.column),
      low: over(column.low),
      high: over(column.high),
      last: over(column.last ?? column.low),
    })),
  });
}

function pathRows(data: ReportData, { instrument, date }: ReactionState): string[][] {
  const { mic, scale } = data.view.read(listing, instrument);
  const path = data.path(instrument, date ?? "");
  const clock = clockOf(data, mic);
  return coarser<PriceColumn>(path.columns, 20, joinPrices).map((column) => [
    clock.time(middleOf(path, column.column)),
    column.last === null ? "–" : level(formatUnits(column.last, scale)),
  ]);
}
