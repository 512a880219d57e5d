/** Reads one file with a profile: finds the shape that fits it, and gives every row with its reading. */
import { MarketError } from "@tapefold/core";
import { fileError } from "../import-errors.ts";
import { spannedBars } from "./bar-times.ts";
import {
  type ColumnPlaces,
  dateTexts,
  headerPlaces,
  missingColumns,
  orderedPlaces,
  plainName,
} from "./columns.ts";
import { type DateFormat, isYearLast, orderAmong, YEAR_FIRST } from "./date-text.ts";
import { bodyRows, type FileStyle } from "./file-style.ts";
import { type Heading, headingOf } from "./heading.ts";
import { mustBeRows, quoted } from "./no-table.ts";
import { parquetRows } from "./parquet-rows.ts";
import type { FileContext, Profile, Shape } from "./profile.ts";
import { profiles } from "./profiles.ts";
import type { Reading } from "./reading.ts";
import { rowReader } from "./row-reader.ts";
import type { Row } from "./row.ts";
import { textRows } from "./rows.ts";
import { sqlRows } from "./sql-rows.ts";
import { endsWithinLine, type SourceFile, SQL_NAME } from "./source-file.ts";

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

interface Fit {
  readonly shape: Shape;
  readonly places: ColumnPlaces;
  /** Begins to read rows with the shape. */
  readonly begin: () => (row: Row) => Reading;
}

/** Looks at the first rows. Throws `IMPORT_HEADER`, `IMPORT_FILE`; undefined for a file without rows. */
export async function openFile(
  source: SourceFile,
  profile: Profile,
  context: Omit<FileContext, "name" | "dates" | "sample">,
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
  const { shape, places, begin } = fit(profile, heading, rows, delimiter, style, {
    ...context,
    options,
    name: source.name,
    dates: YEAR_FIRST,
  });
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

/** The first shape that fits; if none does, the error names what the nearest one lacks. */
function fit(
  profile: Profile,
  { row, lastLine }: Heading,
  rows: readonly Row[],
  delimiter: string,
  style: FileStyle,
  context: FileContext,
): Fit {
  const file = context.name;
  const line = row.fields.join(delimiter);
  let nearest: { readonly missing: string; readonly count: number } | undefined;
  for (const shape of profile.shapes) {
    if (shape.fits?.(file) === false) continue;
    const places =
      shape.header === "none"
        ? orderedPlaces(shape.columns, row.fields.length)
        : headerPlaces(shape.columns, row, file);
    const missing =
      places === undefined ? shape.columns.map(({ name }) => name) : missingColumns(shape.columns, places);
    if (places !== undefined && missing.length === 0) {
      const sample = shape.header === "none" ? rows : rows.filter((each) => each.line > lastLine);
      const found = fitted(shape, places, row, sample, style, context);
      if (found !== undefined) return found;
      continue;
    }
    if (nearest !== undefined && nearest.count <= missing.length) continue;
    const isByOrder = shape.header === "none";
    const list = missing.join(", ");
    nearest = {
      count: missing.length,
      missing: isByOrder
        ? `its ${row.fields.length} columns do not fit ${list}`
        : `the header has no ${list}`,
    };
  }
  mustBeRows(line, row.fields.length, file);
  const { missing } = nearest ?? { missing: "does not fit the profile" };
  if (file === SQL_NAME) {
    const wanted = profile.shapes[0].columns.map(
      ({ name, sourceName = name, isOptional }) => `${sourceName}${isOptional === true ? "?" : ""}`,
    );
    const given = row.fields.join(", ");
    const sentence = `the query gives ${quoted(given)}; --profile ${profile.name} wants ${wanted.join(", ")} (? optional): name them with AS`;
    throw new MarketError("IMPORT_SQL", sentence, { argument: "--sql" });
  }
  const problem = `${missing}; it reads "${quoted(line)}"; ${remedy(row, rows, delimiter, profile)}`;
  throw fileError("IMPORT_HEADER", problem, file, row.line);
}

/** Undefined if the first rows are not of the shape. */
function fitted(
  shape: Shape,
  places: ColumnPlaces,
  row: Row,
  sample: readonly Row[],
  style: FileStyle,
  context: FileContext,
): Fit | undefined {
  const texts = dateTexts(shape, places, sample);
  const file = { ...context, dates: datesOf(texts, style.dates, context.name) };
  const layout = { width: row.fields.length, header: shape.header === "none" ? [] : row.fields };
  // A fault in the file's name is found here as well, before anything is written.
  const begin = (): ((row: Row) => Reading) => rowReader(shape, places, layout, file, style);
  const isAsked = shape.accepts !== undefined || shape.isBars === true;
  const readings = isAsked ? sample.map(begin()) : [];
  if (shape.accepts?.(readings, texts, file) === false) return undefined;
  if (shape.isBars !== true) {
    begin();
    return { shape, places, begin };
  }
  const spanned = spannedBars(readings, file);
  return {
    shape,
    places,
    begin: () => {
      const read = begin();
      return (each) => spanned(read(each));
    },
  };
}

function remedy(row: Row, rows: readonly Row[], delimiter: string, profile: Profile): string {
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
    (each) =>
      each !== profile && each.name !== profile.name && each.shapes.some((shape) => fitsHeader(shape, row)),
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
    ({ name, aliases = [], sourceName, isOptional }) =>
      isOptional === true ||
      (sourceName === undefined ? [name, ...aliases] : [sourceName]).some((each) =>
        names.includes(plainName(each)),
      ),
  );
}

/**
 * The format of a file's dates, as told or by its first rows. Throws `IMPORT_DATES` if two formats fit, or not the one
 * that is told.
 */
function datesOf(texts: readonly string[], told: DateFormat | undefined, file: string): DateFormat {
  const order = orderAmong(texts);
  if (told !== undefined) {
    const wrong = told.order === "DMY" ? "MDY" : told.order === "MDY" ? "DMY" : undefined;
    if (order === undefined || order !== wrong) return told;
    const shown = quoted(texts.find((text) => orderAmong([text]) === wrong) ?? "");
    const first = wrong === "MDY" ? "month" : "day";
    const problem = `dates such as ${shown} have their ${first} first; give another --date-format`;
    throw fileError("IMPORT_DATES", problem, file);
  }
  if (!isYearLast(texts[0] ?? "")) return YEAR_FIRST;
  const year = /\d{4}/.test(texts[0] ?? "") ? "YYYY" : "YY";
  // Two digits could be those of a day as well.
  if (year === "YYYY" && (order === "DMY" || order === "MDY")) return { order, hasShortYears: false };
  const problem = `dates such as ${quoted(texts[0] ?? "")} could have their day or their month first; give --date-format DD/MM/${year} or MM/DD/${year}${year === "YY" ? ", or YY/MM/DD" : ""}`;
  throw fileError("IMPORT_DATES", problem, file);
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
