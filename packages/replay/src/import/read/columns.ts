/** Finds a profile's columns in a file's header. */
import { fileError } from "../import-errors.ts";
import type { Column, RowValues } from "./profile.ts";
import type { Row } from "./rows.ts";

const OTHER_DELIMITERS: Readonly<Record<string, string>> = {
  ";": "';'",
  "\t": "'\\t'",
  "|": "'|'",
  ",": "','",
};

/** Where each column of the profile stands in a row; -1 where the file does not have it. */
export type ColumnPlaces = readonly number[];

/** Places by the header's names. Throws `IMPORT_HEADER`, which names what is missing. */
export function headerPlaces(
  columns: readonly Column[],
  header: Row,
  delimiter: string,
  file: string,
): ColumnPlaces {
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const places = columns.map(({ name, aliases = [], sourceName }) => {
    const wanted = sourceName === undefined ? [name, ...aliases] : [sourceName];
    return names.findIndex((each) => wanted.some((one) => one.toLowerCase() === each));
  });
  const missing = columns.filter(({ isOptional }, index) => isOptional !== true && places[index] === -1);
  if (missing.length === 0) return places;
  const list = missing.map(({ name, sourceName = name }) => sourceName).join(", ");
  const problem = `the header has no ${list}; ${remedy(header, delimiter)}`;
  throw fileError("IMPORT_HEADER", problem, file, header.line);
}

/** Places of columns that are known by their order, or by a mapping; undefined where a row of so many fields does not fit. */
export function orderedPlaces(columns: readonly Column[], fields: number): ColumnPlaces | undefined {
  const isMapped = columns.some(({ place }) => place !== undefined);
  if (!isMapped && fields > columns.length) return undefined;
  const places = columns.map(({ place }, index) => (isMapped ? (place ?? 0) : index + 1) - 1);
  const isWhole = columns.every(
    ({ isOptional }, index) => isOptional === true || (places[index] ?? 0) < fields,
  );
  return isWhole ? places.map((place) => (place < fields ? place : -1)) : undefined;
}

/** One row behind its columns; the same object serves every row of a file. */
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

function remedy({ fields }: Row, delimiter: string): string {
  const line = fields.join(delimiter);
  const other = Object.keys(OTHER_DELIMITERS).find(
    (each) => each !== delimiter && line.split(each).length > 2,
  );
  if (fields.length === 1 && other !== undefined)
    return `it looks divided by ${OTHER_DELIMITERS[other]}: give --delimiter`;
  return "choose another --profile, or name its columns in a --mapping file";
}
