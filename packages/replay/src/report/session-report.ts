/** The report of a tape's last session: one HTML page, whatever the tape holds. */
import { grouped } from "@tapefold/projections";
import type { ReadableLog } from "@tapefold/core";
import type { AsOf } from "../tape/as-of.ts";
import type { Board } from "../show/board.ts";
import { driverCards } from "./driver-cards.ts";
import { Evidence, timeOf } from "./evidence.ts";
import { change, directed, directionOf, level, percentage } from "./figures.ts";
import { instrumentCard, positionOf } from "./instrument-cards.ts";
import { html, type Markup } from "./markup.ts";
import { page } from "./page.ts";
import { loadPlotter } from "./plotter.ts";
import { reactionCards } from "./reaction-cards.ts";
import { type ReportData, reportData } from "./report-data.ts";
import { streakCard } from "./streak-card.ts";
import { codeCount } from "../show/refusal-line.ts";
import type { ColourOrder } from "../show/board-style.ts";
import { faultNote, type WholePart, wholePart } from "./whole-part.ts";
import { sentencesTable, wrapSection } from "./wrap-section.ts";

/** Options of `sessionReport`: up to where the tape is reported, and in which colours. */
export interface ReportOptions {
  readonly asOf: AsOf;
  readonly colours: ColourOrder;
}

/** A finished page, and the fault at the tape's end, if any. */
export interface Report {
  readonly html: string;
  /** The fault that ended the reading of the tape too early; undefined if there was none. */
  readonly fault: WholePart["fault"];
}

/** Most gainers, and most losers, among the shares. */
const MOVERS_MAX = 10;

/**
 * One HTML page of a tape as of a position or instant. The page tells a fault at the tape's end.
 *
 * @throws MarketError `POSITION_UNKNOWN`; what opening and reading the log throws besides.
 */
export async function sessionReport(log: ReadableLog, { asOf, colours }: ReportOptions): Promise<Report> {
  const tape = wholePart(log);
  const [data, plotter] = [await reportData(tape, asOf), await loadPlotter()];
  const { board, said, charted } = data;
  const evidence = new Evidence(data.survey.events);
  const cards = charted.map((listed) => instrumentCard(plotter, data, evidence, listed));
  const drivers = charted.flatMap((listed) => driverCards(plotter, data, evidence, listed));
  const reactions = reactionCards(plotter, data, evidence);
  const streaks = charted.length === 0 ? [] : [streakCard(plotter, data, evidence)];
  const body = [
    wrapSection(said),
    regionsSection(data, evidence),
    section(headingOf(data), cards, uncharted(data)),
    section("What moved the indices", drivers),
    section(reactions.length === 0 ? "Streaks" : "Streaks, and guidance with what followed", [
      ...streaks,
      ...reactions,
    ]),
    sharesSection(data, evidence),
    ...(said.length === 0 ? [] : [sentencesTable(said, evidence)]),
    evidence.section(),
  ];
  const title = `Market report of ${nameOf(board)}`;
  return { html: page({ title, colours, header: header(data, tape.fault, title), body }), fault: tape.fault };
}

function header({ board }: ReportData, fault: WholePart["fault"], title: string): Markup {
  const { asOf, tape, digest } = board.state;
  const when = asOf.at === null ? "before the first event" : html`as of ${timeOf(asOf.at)}`;
  const refused = Object.entries(tape.rejected).map(codeCount);
  return html`<h1>${title}</h1>
    <ul class="facts">
      <li>${when}</li>
      <li>position ${grouped(String(asOf.position))} of ${grouped(String(tape.head))}</li>
      <li>state <span title="${digest}">${digest.slice(0, 8)}</span></li>
      ${refused.length === 0 ? "" : html`<li>refused: ${refused.join(", ")}</li>`}
    </ul>
    ${faultNote(fault, asOf.position)}`;
}

function section(title: string, cards: readonly Markup[], note = html``): Markup {
  if (cards.length === 0) return html``;
  return html`<section>
    <h2>${title}</h2>
    <div class="cards">${cards.map((card) => html`${card} `)}</div>
    ${note}
  </section>`;
}

