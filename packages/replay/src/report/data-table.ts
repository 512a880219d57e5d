/** The table behind a chart, folded away until it is asked for. */
import { html, type Markup, type Part } from "./markup.ts";

/** Most rows of a table; the rest is counted. */
export const ROWS_MAX = 60;

export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell names its row. */
  readonly rows: readonly (readonly Part[])[];
}

export function dataTable({ caption, columns, rows }: DataTable): Markup {
  const more = rows.length - ROWS_MAX;
  const shown = rows.slice(0, ROWS_MAX).map(([name = "", ...cells]) => {
    return html`<tr>
      <th scope="row">${name}</th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>`;
  });
  return html`<details>
    <summary aria-label="Table: ${caption}">Table</summary>
    <div class="wide" tabindex="0">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="quiet">and ${more} more rows</p>` : ""}
  </details>`;
}
