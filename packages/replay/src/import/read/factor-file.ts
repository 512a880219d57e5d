/**
 * Factor files: a row applies to all dates up to and including its own, and its split factor turns a raw
 * price of those dates into one of the last basis. A change of the factor is a split; raw prices stay as they
 * are.
 */
import type { TradingDate } from "@tapefold/core";
import { readText } from "../../disk/text-file.ts";
import { fileError } from "../import-errors.ts";
import type { SplitRatio } from "./reading.ts";
import { decimalsOf, splitRatio } from "./split-ratio.ts";
import { readDate } from "./time-text.ts";

/** A change of basis after a date; without a ratio if that could not be read. */
export interface FactorChange {
  /** Last date on the old basis. */
  readonly after: TradingDate;
  readonly ratio: SplitRatio | undefined;
}

/** The splits of a file `date,price factor,split factor[,price]`, by date. Throws `IMPORT_FILE`. */
export async function splitsOfFactorFile(path: string): Promise<readonly FactorChange[]> {
  const text = await readText(path, (problem, cause) =>
    fileError("IMPORT_FILE", `the factor file ${problem}`, path, undefined, cause),
  );
  const rows = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, fields: line.split(",").map((field) => field.trim()) }))
    .filter(({ line, fields }) => fields.join("") !== "" && !isHeader(line, fields))
    .map(({ line, fields: [date = "", , factor = ""] }) => {
      const after = readDate(date);
      if (after !== undefined && factor !== "") return { after, factor };
      const problem = "is no row of a factor file: date, price factor, split factor";
      throw fileError("IMPORT_FILE", problem, path, line);
    })
    .toSorted((a, b) => (a.after < b.after ? -1 : 1));
  if (rows.length === 0) throw fileError("IMPORT_FILE", "the factor file has no rows; check the path", path);
  const decimals = Math.max(...rows.map(({ factor }) => decimalsOf(factor)));
  return rows.flatMap(({ after, factor }, index) => {
    // The last basis is that of the prices: a file that ends on another is cut short.
    const next = rows[index + 1]?.factor ?? "1";
    if (next === factor || Number(next) === Number(factor)) return [];
    return [{ after, ratio: index === rows.length - 1 ? undefined : splitRatio(factor, next, decimals) }];
  });
}

function isHeader(line: number, fields: readonly string[]): boolean {
  return line === 1 && !/\d/.test(fields.join(""));
}
