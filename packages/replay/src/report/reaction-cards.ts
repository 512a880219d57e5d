/** How shares took a revision of guidance: the revision, and each share's course since. */
import { listing, positionsBehind, type MarketState } from "@tapefold/projections";
import { formatUnits } from "@tapefold/core";
import { itemWords } from "../show/guidance-lines.ts";
import { reactionChart } from "./charts/reaction-chart.ts";
import { dataTable } from "./data-table.ts";
import { type Evidence, timeOf } from "./evidence.ts";
import { level, percentage } from "./figures.ts";
import { positionOf } from "./instrument-cards.ts";
import { clockOf, spans } from "./session-drawing.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import { REACTIONS_MAX, type ReportData } from "./report-data.ts";
import { coarser, middleOf } from "../show/time-columns.ts";
import { joinPrices, type PriceColumn } from "./session-path.ts";

type GuidanceState = MarketState["guidance"][number];
type ReactionState = GuidanceState["reactions"][number];

const MEASURES = [
  ["gapPct", "gap"],
  ["maxUpPct", "high"],
  ["maxDownPct", "low"],
  ["lastPct", "last"],
  ["closePct", "close"],
] as const;

export function reactionCards(plotter: Plotter, data: ReportData, evidence: Evidence): readonly Markup[] {
  const { guidance } = data.board.state;
  const first = Math.max(0, guidance.length - REACTIONS_MAX);
  return guidance.slice(first).flatMap((said, place) => {
    if (said.reactions.length === 0) return [revisionOnly(data, evidence, said)];
    return said.reactions.slice(0, REACTIONS_MAX).map((reaction, row) => {
      const behind = positionsBehind(data.view, [["guidance", first + place, "reactions", row]]);
      return reactionCard(plotter, data, evidence, said, reaction, behind);
    });
  });
}

/** The event that a reaction is as of: the close of its session, or the share's last price in it. */
function asOfReaction(data: ReportData, { instrument, date }: ReactionState): number {
  const closing = data.survey.session(data.view.read(listing, instrument).mic, date)?.phases.at(-1);
  return closing?.phase === "closed" ? closing.position : positionOf(data, instrument);
}

function heading({ board }: ReportData, evidence: Evidence, said: GuidanceState, whose?: Markup): Markup {
  const issuer = board.issuerNameOf.get(said.issuer) ?? said.issuer;
  const items = said.items
    .filter((item) => item.class !== "reaffirm")
    .map((item) => itemWords(item).replaceAll(/-(?=\d)/g, "−"));
  return html`<figcaption>
    <h3>${whose ?? html`<bdi>${issuer}</bdi>`} ${said.class}</h3>
    <p class="badges">
      <span>◆ ${evidence.link(said.position, timeOf(said.at))}, year to ${said.fiscalYearEnd}</span
      >${items.map((item) => html`<span>${item}</span>`)}
    </p>
  </figcaption>`;
}

function revisionOnly(data: ReportData, evidence: Evidence, said: GuidanceState): Markup {
  return html`<figure class="card" data-chart="revision">
    ${heading(data, evidence, said)}
    <p class="asof">${evidence.asOf(said.position)}; no share of its issuer is on the tape</p>
  </figure>`;
}

function reactionCard(
  plotter: Plotter,
  data: ReportData,
  evidence: Evidence,
  said: GuidanceState,
  reaction: ReactionState,
  behind: readonly number[],
): Markup {
  const { instrument, link, date, reference } = reaction;
  const name = data.board.instruments.find(({ id }) => id === instrument)?.name || instrument;
  const issuer = data.board.issuerNameOf.get(said.issuer) ?? said.issuer;
  const whose =
    link === "own"
      ? html`<bdi>${name}</bdi> after its`
      : html`<bdi>${name}</bdi>, the owner, after <bdi>${issuer}</bdi>’s`;
  const top = heading(data, evidence, said, whose);
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
    <p class="asof">
      Session of ${date}, over ${level(reference)} before; ${evidence.asOf(asOfReaction(data, reaction))};
      goes back to ${evidence.links(behind)}
    </p>
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
  // The last value and the extremes matter more than the gap; equal values stand on one line.
  const words = new Map<string, string[]>();
  for (const [field, word] of MEASURES.toReversed()) {
    const value = measured[field];
    const isPast = field === "lastPct" && measured.closePct !== null;
    if (value !== null && !isPast) words.set(value, [...(words.get(value) ?? []), word]);
  }
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
