/** The error for a file that no shape of a profile fits: what it lacks, how it reads, and what to do. */
import { MarketError } from "@tapefold/core";
import { fileError } from "../import-errors.ts";
import { namesOf, plainName } from "./columns.ts";
import { excerpt, mustBeRows } from "./no-table.ts";
import type { Profile, Shape } from "./profile.ts";
import { profiles } from "./profiles.ts";
import type { Row } from "./row.ts";
import { SQL_NAME } from "./source-file.ts";

interface Misfitted {
  readonly profile: Profile;
  /** The row that was read as the header. */
  readonly row: Row;
  /** The first rows. */
  readonly rows: readonly Row[];
  readonly delimiter: string;
  readonly file: string;
}

/** Throws `IMPORT_FILE` for a text that is no table at all. */
export function misfit(missing: string, misfitted: Misfitted): MarketError {
  const { profile, row, delimiter, file } = misfitted;
  const line = row.fields.join(delimiter);
  mustBeRows(line, row.fields.length, file);
  if (file === SQL_NAME) {
    const wanted = profile.shapes[0].columns.map(
      ({ name, sourceName = name, isOptional }) => `${sourceName}${isOptional === true ? "?" : ""}`,
    );
    const given = row.fields.join(", ");
    const sentence = `the query gives ${excerpt(given)}; --profile ${profile.name} wants ${wanted.join(", ")} (? optional): name them with AS`;
    return new MarketError("IMPORT_SQL", sentence, { argument: "--sql" });
  }
  const problem = `${missing}; it reads "${excerpt(line)}"; ${remedy(misfitted)}`;
  return fileError("IMPORT_HEADER", problem, file, row.line);
}

function remedy({ profile, row, rows, delimiter }: Misfitted): string {
  const line = row.fields.join(delimiter);
  const separator = /^sep=(.)$/i.exec(line)?.[1];
  if (separator !== undefined)
    return `that line is Excel's own: say "skipRows": 1 and "delimiter": "${separator}" in a --mapping`;
  const header = rows.find((each) => each !== row && profile.shapes.some((shape) => fitsHeader(shape, each)));
  if (header !== undefined)
    return `line ${header.line} looks like the header: say "skipRows": ${header.line - 1} in a --mapping`;
  const other = [";", "\t", "|", ","].find((each) => each !== delimiter && line.split(each).length > 2);
  if (row.fields.length === 1 && other !== undefined)
    return `it looks divided by '${other === "\t" ? "\\t" : other}': give --delimiter`;
  if (profile.shapes.some(({ columns }) => columns.some(({ sourceName }) => sourceName !== undefined)))
    return "name its columns in the --mapping file as it does";
  const fitting = profiles.find(
    ({ name, shapes }) => name !== profile.name && shapes.some((shape) => fitsHeader(shape, row)),
  );
  const names = row.fields.map(plainName);
  if (fitting !== undefined)
    return `it fits --profile ${fitting.name}${names.includes("datetime") ? ", or bars if they are shorter than a day" : ""}`;
  if (names.length > 1 && names.every((name) => !/[a-z]{2}/.test(name)))
    return "it has no header: give the place of each column, such as 1, in a --mapping file";
  const isClosesAlone = names.length === 2 || (names.includes("close") && !names.includes("open"));
  return `choose another --profile, or name its columns in a --mapping file${isClosesAlone ? " (of closes alone, the same for all four prices)" : ""}`;
}

function fitsHeader(shape: Shape, row: Row): boolean {
  if (shape.header === "none") return false;
  const names = row.fields.map(plainName);
  return shape.columns.every(
    (column) => column.isOptional === true || namesOf(column).some((name) => names.includes(plainName(name))),
  );
}