function headingOf({ charted, board }: ReportData): string {
  return charted.some(({ id }) => board.state.instruments[id]?.kind === "index")
    ? "Indices"
    : "Instruments that moved most";
}

function uncharted({ uncharted: count }: ReportData): Markup {
  return count === 0 ? html`` : html`<p class="quiet">and ${count} more, which are in replay --json</p>`;
}

function regionsSection({ board }: ReportData, evidence: Evidence): Markup {
  const { regions, asOf, instruments } = board.state;
  const told = regions.filter(({ word }) => word !== null);
  if (told.length === 0) return html``;
  const moved = (id: string | null): Markup => {
    const pct = id === null ? null : (instruments[id]?.changePct ?? null);
    return html`${id}${pct === null ? "" : html` ${directed(pct, percentage(pct))}`}`;
  };
  const items = told.map(
    ({ region, word, up, down, little, leader, laggard }) =>
      html`<li>
        <h3>
          ${region === "" ? "Indices" : html`<bdi>${region}</bdi>`}:
          <span class="${directionOf(up - down)}">${regionGlyph(word)} ${word}</span>
        </h3>
        <p class="now">
          <span class="up">▲ ${up} up</span> <span class="down">▼ ${down} down</span>
          <span class="word">• ${little} little changed</span>
        </p>
        <p class="badges">
          <span>ahead ${moved(leader)}</span
          >${laggard === leader ? "" : html`<span>behind ${moved(laggard)}</span>`}
        </p>
        <p class="asof">${evidence.asOf(asOf.position)}</p>
      </li>`,
  );
  return html`<section>
    <h2>Regions</h2>
    <ul class="regions">
      ${items}
    </ul>
  </section>`;
}

function regionGlyph(word: string | null): string {
  if (word?.endsWith("higher")) return "▲";
  if (word?.endsWith("lower")) return "▼";
  return word === "mixed" ? "◆" : "•";
}

function sharesSection(data: ReportData, evidence: Evidence): Markup {
  const { board } = data;
  const shares = board.instruments.flatMap(({ id, name }) => {
    const one = board.state.instruments[id];
    return one?.kind === "equity" && one.changePct !== null
      ? [{ id, name, one, pct: Number(one.changePct) }]
      : [];
  });
  if (shares.length === 0) return html``;
  shares.sort((a, b) => b.pct - a.pct);
  const isFew = shares.length <= 2 * MOVERS_MAX;
  const shown = isFew ? shares : [...shares.slice(0, MOVERS_MAX), ...shares.slice(-MOVERS_MAX)];
  const rows = shown.map(
    ({ id, name, one }) =>
      html`<tr>
        <th scope="row"><bdi>${name}</bdi> <span class="id">${id}</span></th>
        <td>${evidence.link(positionOf(data, id), level(one.close ?? one.last ?? ""))}</td>
        <td>${directed(one.change, percentage(one.changePct ?? "0"))}</td>
        <td>${change(one.change ?? "0")}</td>
      </tr>`,
  );
  const [up, down] = [shares.filter(({ pct }) => pct > 0).length, shares.filter(({ pct }) => pct < 0).length];
  return html`<section>
    <h2>Shares</h2>
    <p>
      <span class="up">▲ ${up} up</span>, <span class="down">▼ ${down} down</span>,
      ${shares.length - up - down}
      unchanged${isFew ? "" : `; the ${MOVERS_MAX} that gained and the ${MOVERS_MAX} that lost most`};
      ${evidence.asOf(board.state.asOf.position)}.
    </p>
    <div class="wide" tabindex="0">
      <table>
        <caption>
          Shares by change
        </caption>
        <thead>
          <tr>
            <th scope="col">share</th>
            <th scope="col">level</th>
            <th scope="col">change</th>
            <th scope="col">in points</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** A tape's own name, without the folders it lies in. */
function nameOf({ name }: Board): string {
  return name.split(/[\\/]/).at(-1) || name;
}
