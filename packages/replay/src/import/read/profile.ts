/**
 * A profile knows one kind of source: the shapes of its files, and the meaning of a row. Everything else
 * (unpacking, rows, order, sessions, ids, the summary) is the same for all and lies outside.
 */
import type { Calendar } from "../../calendar/calendar.ts";
import type { ZoneClock } from "../../calendar/zone-clock.ts";
import type { Reading } from "./reading.ts";
import type { DateFormat } from "./date-text.ts";
import type { TimeUnit } from "./time-text.ts";
import type { TickUpdate } from "@tapefold/core";

/** A kind of file that `import` reads. */
export interface Profile {
  readonly name: string;
  /** One line for `--profiles`. */
  readonly summary: string;
  /** Mark between fields; a comma if absent. */
  readonly delimiter?: string;
  /**
   * `adjusted` if its prices are free of splits, `told` if its rows tell them; absent means that a factor
   * file may.
   */
  readonly splits?: "adjusted" | "told";
  /** The shapes its files come in; the first that fits a file is taken. */
  readonly shapes: readonly [Shape, ...Shape[]];
}

/** One layout of columns. */
export interface Shape {
  readonly columns: readonly Column[];
  /** `none` if the columns are known by their order; absent means that the first row names them. */
  readonly header?: "none";
  /** True if a file of this name may have this shape; absent means yes. */
  readonly fits?: (fileName: string) => boolean;
  /** True if the first rows are of this kind; absent means yes. */
  readonly accepts?: (readings: readonly Reading[], dates: readonly string[], file: FileContext) => boolean;
  /** True if its rows are bars, each with a length. */
  readonly isBars?: boolean;
  /** Note to report of a file that has these of its columns. */
  readonly note?: (columns: readonly string[]) => string | undefined;
  /** Whether a row stands for a session of the market, or for something at a time. */
  readonly rows: "sessions" | "times";
  /** True if rows are in order of time only within groups; they are then sorted on disk. */
  readonly isGrouped?: boolean;
  /**
   * True if the rows mark the prints of the closing auction, so that none after the bell is guessed to be
   * one.
   */
  readonly marksClosing?: boolean;
  /** True if the rows do not name the instrument, unless in a column of that name: `--instrument` has to. */
  readonly needsInstrument?: boolean;
  /**
   * Begins one file: gives the reader of its rows. Throws `IMPORT_HEADER` if the file's name lacks what it
   * should tell.
   */
  readonly begin: (file: FileContext) => RowReader;
}

/** A column that a profile knows, by its names. */
export interface Column {
  readonly name: string;
  /** Other names it goes by; letter case never matters. */
  readonly aliases?: readonly string[];
  readonly isOptional?: boolean;
  readonly meaning: string;
  /** True if it holds the date: its first rows show how the file writes dates. */
  readonly isDate?: boolean;
  /** True if it names the instrument. */
  readonly isInstrument?: boolean;
  /** True if it holds a number: a mapping may give its marks. */
  readonly isNumber?: boolean;
  /**
   * Set by a mapping: the one name it goes by, or its place from 1 in files without header, 0 for nowhere.
   */
  readonly sourceName?: string;
  readonly place?: number;
}

/** Reads one row; columns are asked for by their place in the shape's `columns`. */
export type RowReader = (row: RowValues) => Reading;

/** The texts of a row, by column. */
export interface RowValues {
  /** The text of a column; undefined if the file does not have the column. */
  get(column: number): string | undefined;
  /** The text of a column that must be there; empty if the row ends before it. */
  text(column: number): string;
}

/** Information for a profile besides the rows. */
export interface FileContext {
  /** The file's name, with its folders. */
  readonly name: string;
  readonly options: ProfileOptions;
  /** The market's calendar, if one is known. */
  readonly calendar: Calendar | undefined;
  /** The zone of times that state none, by `--zone`. */
  readonly clock: ZoneClock | undefined;
  /** How the file writes dates. */
  readonly dates: DateFormat;
}

/** Options that a profile's readers take into account. */
export interface ProfileOptions {
  readonly instrument?: string;
  readonly timeUnit?: TimeUnit;
  /** Which end of bars their times are, the beginning if absent, and how long they are, in microseconds. */
  readonly barsAt?: "begin" | "end";
  readonly barLength?: number;
  /** Decimals of prices that are written without a point: 4 if 1815200 means 181.52. */
  readonly priceScale?: number;
  /** Effects of a trade by its condition code; replaces the profile's own table. */
  readonly conditions?: ConditionTable;
}

/**
 * Effects of a trade under a condition; none at all if the list is empty. `closing` marks the print of the
 * closing auction, `close` a mere repeat of the official close, `corrected` the correction of that.
 */
export type ConditionTable = Readonly<Record<string, readonly (TickUpdate | ClosingRole)[]>>;

export type ClosingRole = "closing" | "close" | "corrected";
