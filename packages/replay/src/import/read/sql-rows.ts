/** Rows of a query that DuckDB answers, which reads CSV, Parquet and JSON; the first row names the columns. */
import { MarketError } from "@tapefold/core";
import { excerpt } from "./no-table.ts";
import type { Row } from "./row.ts";

/** Throws `IMPORT_SQL` where DuckDB is missing, the query fails, or a column is a float. */
export async function* sqlRows(query: string): AsyncGenerator<Row[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch((cause: unknown) => {
    throw failed("--sql needs DuckDB, which is not installed; npm install @duckdb/node-api", cause);
  });
  if (query.trim() === "")
    throw failed("the query is empty; give a SELECT of the columns of ohlc, bars or ticks");
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    const result = await connection.stream(query).catch((cause: unknown) => {
      throw failed(`DuckDB refuses the query: ${excerpt(String((cause as Error).message), 300)}`, cause);
    });
    const names = result.columnNames();
    result.columnTypes().forEach((type, column) => mustBeExact(names[column] ?? "", String(type)));
    yield [{ line: 1, fields: names }];
    let line = 1;
    while (true) {
      const chunk = await result.fetchChunk().catch((cause: unknown) => {
        throw failed(`DuckDB stops: ${excerpt(String((cause as Error).message), 300)}`, cause);
      });
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows().map((values) => ({ line: (line += 1), fields: values.map(textOf) }));
    }
  } finally {
    instance.closeSync();
  }
}

/** A float is no price: what was written as 2600.1 is another number by now. */
function mustBeExact(name: string, type: string): void {
  if (type !== "DOUBLE" && type !== "FLOAT") return;
  const problem = `the query's column ${name} is ${type}, which holds no exact price; write CAST(${name} AS DECIMAL(18, 4)) AS ${name}, or leave it out`;
  throw failed(problem);
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value as { toString(): string });
}

function failed(problem: string, cause?: unknown): MarketError {
  return new MarketError("IMPORT_SQL", problem, { argument: "--sql" }, cause);
}
