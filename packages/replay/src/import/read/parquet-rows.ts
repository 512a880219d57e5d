/** Rows of a Parquet file as texts, the first row being the names of the columns. */
import { stat } from "node:fs/promises";
import { fileError } from "../import-errors.ts";
import { decodedParquet } from "./parquet-decoder.ts";
import { textOfColumn } from "./parquet-text.ts";
import type { Row } from "./row.ts";
import type { SourceFile } from "./source-file.ts";

/** Throws `IMPORT_FILE`. */
export async function* parquetRows({ name, path }: SourceFile): AsyncGenerator<Row[]> {
  if (typeof path !== "string") throw fileError("IMPORT_FILE", "Parquet needs a file; save it first", name);
  let texts: ((value: unknown) => string)[] = [];
  try {
    const { size } = await stat(path);
    for await (const answer of decodedParquet(path, size)) {
      if ("schema" in answer) {
        texts = answer.schema.map(textOfColumn);
        yield [{ line: 1, fields: answer.schema.map((column) => column.name) }];
      } else if ("columns" in answer) {
        const { start, columns } = answer;
        yield Array.from({ length: answer.rows }, (_, row) => ({
          line: start + row + 2,
          fields: columns.map((values, column) => texts[column]!(values[row])),
        }));
      }
    }
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const problem = `is no Parquet file that can be read: ${cause.message}`;
    throw fileError("IMPORT_FILE", problem, name, undefined, cause);
  }
}
