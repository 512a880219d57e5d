/** One file read with a profile: the shape that fits it, and every row with its reading. */
import type { ColumnPlaces } from "./columns.ts";
import { YEAR_FIRST } from "./date-text.ts";
import { bodyRows, type FileStyle } from "./file-style.ts";
import { headingOf } from "./heading.ts";
import { parquetRows } from "./parquet-rows.ts";
import type { FileContext, Profile, Shape } from "./profile.ts";
import type { Reading } from "./reading.ts";
import type { Row } from "./row.ts";
import { fitOf } from "./shape-fit.ts";
import { endsWithinLine, type SourceFile } from "./source-file.ts";
import { sqlRows } from "./sql-rows.ts";
import { textRows } from "./text-rows.ts";

/** Rows looked at before a file is read: they tell how dates are written, and whether bars are daily. */
const SAMPLE_ROWS = 500;

/** A file with the shape that fits it. */
export interface OpenedFile {
  readonly source: SourceFile;
  readonly shape: Shape;
  /** True if the rows do not name their instrument. */
  readonly needsInstrument: boolean;
  /** The columns the file has, by the profile's names; for notes. */
  readonly columns: readonly string[];
  /** Instruments that its first rows name, if they are all taken for another. */
  readonly overruled: readonly string[];
  /** The names in its header; empty if it has none. */
  readonly header: readonly string[];
  /** Index of each column of the profile in a row. */
  readonly places: ColumnPlaces;
  /** True if the last row may be cut short. */
  readonly endsWithinLine: boolean;
  /** Begins a reading, as often as needed. */
  readonly begin: (onRead?: (bytes: number) => void) => FileReading;
}

/** One reading of a file: its rows, each to be read in turn. */
export interface FileReading {
  readonly batches: AsyncIterable<readonly Row[]>;
  /** Reads a row. Throws `IMPORT_ZONE`. */
  readonly read: (row: Row) => Reading;
}

/** Looks at the first rows. Throws `IMPORT_HEADER`, `IMPORT_FILE`; undefined for a file without rows. */
export async function openFile(
  source: SourceFile,
  profile: Profile,
  context: Omit<FileContext, "name" | "dates">,
  delimiter: string,
  written: FileStyle,
): Promise<OpenedFile | undefined> {
  const style = source.format === "text" ? written : withoutMarks(written);
  const all = (onRead?: (bytes: number) => void): AsyncIterable<Row[]> =>
    bodyRows(
      source.format === "sql"
        ? sqlRows(String(source.path))
        : source.format === "parquet"
          ? parquetRows(source)
          : textRows(source.bytes(onRead), source.name, delimiter, style.encoding),
      style,
    );
  const rows = await firstRows(all());
  const heading = headingOf(rows, source.name);
  if (heading === undefined) return undefined;
  const { instrument = heading.instrument } = context.options;
  const options = instrument === undefined ? context.options : { ...context.options, instrument };
  const file = { ...context, options, name: source.name, dates: YEAR_FIRST };
  const { shape, places, begin } = fitOf(profile, heading, rows, delimiter, style, file);
  const hasHeader = shape.header !== "none";
  const header = hasHeader ? heading.row.fields : [];
  const named = places[shape.columns.findIndex(({ isInstrument }) => isInstrument)] ?? -1;
  return {
    source,
    shape,
    places,
    endsWithinLine: await endsWithinLine(source),
    header,
    overruled: named === -1 || instrument === undefined ? [] : namesIn(rows, named, heading.lastLine),
    columns: shape.columns.filter((_, index) => places[index] !== -1).map(({ name }) => name),
    needsInstrument: shape.needsInstrument === true && named === -1 && instrument === undefined,
    begin: (onRead) => ({
      batches: hasHeader ? withoutHeader(all(onRead), heading.lastLine) : all(onRead),
      read: begin(),
    }),
  };
}

/** Numbers that are numbers have no marks. */
function withoutMarks({ decimal: _, thousands: __, ...style }: FileStyle): FileStyle {
  return style;
}

function namesIn(rows: readonly Row[], place: number, lastLine: number): string[] {
  const named = rows.filter(({ line }) => line > lastLine).map(({ fields }) => (fields[place] ?? "").trim());
  return [...new Set(named)].filter((name) => name !== "");
}

async function firstRows(batches: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) {
    rows.push(...batch);
    if (rows.length >= SAMPLE_ROWS) break;
  }
  return rows.slice(0, SAMPLE_ROWS);
}

async function* withoutHeader(batches: AsyncIterable<Row[]>, lastLine: number): AsyncGenerator<Row[]> {
  let isPast = false;
  for await (const batch of batches) {
    while (!isPast && batch[0] !== undefined) {
      if (batch[0].line > lastLine) isPast = true;
      else batch.shift();
    }
    yield batch;
  }
}
