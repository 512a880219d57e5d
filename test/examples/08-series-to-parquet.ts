// The Nikkei minute by minute as a Parquet file; DuckDB then reads it: select * from 'n225.parquet'.
import { writeFileSync } from "node:fs";
import { series, type SeriesRow } from "@tapefold/replay";
import { parquetWriteBuffer } from "hyparquet-writer";

const out = process.argv[2] ?? "n225.parquet";
const fields = ["instruments.N225.last", "instruments.N225.record.high.level"];

const rows: SeriesRow[] = [];
for await (const batch of series("test/sessions/golden.jsonl", { fields, every: "1m" })) rows.push(...batch);

const column = (index: number) => rows.map(({ values }) => (values[index] ?? null) as string | null);
const bytes = parquetWriteBuffer({
  columnData: [
    { name: "at", data: rows.map(({ at }) => at), type: "STRING" },
    ...fields.map((name, index) => ({ name, data: column(index), type: "STRING" as const })),
  ],
});
writeFileSync(out, new Uint8Array(bytes));
console.log(rows.length, "rows");
