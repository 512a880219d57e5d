/** Reads one file with a profile: finds the shape that fits it, and gives every row with what it says. */
import { textRows, type Row } from "./rows.ts";
import { type ColumnPlaces, headerPlaces, orderedPlaces, RowCursor } from "./columns.ts";
import { fileError } from "./import-errors.ts";
import { parquetRows } from "./parquet-rows.ts";
import type { FileContext, Profile, RowReader, Shape } from "./profile.ts";
import { type Reading, refused } from "./reading.ts";
import type { SourceFile } from "./source-file.ts";
import { ZoneMissing } from "./time-text.ts";

/** A row and what it says. */
export interface ReadRow {
  readonly row: Row;
  readonly reading: Reading;
}

/** A file with the shape that fits it, to be read as often as needed. */
export interface OpenedFile {
  readonly source: SourceFile;
  readonly shape: Shape;
  readonly rows: (onRead?: (bytes: number) => void) => AsyncGenerator<ReadRow[]>;
}

/** Looks at the first row. Throws `IMPORT_HEADER`; undefined for a file without rows. */
export async function openFile(
  source: SourceFile,
  profile: Profile,
  context: Omit<FileContext, "name">,
  delimiter: string,
): Promise<OpenedFile | undefined> {
  const all = (onRead?: (bytes: number) => void): AsyncIterable<Row[]> =>
    source.format === "parquet"
      ? parquetRows(source)
      : textRows(source.bytes(onRead), source.name, delimiter);
  const first = await firstRow(all());
  if (first === undefined) return undefined;
  const { shape, places } = fit(profile, first, delimiter, source.name);
  const file: FileContext = { ...context, name: source.name };
  // What only the file's name can tell is settled here, before anything is written.
  shape.begin(file);
  return { source, shape, rows: (onRead) => readRows(all(onRead), shape, places, first, file) };
}

async function firstRow(rows: AsyncIterable<Row[]>): Promise<Row | undefined> {
  for await (const batch of rows) if (batch[0] !== undefined) return batch[0];
  return undefined;
}

function fit(
  profile: Profile,
  first: Row,
  delimiter: string,
  file: string,
): { shape: Shape; places: ColumnPlaces } {
  let problem: unknown;
  for (const shape of profile.shapes) {
    try {
      return { shape, places: placesOf(shape, first, delimiter, file) };
    } catch (error) {
      // The first shape is the usual one: its columns are those to be named.
      problem ??= error;
    }
  }
  throw problem;
}

function placesOf(shape: Shape, first: Row, delimiter: string, file: string): ColumnPlaces {
  if (shape.header !== "none") return headerPlaces(shape.columns, first, delimiter, file);
  const places = shape.fits?.(file) === false ? undefined : orderedPlaces(shape.columns, first.fields.length);
  if (places !== undefined) return places;
  const names = shape.columns.map(({ name }) => name).join(", ");
  const problem = `${first.fields.length} columns do not fit ${names}; check the file's name and --profile`;
  throw fileError("IMPORT_HEADER", problem, file, first.line);
}

async function* readRows(
  rows: AsyncIterable<Row[]>,
  shape: Shape,
  places: ColumnPlaces,
  first: Row,
  file: FileContext,
): AsyncGenerator<ReadRow[]> {
  const read: RowReader = shape.begin(file);
  const cursor = new RowCursor(places);
  const width = first.fields.length;
  for await (const batch of rows) {
    const results: ReadRow[] = [];
    for (const row of batch) {
      if (shape.header !== "none" && row.line === first.line) continue;
      try {
        const isWhole = row.fields.length === width;
        results.push({ row, reading: isWhole ? read(cursor.at(row.fields)) : refused("bad-row") });
      } catch (cause) {
        if (!(cause instanceof ZoneMissing)) throw cause;
        const problem =
          "the time states no zone; give the zone of the file as --zone Asia/Tokyo, or --zone UTC";
        throw fileError("IMPORT_ZONE", problem, file.name, row.line, cause);
      }
    }
    yield results;
  }
}
