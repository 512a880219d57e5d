/** The codes with which an import stops; rows that are merely not taken have codes of their own in `reading.ts`. */
import { MarketError } from "@tapefold/core";

declare module "@tapefold/core" {
  interface MarketErrorDetails {
    /** The columns are not the profile's. */
    IMPORT_HEADER: { readonly file: string };
    /** The file cannot be unpacked or read to its end. */
    IMPORT_FILE: { readonly file: string };
    /** Dates whose day or month could come first. */
    IMPORT_DATES: { readonly file: string };
    /** Rows of several series of one instrument, such as boards. */
    IMPORT_SERIES: { readonly file: string };
    /** The query of `--sql` cannot be answered, or not exactly. */
    IMPORT_SQL: { readonly argument: string };
    /** Times without a zone, and nobody said which zone. */
    IMPORT_ZONE: { readonly file: string };
    /** The tape that is imported into has gone past what is to be laid before its end. */
    IMPORT_PAST: { readonly instrument?: string; readonly date?: string };
    /** No row of any file was taken. */
    IMPORT_EMPTY: { readonly files: readonly string[] };
    /** A mapping file is no JSON, or not of the mapping's shape. */
    MAPPING_INVALID: { readonly file: string; readonly field: string };
  }
}

type FileCode = "IMPORT_HEADER" | "IMPORT_FILE" | "IMPORT_ZONE" | "IMPORT_DATES" | "IMPORT_SERIES";

/** An error about one file; the place is appended, with the line where it is known. */
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
