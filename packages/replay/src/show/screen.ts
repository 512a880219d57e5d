import { boardStyle, type BoardStyle, type Looks } from "./board-style.ts";
import type { Io } from "./io.ts";

const ESC = "\u001b[";
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/**
 * A terminal shows everything between these two at once; a terminal that does not know them passes over them.
 */
const [BEGIN, END] = [`${ESC}?2026h`, `${ESC}?2026l`];

/** A terminal that one text is drawn on again and again: only the changed rows are written. */
export class Screen {
  readonly #io: Io;
  readonly #looks: Looks;
  #drawn: readonly string[] = [];
  /** Columns and rows of what is drawn; empty before anything is. */
  #size = "";

  constructor(io: Io, looks: Looks = {}) {
    this.#io = io;
    this.#looks = looks;
  }

  /** Style of a text on the terminal as it is now. */
  get style(): BoardStyle {
    return boardStyle(this.#io, this.#looks);
  }

  /** As much of a text as fits above some lines; the last row stays empty. */
  fitted(text: string, foot: readonly string[]): string {
    const rows = this.#io.rows - 1;
    const lines = text
      .trimEnd()
      .split("\n")
      .slice(0, Math.max(0, rows - foot.length));
    return [...lines, ...foot].slice(-rows).join("\n");
  }

  async draw(text: string): Promise<void> {
    const size = `${this.#io.columns}x${this.#io.rows}`;
    const isAnew = size !== this.#size;
    const lines = text.split("\n");
    const rows = Array.from({ length: Math.max(lines.length, this.#drawn.length) }, (_, at) => {
      const line = lines[at] ?? "";
      return !isAnew && line === (this.#drawn[at] ?? "") ? "" : `${ESC}${at + 1};1H${line}${ESC}K`;
    });
    const begin = isAnew ? `${ESC}2J${HIDE_CURSOR}` : "";
    this.#drawn = lines;
    this.#size = size;
    const changed = rows.join("");
    if (changed !== "") await this.#io.write(`${BEGIN}${begin}${changed}${END}`);
  }

  async clear(): Promise<void> {
    if (this.#size !== "") await this.#io.write(`${ESC}H${ESC}J${SHOW_CURSOR}`);
  }
}
