/** The wrap in paragraphs; each sentence leads to its row of evidence, and from there to its events. */
import type { Statement } from "@tapefold/projections";
import { type Evidence, timeOf } from "./evidence.ts";
import { html, type Markup } from "./markup.ts";

export function wrapSection(said: readonly Statement[]): Markup {
  if (said.length === 0)
    return html`<section>
      <h2>The market in words</h2>
      <p class="quiet">The tape holds nothing yet that a sentence could say.</p>
    </section>`;
  const paragraphs = new Map<string, Markup[]>();
  said.forEach(({ paragraph, text }, place) => {
    const sentences = paragraphs.get(paragraph) ?? [];
    sentences.push(html`${sentences.length === 0 ? "" : " "}<a href="#w${place + 1}">${text}</a>`);
    paragraphs.set(paragraph, sentences);
  });
  const shown = [...paragraphs.values()].map((sentences) => html`<p>${sentences}</p>`);
  return html`<section class="wrap">
    <h2>The market in words</h2>
    <div class="words">${shown}</div>
  </section>`;
}

/** Each sentence once more, with its as-of and all events it goes back to at first hand. */
export function sentencesTable(said: readonly Statement[], evidence: Evidence): Markup {
  const rows = said.map(
    ({ text, asOf, causes }, place) =>
      html`<tr id="w${place + 1}">
        <th scope="row">${place + 1}</th>
        <td class="text">${text}</td>
        <td>${evidence.link(asOf.position, `#${asOf.position}`)}</td>
        <td>${asOf.at === null ? "" : timeOf(asOf.at)}</td>
        <td class="text">${evidence.links(causes, 40)}</td>
      </tr>`,
  );
  return html`<section>
    <h2>What the sentences go back to</h2>
    <div class="wide" tabindex="0">
      <table class="sentences">
        <caption>
          Each sentence, and the events behind it
        </caption>
        <thead>
          <tr>
            <th scope="col">no.</th>
            <th scope="col" class="text">sentence</th>
            <th scope="col">as of</th>
            <th scope="col">at</th>
            <th scope="col" class="text">events</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
