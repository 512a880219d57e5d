/** The rows of a terminal after what was written to it: as much of one as a board needs. */
export function terminalRows(written: string): string[] {
  let rows: string[] = [""];
  let [row, column] = [0, 0];
  const write = (text: string): void => {
    rows[row] =
      (rows[row] ?? "").padEnd(column).slice(0, column) +
      text +
      (rows[row] ?? "").slice(column + text.length);
    column += text.length;
  };
  // oxlint-disable-next-line no-control-regex -- terminals are told by control characters
  const parts = /(\u001b\[([\d;?]*)([A-Za-z]))|\n|[^\n\u001b]+/g;
  for (const [part, , numbers = "", command] of written.matchAll(parts)) {
    if (part === "\n") [row, column] = [row + 1, 0];
    else if (command === undefined) write(part);
    else if (command === "H") {
      const [toRow = "", toColumn = ""] = numbers.split(";");
      [row, column] = [Math.max(1, Number(toRow)) - 1, Math.max(1, Number(toColumn)) - 1];
    } else if (command === "K") rows[row] = (rows[row] ?? "").slice(0, column);
    else if (command === "J" && numbers === "2") rows = [];
    else if (command === "J") rows = [...rows.slice(0, row), (rows[row] ?? "").slice(0, column)];
  }
  return Array.from(rows, (text) => (text ?? "").trimEnd());
}
