/**
 * A card for each instrument: where it stands, its session as a chart, the marks in it, and the table behind.
 */
import { type InstrumentState, isNotable, quote } from "@tapefold/projections";
import type { ListedInstrument } from "../show/board.ts";
import { streakWords } from "../show/board-words.ts";
import { signs } from "../show/glyphs.ts";
import type { Evidence } from "./evidence.ts";
import { change, directed, level, percentage } from "./figures.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import { behind, type ReportData } from "./report-data.ts";
import { sessionDrawing, sessionTable } from "./session-drawing.ts";
import { type SessionMark, sessionMarks } from "./session-marks.ts";

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
    <span class="word">${signs.phases[one.phase]} ${one.phase === "pre" ? "not yet" : one.phase}</span>
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
    ${session === undefined ? "" : sessionDrawing(plotter, data, id, one, session, marks)}
    ${markList(marks, evidence)}
    <p class="asof">
      Session of ${one.date}, ${evidence.asOf(position)}; goes back to
      ${evidence.links(behind(data.view, id))}
    </p>
    ${session === undefined ? "" : sessionTable(data, id, one, session)}
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
