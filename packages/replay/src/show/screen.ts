import picocolors from "picocolors";
import type { Io } from "./io.ts";
import type { BoardStyle } from "./board-text.ts";

const ESC = "\u001b[";
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;

/** How a board is to look where it is shown; off a terminal as wide as it likes. */
export function boardStyle({ isTerminal, columns, isLively, forcesColour = false }: Io): BoardStyle {
  const colours = picocolors.createColors(isLively || forcesColour);
  return { columns: isTerminal ? columns : Infinity, colours };
}

/** A terminal that one text is drawn on again and again, each time over the one before. */
export class Screen {
  readonly style: BoardStyle;
  readonly #io: Io;
  #isUsed = false;

  constructor(io: Io) {
    this.#io = io;
    this.style = boardStyle(io);
  }

  /** As much of a text as there is room for above some lines. */
  fitted(text: string, foot: readonly string[]): string {
    const rows = this.#io.rows - 1;
    const lines = text
      .trimEnd()
      .split("\n")
      .slice(0, Math.max(0, rows - foot.length));
    return [...lines, ...foot].slice(-rows).join("\n");
  }

  async draw(text: string): Promise<void> {
    const [begin, hide] = this.#isUsed ? ["", ""] : [`${ESC}2J`, HIDE_CURSOR];
    this.#isUsed = true;
    await this.#io.write(`${begin}${ESC}H${hide}${text.replaceAll("\n", `${ESC}K\n`)}${ESC}K${ESC}J`);
  }

  async clear(): Promise<void> {
    if (this.#isUsed) await this.#io.write(`${ESC}H${ESC}J${SHOW_CURSOR}`);
  }
}
