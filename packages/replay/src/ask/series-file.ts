/** Writes a series as text or Parquet; memory stays flat at any length. */
import { csvLine } from "../disk/csv-line.ts";
import type { SeriesRow } from "./series.ts";

export type SeriesFormat = "csv" | "jsonl" | "parquet";

export const seriesFormats: readonly SeriesFormat[] = ["csv", "jsonl", "parquet"];

/** Rows written together in Parquet. */
const GROUP_ROWS = 10_000;

/** The bytes of a series; as `json` they are one list. */
export function seriesBytes(
  rows: AsyncIterable<readonly SeriesRow[]>,
  fields: readonly string[],
  format: SeriesFormat | "json",
): AsyncGenerator<Uint8Array> {
  if (format === "parquet") return parquetBytes(rows, fields);
  if (format === "json") return listBytes(rows, fields);
  return format === "csv" ? csvBytes(rows, fields) : jsonlBytes(rows, fields);
}

async function* csvBytes(
  rows: AsyncIterable<readonly SeriesRow[]>,
  fields: readonly string[],
): AsyncGenerator<Uint8Array> {
  // The heading waits for the first rows, so that a series that can't be made writes nothing.
  let head = csvLine(["position", "at", ...fields]);
  for await (const batch of rows) {
    const lines = batch.map(({ position, at, values }) => csvLine([position, at, ...values]));
    yield Buffer.from(head + lines.join(""));
    head = "";
  }
  if (head !== "") yield Buffer.from(head);
}

async function* jsonlBytes(
  rows: AsyncIterable<readonly SeriesRow[]>,
  fields: readonly string[],
): AsyncGenerator<Uint8Array> {
  const write = objectWriter(fields);
  for await (const batch of rows) yield Buffer.from(batch.map((row) => `${write(row)}\n`).join(""));
}

async function* listBytes(
  rows: AsyncIterable<readonly SeriesRow[]>,
  fields: readonly string[],
): AsyncGenerator<Uint8Array> {
  const write = objectWriter(fields);
  let before = "[";
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    yield Buffer.from(before + batch.map(write).join(",\n"));
    before = ",\n";
  }
  yield Buffer.from(before === "[" ? "[]\n" : "]\n");
}

function objectWriter(fields: readonly string[]): (row: SeriesRow) => string {
  const names = fields.map((field) => JSON.stringify(field));
  return ({ position, at, values }) => {
    const own = values.map((value, index) => `,${names[index]}:${JSON.stringify(value)}`);
    return `{"position":${position},"at":"${at}"${own.join("")}}`;
  };
}

/** Every column is text, so that no number loses a digit; null stays null. */
async function* parquetBytes(
  rows: AsyncIterable<readonly SeriesRow[]>,
  fields: readonly string[],
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const names = ["position", "at", ...fields];
  const bytes = new ByteWriter();
  const columns = names.map((name) => ({
    name,
    type: "BYTE_ARRAY" as const,
    converted_type: "UTF8" as const,
    repetition_type: "OPTIONAL" as const,
  }));
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: [{ name: "root", num_children: names.length }, ...columns],
  });
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  let held: SeriesRow[] = [];
  const put = async (): Promise<void> => {
    const columnData = names.map((name, index) => ({
      name,
      offsetIndex: false,
      data: held.map(
        ({ position, at, values }) => [String(position), at, ...values.map(text)][index] ?? null,
      ),
    }));
    if (held.length > 0) await parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
    held = [];
  };
  for await (const batch of rows) {
    for (const row of batch) held.push(row);
    if (held.length < GROUP_ROWS) continue;
    await put();
    yield taken();
  }
  await put();
  await parquet.finish();
  yield taken();
}

function text(value: SeriesRow["values"][number]): string | null {
  return value === null ? null : String(value);
}
