/**
 * Reads the rows of one file: which of them count, how their numbers are written, and what the profile makes
 * of them.
 */
import { fileError } from "../import-errors.ts";
import { type ColumnPlaces, plainName, RowCursor } from "./columns.ts";
import { type FileStyle, numberReader } from "./file-style.ts";
import type { Column, FileContext, Shape } from "./profile.ts";
import { type Reading, refused, skipped } from "./reading.ts";
import type { Row } from "./row.ts";
import { ZoneMissing } from "./time-text.ts";

/** Expected layout of a row: its number of fields, and the names of its columns if there are any. */
interface Layout {
  readonly width: number;
  readonly header: readonly string[];
}

/** Throws `IMPORT_HEADER` if a row filter names a missing column. */
export function rowReader(
  shape: Shape,
  places: ColumnPlaces,
  layout: Layout,
  file: FileContext,
  style: FileStyle,
): (row: Row) => Reading {
  const read = shape.begin(file);
  const cursor = new RowCursor(places);
  const isWanted = rowFilter(style, layout, file.name);
  const rewritten = rewriter(shape, places, style);
  return ({ fields, line }) => {
    if (fields.length !== layout.width) return refused("bad-row");
    if (isWanted !== undefined && !isWanted(fields)) return skipped;
    try {
      const plain = rewritten === undefined ? fields : rewritten(fields);
      const reading = read(cursor.at(plain));
      if (reading.kind !== "refused" || reading.code !== "bad-instrument") return reading;
      // Columns may be padded; fields are trimmed only where that shows.
      return read(cursor.at(plain.map((field) => field.trim())));
    } catch (cause) {
      if (!(cause instanceof ZoneMissing)) throw cause;
      const problem =
        "the time states no zone; give the zone of the file as --zone Asia/Tokyo, or --zone UTC";
      throw fileError("IMPORT_ZONE", problem, file.name, line, cause);
    }
  };
}

function rowFilter(
  { only }: FileStyle,
  { header, width }: Layout,
  file: string,
): ((fields: readonly string[]) => boolean) | undefined {
  if (only === undefined) return undefined;
  const names = header.map(plainName);
  const filters = Object.entries(only).map(([column, values]) => {
    const place = header.length === 0 ? Number(column) - 1 : names.indexOf(plainName(column));
    if (place >= 0 && place < width) return { place, values: new Set(values) };
    const problem = `the mapping's "only" names ${column}, and there is no such column`;
    throw fileError("IMPORT_HEADER", problem, file);
  });
  return (fields) => filters.every(({ place, values }) => values.has((fields[place] ?? "").trim()));
}

/**
 * Rewrites a row as most files write it: plain decimals, instruments by their ids; undefined if nothing is to
 * be rewritten.
 */
function rewriter(
  { columns }: Shape,
  places: ColumnPlaces,
  style: FileStyle,
): ((fields: readonly string[]) => readonly string[]) | undefined {
  const plain = numberReader(style);
  const { renames } = style;
  if (plain === undefined && renames === undefined) return undefined;
  const placed = (holds: (column: Column | undefined) => boolean | undefined): ReadonlySet<number> =>
    new Set(places.filter((place, index) => place !== -1 && holds(columns[index]) === true));
  const numbers = placed((column) => column?.isNumber);
  const names = placed((column) => column?.isInstrument);
  return (fields) =>
    fields.map((field, place) => {
      if (plain !== undefined && numbers.has(place)) return plain(field);
      return renames !== undefined && names.has(place) ? (renames.get(field.trim()) ?? field) : field;
    });
}
