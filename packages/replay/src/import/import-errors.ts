/**
 * Codes of the errors that stop an import; rows that are merely not taken have codes of their own in
 * `reading.ts`.
 */
import { MarketError } from "@tapefold/core";

declare module "@tapefold/core" {
  interface MarketErrorDetails {
    /** The columns do not match the profile. */
    IMPORT_HEADER: { readonly file: string };
    /** The file cannot be unpacked or read to its end. */
    IMPORT_FILE: { readonly file: string };
    /** Dates in which day and month can't be told apart. */
    IMPORT_DATES: { readonly file: string };
    /** Rows of several series of one instrument, such as boards. */
    IMPORT_SERIES: { readonly file: string };
    /** The query of `--sql` cannot be answered, or not exactly. */
    IMPORT_SQL: { readonly argument: string };
    /** Times without a zone, and no zone was given. */
    IMPORT_ZONE: { readonly file: string };
    /** The tape that is imported into has already gone past events that must come earlier. */
    IMPORT_PAST: { readonly instrument?: string; readonly date?: string };
    /** No row of any file was taken. */
    IMPORT_EMPTY: { readonly files: readonly string[] };
    /** A mapping file is not JSON, or does not have the mapping's shape. */
    MAPPING_INVALID: { readonly file: string; readonly field: string };
  }
}

type FileCode = "IMPORT_HEADER" | "IMPORT_FILE" | "IMPORT_ZONE" | "IMPORT_DATES" | "IMPORT_SERIES";

/** An error about one file; the place is appended, with the line if it is known. */
export function fileError(
  code: FileCode,
  message: string,
  file: string,
  line?: number,
  cause?: unknown,
): MarketError {
  const place = line === undefined ? file : `${file}:${line}`;
  return new MarketError(code, `${message} (${place})`, { file }, cause);
}
