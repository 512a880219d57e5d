/** Finds a profile's columns in a file's header. */
import { fileError } from "../import-errors.ts";
import type { Column, RowValues, Shape } from "./profile.ts";
import type { Row } from "./row.ts";

/** How pandas writes an index of dates that has no name; the last only as the first column. */
const UNNAMED = ["__index_level_0__", "Unnamed: 0", ""];

/** Index of each column of the profile in a row; -1 if the file does not have it. */
export type ColumnPlaces = readonly number[];

/**
 * Places by the header's names; a name may stand in angle brackets. Throws `IMPORT_HEADER` if two columns
 * have the same one of them.
 */
export function headerPlaces(columns: readonly Column[], header: Row, file: string): ColumnPlaces {
  const names = header.fields.map(plainName);
  const places: number[] = [];
  for (const column of columns) {
    const { sourceName, isOptional, isDate } = column;
    const mayBeUnnamed = isDate === true && isOptional !== true && sourceName === undefined;
    const wanted = [...namesOf(column), ...(mayBeUnnamed ? UNNAMED : [])].map(plainName);
    const found = wanted.find((one) => {
      const place = names.indexOf(one);
      if (one === "" && place !== 0) return false;
      // An optional column never takes the place of another.
      return place !== -1 && (isOptional !== true || sourceName !== undefined || !places.includes(place));
    });
    const place = found === undefined ? -1 : names.indexOf(found);
    const second = found === undefined || found === "" ? -1 : names.indexOf(found, place + 1);
    if (second !== -1) {
      const problem = `the header has ${found} twice, as columns ${place + 1} and ${second + 1}; say by a --mapping which is meant`;
      throw fileError("IMPORT_HEADER", problem, file, header.line);
    }
    places.push(place);
  }
  return places;
}

/** All names a column goes by, the first of them first; after a mapping the one it gives. */
export function namesOf({ name, aliases = [], sourceName }: Column): readonly string[] {
  return sourceName === undefined ? [name, ...aliases] : [sourceName];
}

/** The required columns that are missing, as the file would have to name them. */
export function missingColumns(columns: readonly Column[], places: ColumnPlaces): string[] {
  return columns
    .filter(({ isOptional }, index) => isOptional !== true && places[index] === -1)
    .map(({ name, sourceName = name }) => sourceName);
}

/**
 * Places of columns that are known by their order, or by a mapping; undefined if a row of this many fields
 * does not fit.
 */
export function orderedPlaces(columns: readonly Column[], fields: number): ColumnPlaces | undefined {
  const isMapped = columns.some(({ place }) => place !== undefined);
  if (!isMapped && fields > columns.length) return undefined;
  const places = columns.map(({ place }, index) => (isMapped ? (place ?? 0) : index + 1) - 1);
  const isWhole = columns.every(
    ({ isOptional }, index) => isOptional === true || (places[index] ?? 0) < fields,
  );
  return isWhole ? places.map((place) => (place < fields ? place : -1)) : undefined;
}

/**
 * Texts of the column of times in some rows, or of dates and times if there are two. Empty if the shape names none.
 */
export function dateTexts(shape: Shape, places: ColumnPlaces, rows: readonly Row[]): string[] {
  const columns = places.filter((place, index) => place !== -1 && shape.columns[index]?.isDate === true);
  const hasDate = (place: number): boolean => /^\s*\d+([-/.])\d+\1\d/.test(rows[0]?.fields[place] ?? "");
  const place = columns.find(hasDate) ?? columns[0];
  if (place === undefined) return [];
  const dated = [place, ...columns.filter((each) => each !== place)];
  return rows.map(({ fields }) => dated.map((each) => fields[each] ?? "").join(" "));
}

/** A row read by its columns; the same object serves every row of a file. */
export class RowCursor implements RowValues {
  readonly #places: ColumnPlaces;
  #fields: readonly string[] = [];

  constructor(places: ColumnPlaces) {
    this.#places = places;
  }

  at(fields: readonly string[]): this {
    this.#fields = fields;
    return this;
  }

  get(column: number): string | undefined {
    const place = this.#places[column] ?? -1;
    return place === -1 ? undefined : this.#fields[place];
  }

  text(column: number): string {
    return this.#fields[this.#places[column] ?? -1] ?? "";
  }
}

export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^<(.+)>$/, "$1");
}
