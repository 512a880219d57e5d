/** The header of a file: its first row, or the two or three that pandas writes above a table of several levels. */
import { fileError } from "../import-errors.ts";
import { plainName } from "./columns.ts";
import type { Row } from "./row.ts";

/** A name of two levels, as pandas writes it into Parquet: `('Close', 'AAPL')`. */
const PAIR = /^\('(.*)', '(.*)'\)$/;

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
  const pairs = first.fields.map((name) => PAIR.exec(name));
  if (pairs.some((pair) => pair !== null)) {
    const [one, other] = [1, 2].map((level) => pairs.map((pair) => pair?.[level] ?? "")) as [
      string[],
      string[],
    ];
    const [prices, tickers] = one.some((name) => plainName(name) === "close") ? [one, other] : [other, one];
    const fields = first.fields.map((name, place) => (pairs[place] === null ? name : prices[place]!));
    return headed({ line: first.line, fields }, first.line, tickers, file);
  }
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
  const index = rows[levels]!;
  const fields = [index.fields[0] ?? "", ...prices.fields.slice(1)];
  return headed({ line: first.line, fields }, index.line, tickers, file);
}

function headed(row: Row, lastLine: number, tickers: readonly string[], file: string): Heading {
  const [instrument, ...others] = new Set(tickers.filter((name) => name !== ""));
  if (instrument === undefined) return { row, lastLine };
  if (others.length === 0) return { row, lastLine, instrument };
  const list = [instrument, ...others].slice(0, 5).join(", ");
  const problem = `has ${others.length + 1} tickers side by side (${list}); write one file a ticker, or stack them with df.stack()`;
  throw fileError("IMPORT_HEADER", problem, file, row.line);
}

/** True for a row that names the index and nothing else: `Date,,,,`. */
function isIndexName({ fields: [name = "", ...rest] }: Row): boolean {
  return (
    /^(date|datetime|time|timestamp)$/i.test(name.trim()) &&
    rest.length > 0 &&
    rest.every((field) => field === "")
  );
}
