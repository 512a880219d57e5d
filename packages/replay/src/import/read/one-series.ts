/** The check that a file holds one series of an instrument: no boards side by side, and no bars shorter than a day. */
import { fileError } from "../import-errors.ts";
import { plainName } from "./columns.ts";
import type { OpenedFile } from "./opened-file.ts";
import type { Row } from "./row.ts";

/** A number, a date or a time: two such values tell no series apart, unless the column's name says so. */
const NUMBER_OR_TIME = /^[\d\s:.,/TZ+-]*$/i;
const SERIES_COLUMN =
  /series|board|segment|venue|exchange|publisher|contract(?!s)|expir|xpry|maturity|strike|strk/i;
/** A time of day. */
const CLOCK = /^\s*\d{1,2}:\d{2}/;
/** A date that is written as the beginning of its day. */
const MIDNIGHT = /[T ]00:00(?::00)?(?:[.+-]|$)/;

/** Compares rows of one instrument and date, over a whole import. */
export class OneSeries {
  /** True once a day had one row more, as yfinance adds one of the day so far. */
  #hasOneMore = false;

  /** Throws `IMPORT_SERIES` for two rows that a column of names tells apart, or their time of day. */
  must(file: OpenedFile, before: Row, row: Row, subject: string): void {
    mustShareNames(file, before, row, subject);
    const place = timePlace(file, before, row);
    if (place === undefined) return;
    const times = [before, row].map(({ fields }) => fields[place] ?? "");
    if (!this.#hasOneMore && MIDNIGHT.test(times[0] ?? "")) {
      this.#hasOneMore = true;
      return;
    }
    const problem = `${subject} has rows of several times (${times.join(", ")}); bars shorter than a day are read by --profile bars`;
    throw fileError("IMPORT_SERIES", problem, file.source.name, row.line);
  }
}

/** Throws for two rows that a column of names tells apart, such as a board or an expiry. */
function mustShareNames(file: OpenedFile, before: Row, row: Row, subject: string): void {
  const { header, places, shape } = file;
  const read = new Set(places.filter((_, index) => shape.columns[index]?.isInstrument !== true));
  // Without a header a column goes by its place, in a mapping too.
  const names = header.length > 0 ? header : row.fields.map((_, place) => String(place + 1));
  const columns = names
    .map((name, place) => ({ name, place, values: [before.fields[place] ?? "", row.fields[place] ?? ""] }))
    .filter(
      ({ name, place, values: [a = "", b = ""] }) => !read.has(place) && a !== b && isSeries(name, a, b),
    );
  // People know a series by a code of few letters.
  const [column] = columns.toSorted((a, b) => a.values.join("").length - b.values.join("").length);
  if (column === undefined) return;
  const { name, values } = column;
  const isOverruled = places.some(
    (place, index) => place === column.place && shape.columns[index]?.isInstrument,
  );
  const other = isOverruled ? "leave out what says otherwise (--instrument, --rename), or " : "";
  const problem =
    `${subject} has rows of several series, told apart by ${name} (${values.join(", ")}); ` +
    `${other}keep one by a --mapping with "only": {${JSON.stringify(name)}: ${JSON.stringify(values[1])}}`;
  throw fileError("IMPORT_SERIES", problem, file.source.name, row.line);
}

/** The column in which two rows of a day have other times; undefined if there is none, or rows stand for no days. */
function timePlace({ header, places, shape }: OpenedFile, before: Row, row: Row): number | undefined {
  if (shape.rows !== "sessions") return undefined;
  const dated = places.filter((_, index) => shape.columns[index]?.isDate === true);
  const timed = row.fields.flatMap((text, place) =>
    plainName(header[place] ?? "") === "time" || CLOCK.test(text) ? [place] : [],
  );
  return [...dated, ...timed].find((each) => before.fields[each] !== row.fields[each]);
}

function isSeries(column: string, a: string, b: string): boolean {
  return SERIES_COLUMN.test(column) || (isName(a) && isName(b));
}

function isName(text: string): boolean {
  return text !== "" && !NUMBER_OR_TIME.test(text);
}
