/** Notices files that hold several series of one instrument, such as boards: two rows of a date that a column tells apart. */
import { fileError } from "../import-errors.ts";
import type { OpenedFile } from "./file-reader.ts";
import type { Row } from "./row.ts";

/** A number, a date or a time: two such values tell no series apart. */
const NUMBER_OR_TIME = /^[\d\s:.,/TZ+-]*$/i;

/** Throws `IMPORT_SERIES` for two rows of one instrument and date that a column of names tells apart. */
export function mustBeOneSeries(file: OpenedFile, before: Row, row: Row, subject: string): void {
  const { header, places, shape } = file;
  const read = new Set(places.filter((_, index) => shape.columns[index]?.isInstrument !== true));
  const columns = header
    .map((name, place) => ({ name, place, values: [before.fields[place] ?? "", row.fields[place] ?? ""] }))
    .filter(({ place, values: [a = "", b = ""] }) => !read.has(place) && a !== b && isName(a) && isName(b));
  // People know a series by a code of few letters.
  const [column] = columns.toSorted((a, b) => a.values.join("").length - b.values.join("").length);
  if (column === undefined) return;
  const { name, values } = column;
  const isOverruled = places.some(
    (place, index) => place === column.place && shape.columns[index]?.isInstrument,
  );
  const other = isOverruled ? "leave out --instrument, or " : "";
  const problem =
    `${subject} has rows of several series, told apart by ${name} (${values.join(", ")}); ` +
    `${other}keep one by a --mapping with "only": {${JSON.stringify(name)}: ${JSON.stringify(values[1])}}`;
  throw fileError("IMPORT_SERIES", problem, file.source.name, row.line);
}

function isName(text: string): boolean {
  return text !== "" && !NUMBER_OR_TIME.test(text);
}
