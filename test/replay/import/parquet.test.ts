import { type ColumnSource, parquetWriteBuffer, type SchemaElement } from "hyparquet-writer";
import { parseInstant } from "@tapefold/core";
import { expect, test } from "vitest";
import { type Imported, importText, type ImportTextOptions, told } from "./import-text.ts";

async function importParquet(
  profile: string,
  columnData: ColumnSource[],
  options: ImportTextOptions & { readonly schema?: SchemaElement[] } = {},
): Promise<Imported> {
  const { schema, ...rest } = options;
  const bytes = parquetWriteBuffer({
    columnData,
    ...(schema === undefined ? {} : { schema }),
    rowGroupSize: 2,
  });
  return importText(profile, new Uint8Array(bytes), { fileName: "data.parquet", ...rest });
}

const dates = ["2024-11-05", "2024-11-06", "2024-11-07"];
const prices = {
  open: [100, 105.5, 3],
  high: [110, 106.25, 4],
  low: [95, 101, 2],
  close: [105, 102.75, 3.5],
};
const priceColumns = Object.entries(prices).map(([name, data]): ColumnSource => ({
  name,
  data,
  type: "DOUBLE",
}));
const csv = `date,open,high,low,close\n${dates
  .map((date, row) => [date, ...Object.values(prices).map((each) => each[row])].join(","))
  .join("\n")}\n`;

test.each([
  ["texts", dates, "STRING"],
  ["times of whole days", dates.map((date) => new Date(date)), "TIMESTAMP"],
] as const)("daily bars with dates as %s come to the tape of the same rows as CSV", async (_, data, type) => {
  const columns: ColumnSource[] = [{ name: "Date", data: [...data], type }, ...priceColumns];
  const { events, summary } = await importParquet("ohlc", columns);
  const fromText = await importText("ohlc", csv);
  expect(told(events)).toEqual(told(fromText.events));
  expect(summary).toEqual(fromText.summary);
});

test("dates of Parquet's own kind are dates, also before 1970", async () => {
  const schema: SchemaElement[] = [
    { name: "root", num_children: 5 },
    { name: "date", type: "INT32", converted_type: "DATE", repetition_type: "REQUIRED" },
    ...priceColumns.map(({ name }): SchemaElement => ({ name, type: "DOUBLE", repetition_type: "REQUIRED" })),
  ];
  const days = ["1965-03-01", "1970-01-01", "2024-11-05"].map((date) => new Date(date));
  const columns = [{ name: "date", data: days }, ...priceColumns.map(({ name, data }) => ({ name, data }))];
  const { events } = await importParquet("ohlc", columns, { schema });
  expect(events.flatMap((event) => (event.type === "SessionOpened" ? [event.date] : []))).toEqual([
    "1965-03-01",
    "1970-01-01",
    "2024-11-05",
  ]);
});

test("a missing price gives no tick, a missing close refuses the row by its place", async () => {
  const columns: ColumnSource[] = [
    { name: "date", data: dates, type: "STRING" },
    { name: "open", data: [null, 105.5, 3], type: "DOUBLE", nullable: true },
    ...priceColumns.slice(1, 3),
    { name: "close", data: [105, null, 3.5], type: "DOUBLE", nullable: true },
  ];
  const { summary, rejects } = await importParquet("ohlc", columns);
  expect(rejects).toEqual(["3 no-close"]);
  expect(summary).toMatchObject({ rows: 3, taken: 2, quirks: { partialBars: 1 } });
});

test("trades keep their microseconds", async () => {
  const times = ["2024-11-05T00:00:00.000001Z", "2024-11-05T00:00:00.123456Z", "2024-11-05T01:00:00Z"];
  const schema: SchemaElement[] = [
    { name: "root", num_children: 3 },
    { name: "timestamp", type: "INT64", converted_type: "TIMESTAMP_MICROS", repetition_type: "REQUIRED" },
    { name: "price", type: "DOUBLE", repetition_type: "REQUIRED" },
    { name: "size", type: "INT64", repetition_type: "REQUIRED" },
  ];
  const columns: ColumnSource[] = [
    { name: "timestamp", data: times.map((time) => BigInt(parseInstant(time)!)) },
    { name: "price", data: [2500, 2500.5, 2499.5] },
    { name: "size", data: [100n, 200n, 9_007_199_254_740_993n] },
  ];
  const { events } = await importParquet("ticks", columns, { schema });
  expect(told(events).filter((line) => line.includes("PriceTicked"))).toEqual([
    "2024-11-05T00:00:00.000001Z PriceTicked A 2500 100",
    "2024-11-05T00:00:00.123456Z PriceTicked A 2500.5 200",
    "2024-11-05T01:00:00Z PriceTicked A 2499.5 9007199254740993",
  ]);
});

test("a Parquet file cut short is refused", async () => {
  const whole = parquetWriteBuffer({ columnData: [{ name: "date", data: dates, type: "STRING" }] });
  const cut = new Uint8Array(whole).slice(0, whole.byteLength - 6);
  await expect(importText("ohlc", cut, { fileName: "data.parquet" })).rejects.toMatchObject({
    code: "IMPORT_FILE",
  });
});
