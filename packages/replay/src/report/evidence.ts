/** The events that a report speaks of: links to them wherever a figure stands, and their table at its end. */
import { formatInstant, type Recorded } from "@tapefold/core";
import { eventFields } from "../show/event-fields.ts";
import { html, type Markup } from "./markup.ts";

/** Most links beside one figure; the rest is counted. */
const LINKS_MAX = 6;

export class Evidence {
  readonly #events: ReadonlyMap<number, Recorded>;
  readonly #linked = new Set<number>();

  constructor(events: ReadonlyMap<number, Recorded>) {
    this.#events = events;
  }

  /** A shown value as a link to its event; without a link if the event is not at hand. */
  link(position: number, shown: Markup | string): Markup {
    if (!this.#events.has(position)) return html`${shown}`;
    this.#linked.add(position);
    return html`<a href="#e${position}">${shown}</a>`;
  }

  /** "#12 #15 #19" with a link each. */
  links(positions: readonly number[], max = LINKS_MAX): Markup {
    const known = [...new Set(positions)].filter((position) => position > 0).sort((a, b) => a - b);
    // The first and the latest say most.
    const shown = known.length <= max ? known : [...known.slice(0, 1), ...known.slice(1 - max)];
    const more = known.length - shown.length;
    const links = shown.map(
      (position, at) => html`${at === 0 ? "" : " "}${this.link(position, `#${position}`)}`,
    );
    return html`${links}${more === 0 ? "" : ` and ${more} more`}`;
  }

  /** "As of #251, 2026-02-10 06:30:00Z". */
  asOf(position: number): Markup {
    const at = this.#events.get(position)?.event.at;
    return html`as of
    ${this.link(position, `#${position}`)}${at === undefined ? "" : html`, ${timeOf(formatInstant(at))}`}`;
  }

  /** The section of the events linked so far, in order of the tape. */
  section(): Markup {
    const rows = [...this.#linked].sort((a, b) => a - b).map((position) => this.#row(position));
    return html`<section>
      <h2>Events</h2>
      <div class="wide" tabindex="0">
        <table class="events">
          <thead>
            <tr>
              <th>position</th>
              <th>at</th>
              <th>type</th>
              <th>fields</th>
              <th>id</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #row(position: number): Markup {
    const { type, at, id, ...fields } = (this.#events.get(position) as Recorded).event;
    return html`<tr id="e${position}">
      <th scope="row">#${position}</th>
      <td>${timeOf(formatInstant(at))}</td>
      <td>${type}</td>
      <td class="fields">${eventFields(fields)}</td>
      <td class="id">${id}</td>
    </tr>`;
  }
}

/** "2026-02-10 06:30:00Z", to be read by machines too. */
export function timeOf(instant: string): Markup {
  return html`<time datetime="${instant}">${instant.replace("T", " ")}</time>`;
}
