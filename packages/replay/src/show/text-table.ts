/** Text in columns on a terminal: widths as they are seen there, colours put on last. */
import stringWidth from "string-width";

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly align: "left" | "right";
  /** A longer text is cut off with an ellipsis at this width. */
  readonly widthMax?: number;
}

/** Most characters on top of one another; more would reach into the rows around. */
const STACK_MAX = 4;
const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Rows as lines, each column as wide as its widest cell, two spaces between; a column without text takes no room. */
export function aligned(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  cutSign = "…",
): { lines: string[]; width: number } {
  const shown = rows.map((row) =>
    row.map((cell, at) => ({ ...cell, text: clipped(cell.text, columns[at]?.widthMax, cutSign) })),
  );
  const widths = columns.map((_, at) => Math.max(0, ...shown.map((row) => stringWidth(row[at]?.text ?? ""))));
  const used = widths.filter((width) => width > 0);
  const lines = shown.map((row) =>
    row
      .flatMap((cell, at) =>
        widths[at] === 0 ? [] : [padded(cell, columns[at]?.align ?? "left", widths[at] ?? 0)],
      )
      .join("  ")
      .trimEnd(),
  );
  return { lines, width: used.reduce((sum, width) => sum + width + 2, -2) };
}

/** The text within a width, a sign where its end is cut off; a character and what stands on it go together. */
export function clipped(text: string, widthMax = Infinity, cutSign = "…"): string {
  // Plain text is as wide as it is long.
  if (/^[ -~]*$/.test(text) && text.length <= widthMax) return text;
  const whole = [...clusters.segment(text)].map(({ segment }) => unstacked(segment));
  if (stringWidth(whole.join("")) <= widthMax) return whole.join("");
  let [cut, width] = ["", 0];
  for (const cluster of whole) {
    width += stringWidth(cluster);
    if (width > widthMax - 1) break;
    cut += cluster;
  }
  return `${cut.trimEnd()}${cutSign}`;
}

/** Columns that a text takes, whatever its colours. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text, filled up with spaces to a width. */
export function filledUp(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

function unstacked(cluster: string): string {
  const characters = Array.from(cluster);
  return characters.length <= STACK_MAX ? cluster : characters.slice(0, STACK_MAX).join("");
}

function padded({ text, paint = (plain) => plain }: Cell, align: Column["align"], width: number): string {
  const space = " ".repeat(width - stringWidth(text));
  return align === "left" ? paint(text) + space : space + paint(text);
}
