/** The header of a file: its first row, or the two or three that pandas writes above a table of several levels. */
import { fileError } from "../import-errors.ts";
import { plainName } from "./columns.ts";
import type { Row } from "./row.ts";

export interface Heading {
  readonly row: Row;
  /** The last line of the heading. */
  readonly lastLine: number;
  /** The one ticker that pandas' second row names. */
  readonly instrument?: string;
}

/** Throws `IMPORT_HEADER` for a table of several tickers side by side. */
export function headingOf(rows: readonly Row[], file: string): Heading | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const levels = rows.slice(0, 3).findIndex(isIndexName);
  if (levels < 1) return { row: first, lastLine: first.line };
  const prices = rows
    .slice(0, levels)
    .find(({ fields }) => fields.some((name) => plainName(name) === "close"));
  const tickers =
    rows
      .slice(0, levels)
      .find((row) => row !== prices)
      ?.fields.slice(1) ?? [];
  if (prices === undefined) return { row: first, lastLine: first.line };
  const names = new Set(tickers.filter((name) => name !== ""));
  if (names.size > 1) {
    const list = [...names].slice(0, 5).join(", ");
    const problem = `has ${names.size} tickers side by side (${list}); write one file a ticker, or stack them with df.stack()`;
    throw fileError("IMPORT_HEADER", problem, file, first.line);
  }
  const [instrument] = names;
  const index = rows[levels]!;
  return {
    row: { line: first.line, fields: [index.fields[0] ?? "", ...prices.fields.slice(1)] },
    lastLine: index.line,
    ...(instrument === undefined ? {} : { instrument }),
  };
}

/** True for a row that names the index and nothing else: `Date,,,,`. */
function isIndexName({ fields: [name = "", ...rest] }: Row): boolean {
  return (
    /^(date|datetime|time|timestamp)$/i.test(name.trim()) &&
    rest.length > 0 &&
    rest.every((field) => field === "")
  );
}
