import type { BoardStyle, Looks } from "./board-style.ts";
import { boardStyle } from "./board-style.ts";
import type { Io } from "./io.ts";

/** Shortest time between two drawings. */
const FRAME_MS = 100;
const ESC = "\u001b[";
/** What stands between them a terminal shows at once; one that does not know them passes over them. */
const [BEGIN, END] = [`${ESC}?2026h`, `${ESC}?2026l`];

/** A terminal that one text is drawn on again and again: only the rows that changed are written. */
export class Screen {
  readonly #io: Io;
  readonly #looks: Looks;
  #drawnMs = -Infinity;
  #drawn: readonly string[] = [];
  #size = "";

  constructor(io: Io, looks: Looks) {
    this.#io = io;
    this.#looks = looks;
  }

  /** Draws what `text` gives, unless something was drawn just now. */
  async draw(text: (style: BoardStyle) => string): Promise<void> {
    if (performance.now() - this.#drawnMs < FRAME_MS) return;
    const size = `${this.#io.columns}x${this.#io.rows}`;
    const isAnew = size !== this.#size;
    // The last row stays empty: a line end there would move all the others.
    const lines = text(boardStyle(this.#io, this.#looks))
      .split("\n")
      .slice(0, this.#io.rows - 1);
    const rows = Array.from({ length: Math.max(lines.length, this.#drawn.length) }, (_, at) => {
      const line = lines[at] ?? "";
      return !isAnew && line === this.#drawn[at] ? "" : `${ESC}${at + 1};1H${line}${ESC}K`;
    });
    const changed = rows.join("");
    if (changed !== "")
      await this.#io.write(`${BEGIN}${isAnew ? `${ESC}2J` : ""}${changed}${ESC}${this.#io.rows};1H${END}`);
    this.#drawnMs = performance.now();
    this.#drawn = lines;
    this.#size = size;
  }

  async clear(): Promise<void> {
    if (this.#drawnMs !== -Infinity) await this.#io.write(`${ESC}H${ESC}J`);
  }
}
