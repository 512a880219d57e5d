/** The measured rows as text: a table for the terminal and for the file alike. */
import type { Row } from "./measure.ts";

const HEAD = ["what; against what", "ours", "theirs", "", "must", "wish"];

/** A Markdown table, its columns aligned. */
export function table(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map(
    (line) => `| ${widths.map((width, column) => (line[column] ?? "").padEnd(width)).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

function cellsOf({ what, ours, theirs, value, unit, must, wish, isLeast }: Row): string[] {
  const limit = (most: number | undefined): string => {
    if (most === undefined) return "";
    const isMet = isLeast ? value >= most : value <= most;
    return `${isLeast ? "≥" : "≤"} ${numberText(most)}${unitText(unit)} ${isMet ? "met" : "**missed**"}`;
  };
  return [what, ours, theirs, `${numberText(value)}${unitText(unit)}`, limit(must), limit(wish)];
}

function numberText(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace(/\.0+$/, "");
}

function unitText(unit: Row["unit"]): string {
  return unit === "x" ? "x" : ` ${unit}`;
}
