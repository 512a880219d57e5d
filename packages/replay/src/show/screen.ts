import picocolors from "picocolors";
import type { Io } from "./io.ts";
import type { BoardStyle } from "./board-text.ts";

/** Shortest time between two drawings. */
const FRAME_MS = 100;
const ESC = "\u001b[";

/** How a board is to look where it is shown; off a terminal as wide as it likes. */
export function boardStyle({ isTerminal, columns, isLively, forcesColour = false }: Io): BoardStyle {
  const colours = picocolors.createColors(isLively || forcesColour);
  return { columns: isTerminal ? columns : Infinity, colours };
}

/** A terminal that one text is drawn on again and again. */
export class Screen {
  readonly style: BoardStyle;
  readonly #io: Io;
  #drawnMs = -Infinity;

  constructor(io: Io) {
    this.#io = io;
    this.style = boardStyle(io);
  }

  /** Draws what `text` gives, unless something was drawn just now. */
  async draw(text: () => string): Promise<void> {
    if (performance.now() - this.#drawnMs < FRAME_MS) return;
    const isFirst = this.#drawnMs === -Infinity;
    const lines = text()
      .split("\n")
      .slice(0, this.#io.rows - 1);
    await this.#io.write(`${isFirst ? `${ESC}2J` : ""}${ESC}H${lines.join(`${ESC}K\n`)}${ESC}J`);
    this.#drawnMs = performance.now();
  }

  async clear(): Promise<void> {
    if (this.#drawnMs !== -Infinity) await this.#io.write(`${ESC}H${ESC}J`);
  }
}
