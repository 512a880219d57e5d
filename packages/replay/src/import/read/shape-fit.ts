/** Finds the shape of a profile that fits a file, by its header and its first rows. */
import { fileError } from "../import-errors.ts";
import { spannedBars } from "./bar-times.ts";
import { type ColumnPlaces, dateTexts, headerPlaces, missingColumns, orderedPlaces } from "./columns.ts";
import { type DateFormat, isYearLast, orderAmong, YEAR_FIRST } from "./date-text.ts";
import type { FileStyle } from "./file-style.ts";
import type { Heading } from "./heading.ts";
import { misfit } from "./misfit.ts";
import { excerpt } from "./no-table.ts";
import type { FileContext, Profile, Shape } from "./profile.ts";
import type { Reading } from "./reading.ts";
import { rowReader } from "./row-reader.ts";
import type { Row } from "./row.ts";

/** A shape that fits a file. */
export interface Fit {
  readonly shape: Shape;
  readonly places: ColumnPlaces;
  /** Begins to read rows with the shape. */
  readonly begin: () => (row: Row) => Reading;
}

/**
 * The first shape that fits a file, by its header and its first rows.
 *
 * @throws MarketError `IMPORT_HEADER`, `IMPORT_FILE`, `IMPORT_SQL` if none does, naming what the nearest one lacks;
 * `IMPORT_DATES`.
 */
export function fitOf(
  profile: Profile,
  { row, lastLine }: Heading,
  rows: readonly Row[],
  delimiter: string,
  style: FileStyle,
  context: FileContext,
): Fit {
  const file = context.name;
  let nearest: { readonly missing: string; readonly count: number } | undefined;
  for (const shape of profile.shapes) {
    if (shape.fits?.(file) === false) continue;
    const isByOrder = shape.header === "none";
    const places = isByOrder
      ? orderedPlaces(shape.columns, row.fields.length)
      : headerPlaces(shape.columns, row, file);
    const missing =
      places === undefined ? shape.columns.map(({ name }) => name) : missingColumns(shape.columns, places);
    if (places !== undefined && missing.length === 0) {
      const sample = isByOrder ? rows : rows.filter((each) => each.line > lastLine);
      const found = fitted(shape, places, row, sample, style, context);
      if (found !== undefined) return found;
      continue;
    }
    if (nearest !== undefined && nearest.count <= missing.length) continue;
    const list = missing.join(", ");
    nearest = {
      count: missing.length,
      missing: isByOrder
        ? `its ${row.fields.length} columns do not fit ${list}`
        : `the header has no ${list}`,
    };
  }
  throw misfit(nearest?.missing ?? "does not fit the profile", { profile, row, rows, delimiter, file });
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
  const begin = (): ((row: Row) => Reading) => rowReader(shape, places, layout, file, style);
  // A fault in the file's name is found here as well, before anything is written.
  const readSample = begin();
  const isAsked = shape.accepts !== undefined || shape.isBars === true;
  const readings = isAsked ? sample.map((each) => readSample(each)) : [];
  if (shape.accepts?.(readings, texts, file) === false) return undefined;
  if (shape.isBars !== true) return { shape, places, begin };
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

/**
 * The format of a file's dates, as told or by its first rows. Throws `IMPORT_DATES` if two formats fit, or not the one
 * that is told.
 */
function datesOf(texts: readonly string[], told: DateFormat | undefined, file: string): DateFormat {
  const order = orderAmong(texts);
  if (told !== undefined) {
    const wrong = told.order === "DMY" ? "MDY" : told.order === "MDY" ? "DMY" : undefined;
    if (order === undefined || order !== wrong) return told;
    const shown = excerpt(texts.find((text) => orderAmong([text]) === wrong) ?? "");
    const first = wrong === "MDY" ? "month" : "day";
    const problem = `dates such as ${shown} have their ${first} first; give another --date-format`;
    throw fileError("IMPORT_DATES", problem, file);
  }
  if (!isYearLast(texts[0] ?? "")) return YEAR_FIRST;
  const year = /\d{4}/.test(texts[0] ?? "") ? "YYYY" : "YY";
  // Two digits could be those of a day as well.
  if (year === "YYYY" && (order === "DMY" || order === "MDY")) return { order, hasShortYears: false };
  const problem = `dates such as ${excerpt(texts[0] ?? "")} could have their day or their month first; give --date-format DD/MM/${year} or MM/DD/${year}${year === "YY" ? ", or YY/MM/DD" : ""}`;
  throw fileError("IMPORT_DATES", problem, file);
}
