/**
 * A profile knows one kind of source: the shapes its files come in, and what a row says. Everything else (unpacking,
 * rows, order, sessions, ids, the summary) is the same for all and lies outside.
 */
import type { Calendar } from "../../calendar/calendar.ts";
import type { ZoneClock } from "../../calendar/zone-clock.ts";
import type { Reading } from "./reading.ts";
import type { DateFormat } from "./date-text.ts";
import type { TimeUnit } from "./time-text.ts";
import type { TickUpdate } from "@tapefold/core";

export interface Profile {
  readonly name: string;
  /** One line for `--profiles`. */
  readonly summary: string;
  /** Absent means a comma. */
  readonly delimiter?: string;
  /** Of splits its prices are free, or its rows tell them; absent means that a factor file may. */
  readonly splits?: "adjusted" | "told";
  /** The shapes its files come in; the first that fits a file is taken. */
  readonly shapes: readonly [Shape, ...Shape[]];
}

/** One layout of columns. */
export interface Shape {
  readonly columns: readonly Column[];
  /** Absent means the first row names the columns; `none`: they are known by their order. */
  readonly header?: "none";
  /** Says of a file by its name whether it may have this shape; absent means yes. */
  readonly fits?: (fileName: string) => boolean;
  /** Says by what the first rows say whether they are of this kind; absent means yes. */
  readonly accepts?: (readings: readonly Reading[], dates: readonly string[], file: FileContext) => boolean;
  /** Its rows are bars, each with a length. */
  readonly isBars?: boolean;
  /** What is to be told of a file that has these of its columns. */
  readonly note?: (columns: readonly string[]) => string | undefined;
  /** A row stands for a session of the market, or for something at a time. */
  readonly rows: "sessions" | "times";
  /** In order of time only within groups: sorted on disk. */
  readonly isGrouped?: boolean;
  /** The rows tell the prints of the closing auction from others, so that none after the bell is guessed to be one. */
  readonly marksClosing?: boolean;
  /** The rows do not say the instrument, unless in a column of that name: `--instrument` has to. */
  readonly needsInstrument?: boolean;
  /** Begins one file: gives what reads its rows. Throws `IMPORT_HEADER` where the file's name lacks what it should tell. */
  readonly begin: (file: FileContext) => RowReader;
}

export interface Column {
  readonly name: string;
  /** Other names it goes by; letter case never matters. */
  readonly aliases?: readonly string[];
  readonly isOptional?: boolean;
  readonly meaning: string;
  /** It says when: by its first rows it is known how the file writes dates. */
  readonly isDate?: boolean;
  /** It names the instrument. */
  readonly isInstrument?: boolean;
  /** A mapping may say with which marks it is written. */
  readonly isNumber?: boolean;
  /** What a mapping says: the one name it goes by, or its place from 1 in files without header, 0 for nowhere. */
  readonly sourceName?: string;
  readonly place?: number;
}

/** Reads one row; columns are asked for by their place in the shape's `columns`. */
export type RowReader = (row: RowValues) => Reading;

export interface RowValues {
  /** The text of a column, or undefined where the file does not have the column. */
  get(column: number): string | undefined;
  /** The text of a column that must be there; empty where the row ends before it. */
  text(column: number): string;
}

/** What a profile may know besides the rows. */
export interface FileContext {
  /** The file's name, with its folders. */
  readonly name: string;
  readonly options: ProfileOptions;
  /** The market's calendar, where one is known. */
  readonly calendar: Calendar | undefined;
  /** The zone of times that state none, by `--zone`. */
  readonly clock: ZoneClock | undefined;
  /** How the file writes dates. */
  readonly dates: DateFormat;
}

export interface ProfileOptions {
  readonly instrument?: string;
  readonly timeUnit?: TimeUnit;
  /** Which end of bars their times are, the beginning if absent, and how long they are, in microseconds. */
  readonly barsAt?: "begin" | "end";
  readonly barLength?: number;
  /** Decimals that prices written without a point have: 4 where 1815200 means 181.52. */
  readonly priceScale?: number;
  /** What a trade counts for by its condition code; replaces the profile's own table. */
  readonly conditions?: ConditionTable;
}

/**
 * What a trade under a condition counts for; nothing at all where the list is empty. `closing` marks the print of the
 * closing auction, `close` what only repeats the official close, `corrected` what puts that right.
 */
export type ConditionTable = Readonly<Record<string, readonly (TickUpdate | ClosingRole)[]>>;

export type ClosingRole = "closing" | "close" | "corrected";
