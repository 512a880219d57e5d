/** Reads one file with a profile: finds the shape that fits it, and gives every row with what it says. */
import { textRows, type Row } from "./rows.ts";
import { type ColumnPlaces, headerPlaces, orderedPlaces, RowCursor } from "./columns.ts";
import { fileError } from "../import-errors.ts";
import { parquetRows } from "./parquet-rows.ts";
import type { FileContext, Profile, Shape } from "./profile.ts";
import { type Reading, refused } from "./reading.ts";
import type { SourceFile } from "./source-file.ts";
import { ZoneMissing } from "./time-text.ts";

/** A file with the shape that fits it. */
export interface OpenedFile {
  readonly source: SourceFile;
  readonly shape: Shape;
  /** The rows do not say of which instrument they are. */
  readonly needsInstrument: boolean;
  /** Begins to read it, as often as needed. */
  readonly begin: (onRead?: (bytes: number) => void) => FileReading;
}

/** One reading of a file: its rows, each to be read in turn. */
export interface FileReading {
  readonly batches: AsyncIterable<readonly Row[]>;
  /** What a row says. Throws `IMPORT_ZONE`. */
  readonly read: (row: Row) => Reading;
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
  const hasHeader = shape.header !== "none";
  const named = places[shape.columns.findIndex(({ name }) => name === "instrument")] ?? -1;
  return {
    source,
    shape,
    needsInstrument: shape.needsInstrument === true && named === -1,
    begin: (onRead) => ({
      batches: hasHeader ? withoutHeader(all(onRead), first.line) : all(onRead),
      read: rowReader(shape, places, first.fields.length, file),
    }),
  };
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
  const isFit = shape.fits?.(file) !== false;
  if (shape.header !== "none" && isFit) return headerPlaces(shape.columns, first, delimiter, file);
  const places = isFit ? orderedPlaces(shape.columns, first.fields.length) : undefined;
  if (places !== undefined) return places;
  const names = shape.columns.map(({ name }) => name).join(", ");
  const problem = `${first.fields.length} columns do not fit ${names}; check the file's name and --profile`;
  throw fileError("IMPORT_HEADER", problem, file, first.line);
}

async function* withoutHeader(batches: AsyncIterable<Row[]>, line: number): AsyncGenerator<Row[]> {
  let isPast = false;
  for await (const batch of batches) {
    if (!isPast && batch[0]?.line === line) {
      batch.shift();
      isPast = true;
    }
    yield batch;
  }
}

function rowReader(
  shape: Shape,
  places: ColumnPlaces,
  width: number,
  file: FileContext,
): (row: Row) => Reading {
  const read = shape.begin(file);
  const cursor = new RowCursor(places);
  return ({ fields, line }) => {
    if (fields.length !== width) return refused("bad-row");
    try {
      return read(cursor.at(fields));
    } catch (cause) {
      if (!(cause instanceof ZoneMissing)) throw cause;
      const problem =
        "the time states no zone; give the zone of the file as --zone Asia/Tokyo, or --zone UTC";
      throw fileError("IMPORT_ZONE", problem, file.name, line, cause);
    }
  };
}
