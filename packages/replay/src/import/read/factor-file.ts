/**
 * Factor files: a row applies to all dates up to and including its own, and its split factor turns a raw price of
 * those dates into one of the last basis. Where the factor changes lies a split; raw prices stay as they are.
 */
import { readFile } from "node:fs/promises";
import type { TradingDate } from "@tapefold/core";
import { fileError } from "../import-errors.ts";
import type { SplitRatio } from "./reading.ts";
import { readDate } from "./time-text.ts";

/** Factors are rounded to eight digits; no real ratio of so small terms lies closer to another. */
const TOLERANCE = 1e-5;
const TERM_MAX = 1000;

/** The splits of a file `date,price factor,split factor[,price]`, by the last date on the old basis. */
export async function splitsOfFactorFile(path: string): Promise<ReadonlyMap<TradingDate, SplitRatio>> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw fileError("IMPORT_FILE", "the factor file cannot be read; check the path", path, undefined, cause);
  });
  const rows = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, fields: line.split(",") }))
    .filter(({ fields }) => fields.length > 1)
    .map(({ line, fields: [date = "", , factor = ""] }) => {
      const day = readDate(date);
      const ratio = Number(factor);
      if (day !== undefined && ratio > 0) return { day, ratio };
      throw fileError(
        "IMPORT_FILE",
        "is no row of a factor file: date, price factor, split factor",
        path,
        line,
      );
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const splits = new Map<TradingDate, SplitRatio>();
  rows.forEach(({ day, ratio }, index) => {
    const next = rows[index + 1];
    if (next === undefined || next.ratio === ratio) return;
    const split = ratioOf(next.ratio / ratio);
    if (split === undefined)
      throw fileError("IMPORT_FILE", `the factors around ${day} are no ratio of shares`, path);
    splits.set(day, split);
  });
  return splits;
}

/** The ratio of smallest terms that a rounded quotient stands for. */
export function ratioOf(quotient: number): SplitRatio | undefined {
  for (let denominator = 1; denominator <= TERM_MAX; denominator += 1) {
    const numerator = Math.round(quotient * denominator);
    if (numerator < 1 || numerator > TERM_MAX * denominator) continue;
    if (Math.abs(numerator / denominator / quotient - 1) < TOLERANCE) return { numerator, denominator };
  }
  return undefined;
}
