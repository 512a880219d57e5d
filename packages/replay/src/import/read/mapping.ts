/**
 * A mapping file: names the columns of files that no profile fits, on the basis of a profile that almost
 * does.
 */
import { MarketError } from "@tapefold/core";
import { z } from "zod";
import { mustHaveShape } from "../../disk/json-shape.ts";
import { readJson } from "../../disk/text-file.ts";
import { dateFormatOf } from "./date-text.ts";
import type { FileStyle } from "./file-style.ts";
import type { Profile, ProfileOptions, Shape } from "./profile.ts";
import { profiles } from "./profiles.ts";
import { mustBeEncoding } from "./text-decoder.ts";

const counted = z.enum(["last", "highLow", "volume", "closing", "close", "corrected"]);

const mappingSchema = z.strictObject({
  /** The profile that reads the rows once their columns are known. */
  profile: z.enum(["ohlc", "bars", "ticks"]),
  /** The files' names of the profile's columns or, without a header, the place of each from 1. */
  columns: z
    .record(
      z.string(),
      z.union([z.string().min(1), z.int().min(1)], "must be a column's name, or its place from 1"),
    )
    .exactOptional(),
  delimiter: z.string().length(1, "must be one character").exactOptional(),
  zone: z.string().exactOptional(),
  encoding: z.string().exactOptional(),
  /** The order of year, month and day, such as DD/MM/YYYY. */
  dateFormat: z
    .string()
    .refine((text) => dateFormatOf(text) !== undefined, "must be such as YYYY-MM-DD, DD/MM/YYYY or MM/DD/YY")
    .exactOptional(),
  /** Lines before the header, and rows at the end, that are not data. */
  skipRows: z.int().min(0).exactOptional(),
  skipFooter: z.int().min(0).max(1000).exactOptional(),
  /** Only rows whose column has this value, or one of these. */
  only: z
    .record(
      z.string(),
      z.union([z.string(), z.array(z.string()).min(1)], "must be a text in quotes or a list of them"),
    )
    .exactOptional(),
  /** Mark before the decimals of a number, and mark between its thousands. */
  decimal: z.enum([".", ","]).exactOptional(),
  thousands: z.enum([",", ".", "'", " "]).exactOptional(),
  /** Unit of a bare number in the time column. */
  timeUnit: z.enum(["s", "ms", "us", "ns"]).exactOptional(),
  /** Decimals of prices that are written without a point. */
  priceScale: z.int().min(0).max(15).exactOptional(),
  /** Effects of a trade by its condition code. */
  conditions: z.record(z.string(), z.array(counted)).exactOptional(),
  /** In messages of a live source: path of the list of trades, if a message brings several. */
  each: z.string().min(1).exactOptional(),
  /** Values that a field must have for a message to be a trade; the others are passed over. */
  where: z.record(z.string(), z.array(z.string())).exactOptional(),
});

/** A mapping file that has been read: a profile with its columns named. */
export interface Mapping {
  readonly profile: Profile;
  readonly options: ProfileOptions;
  readonly style: FileStyle;
  readonly zone?: string;
  readonly each?: string;
  readonly where?: Readonly<Record<string, readonly string[]>>;
}

/** Reads and checks a mapping file; throws MarketError `MAPPING_INVALID`. */
export async function readMapping(file: string): Promise<Mapping> {
  const json = await readJson(file, (problem, cause) => invalid(file, "", problem, cause));
  const given = mustHaveShape(mappingSchema, json, (field, problem) => invalid(file, field, problem));
  const { profile: base, columns = {}, delimiter, zone, each, where } = given;
  const { timeUnit, priceScale, conditions } = given;
  const options = { timeUnit, priceScale, conditions };
  const profile = profiles.find(({ name }) => name === base);
  if (profile === undefined) throw invalid(file, "profile", `there is no profile ${base}`);
  const counts = Object.values(conditions ?? {}).flat();
  const marksClosing = counts.includes("closing") || counts.includes("close");
  const shape = (each: Shape): Shape => ({ ...mapped(each, columns, file), marksClosing });
  return {
    profile: {
      ...profile,
      ...(delimiter === undefined ? {} : { delimiter }),
      shapes: [shape(profile.shapes[0]), ...profile.shapes.slice(1).map(shape)],
    },
    options: present(options),
    style: styleOf(given, file),
    ...(zone === undefined ? {} : { zone }),
    ...(each === undefined ? {} : { each }),
    ...(where === undefined ? {} : { where }),
  };
}

function styleOf(given: z.infer<typeof mappingSchema>, file: string): FileStyle {
  const { encoding, dateFormat, skipRows, skipFooter, only, decimal = ".", thousands } = given;
  if (decimal === thousands) throw invalid(file, "thousands", "is what stands before the decimals");
  if (encoding !== undefined) mustBeEncoding(encoding);
  const dates = dateFormat === undefined ? undefined : dateFormatOf(dateFormat);
  const filters = Object.entries(only ?? {}).map(([column, value]) => [column, [value].flat()] as const);
  return present({
    encoding,
    dates,
    skipRows,
    skipFooter,
    only: only === undefined ? undefined : Object.fromEntries(filters),
    decimal,
    thousands,
  });
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without the keys that are undefined. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Present<T>;
}

/** The shape with its columns found by the mapping's names or places. */
function mapped(shape: Shape, columns: Readonly<Record<string, string | number>>, file: string): Shape {
  const known = new Map(shape.columns.map((column) => [column.name, column]));
  for (const name of Object.keys(columns)) {
    const names = [...known.keys()].join(", ");
    if (!known.has(name))
      throw invalid(file, `columns.${name}`, `is no column of the profile; it has ${names}`);
  }
  const places = Object.values(columns).filter((each) => typeof each === "number");
  if (places.length > 0) return byPlace(shape, columns, places, file);
  return {
    ...shape,
    columns: shape.columns.map((column) => {
      const alias = Object.hasOwn(columns, column.name) ? columns[column.name] : undefined;
      // A mapped column goes by its given name alone: another of the usual name may mean something else.
      return alias === undefined ? column : { ...column, sourceName: String(alias) };
    }),
  };
}

function byPlace(
  shape: Shape,
  columns: Readonly<Record<string, string | number>>,
  places: readonly number[],
  file: string,
): Shape {
  if (places.length !== Object.keys(columns).length) {
    throw invalid(file, "columns", "name all columns, or give the place of each");
  }
  if (new Set(places).size !== places.length) throw invalid(file, "columns", "gives two columns one place");
  const unplaced = shape.columns.find(
    ({ name, isOptional }) => isOptional !== true && !Object.hasOwn(columns, name),
  );
  if (unplaced !== undefined) throw invalid(file, "columns", `does not say where ${unplaced.name} is`);
  return {
    ...shape,
    header: "none",
    columns: shape.columns.map((column) => {
      const place = Object.hasOwn(columns, column.name) ? Number(columns[column.name]) : 0;
      return { ...column, place };
    }),
  };
}

function invalid(file: string, field: string, problem: string, cause?: unknown): MarketError {
  const message = `mapping: ${field === "" ? "" : `${field}: `}${problem} (${file})`;
  return new MarketError("MAPPING_INVALID", message, { file, field }, cause);
}
