/** Rows of a Parquet file as texts, a row group at a time, the first row being the names of the columns. */
import { open } from "node:fs/promises";
import { formatDay, formatInstant } from "@tapefold/core";
import { fileError } from "../import-errors.ts";
import type { Row } from "./rows.ts";
import type { SourceFile } from "./source-file.ts";

const ROWS_AT_A_TIME = 20_000;
/** Times as texts: by default they become dates of whole milliseconds. */
const times = {
  timestampFromMilliseconds: (millis: bigint): string => formatInstant(Number(millis * 1000n)),
  timestampFromMicroseconds: (micros: bigint): string => formatInstant(Number(micros)),
  timestampFromNanoseconds: (nanos: bigint): string => formatInstant(Number(nanos / 1000n)),
  dateFromDays: formatDay,
};

export async function* parquetRows({ name, path }: SourceFile): AsyncGenerator<Row[]> {
  if (typeof path !== "string") throw fileError("IMPORT_FILE", "Parquet needs a file; save it first", name);
  // Loaded only when there is such a file: the codecs are the largest part of all dependencies.
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const file = {
      byteLength: size,
      slice: async (start: number, end = size): Promise<ArrayBuffer> => {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    const metadata = await parquetMetadataAsync(file);
    const columns = metadata.schema.slice(1).map((column) => column.name);
    yield [{ line: 1, fields: columns }];
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += ROWS_AT_A_TIME) {
      const rowEnd = Math.min(total, rowStart + ROWS_AT_A_TIME);
      const range = { rowStart, rowEnd };
      const objects = await parquetReadObjects({ file, metadata, compressors, parsers: times, ...range });
      yield objects.map((values, index) => ({
        line: rowStart + index + 2,
        fields: columns.map((column) => textOf(values[column])),
      }));
    }
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw fileError(
      "IMPORT_FILE",
      `is no Parquet file that can be read: ${cause.message}`,
      name,
      undefined,
      cause,
    );
  } finally {
    await handle.close();
  }
}

/** A value as a file of text would hold it: times in UTC, numbers by their shortest digits. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object"
    ? JSON.stringify(value)
    : String(value as string | number | bigint | boolean);
}
