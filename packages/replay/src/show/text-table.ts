/** Text in columns on a terminal: widths as they are seen there, colours put on last. */

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly align: "left" | "right";
  /** Cut off with an ellipsis beyond this width. */
  readonly widthMax?: number;
}

/** Rows as lines, each column as wide as its widest cell, two spaces between; a column without text takes no room. */
export function aligned(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): { lines: string[]; width: number } {
  const shown = rows.map((row) =>
    row.map((cell, at) => ({ ...cell, text: clipped(cell.text, columns[at]?.widthMax) })),
  );
  const widths = columns.map((_, at) => Math.max(0, ...shown.map((row) => textWidth(row[at]?.text ?? ""))));
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

/** Columns a text takes on a terminal: East Asian wide characters take two, combining marks none. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text) if (!/\p{Mark}/u.test(char)) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** The text within a width, the end cut off with an ellipsis. */
export function clipped(text: string, widthMax = Infinity): string {
  if (textWidth(text) <= widthMax) return text;
  let [cut, width] = ["", 0];
  for (const char of text) {
    width += textWidth(char);
    if (width > widthMax - 1) break;
    cut += char;
  }
  return `${cut.trimEnd()}…`;
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;

function padded({ text, paint = (plain) => plain }: Cell, align: Column["align"], width: number): string {
  const space = " ".repeat(width - textWidth(text));
  return align === "left" ? paint(text) + space : space + paint(text);
}
