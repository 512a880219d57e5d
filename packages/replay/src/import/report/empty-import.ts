/** The error for an import of which no row was taken. */
import { MarketError } from "@tapefold/core";
import type { ImportOptions } from "../import-options.ts";
import type { RefusedRows } from "../order/refused-rows.ts";
import { excerpt } from "../read/no-table.ts";
import { rejectCodes } from "../read/reading.ts";
import { SQL_NAME } from "../read/source-file.ts";
import type { ImportSummary } from "./import-summary.ts";

export function emptyImport(
  { files, sql, style }: ImportOptions,
  { rows, skipped }: ImportSummary,
  { counts, first }: RefusedRows,
): MarketError<"IMPORT_EMPTY"> {
  const reasons = [...counts].map(([code, count]) => `${count} ${code} (${rejectCodes[code]})`);
  if (skipped > 0) reasons.push(`${skipped} skipped, which say nothing a tape holds`);
  const where =
    first === undefined ? "" : `, the first at line ${first.line}: "${excerpt(first.fields.join())}"`;
  const problem = rows === 0 ? "there are no rows" : `no row was taken: ${reasons.join(", ")}${where}`;
  const remedy = counts.has("before-tape")
    ? "--out makes a new tape"
    : skipped > 0 && style?.only !== undefined
      ? 'check the mapping\'s "only"'
      : `check ${sql === undefined ? "--profile" : "the query"}`;
  const names = sql === undefined ? files : [SQL_NAME];
  return new MarketError("IMPORT_EMPTY", `${problem}; ${remedy} (${names.join(", ")})`, { files: names });
}
