import { type ColumnSource, parquetWriteBuffer, type SchemaElement } from "hyparquet-writer";
import { MarketError, parseInstant } from "@tapefold/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
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

const decimalColumns = (type: "INT32" | "INT64" | "FIXED_LEN_BYTE_ARRAY", scale: number): SchemaElement[] => [
  { name: "root", num_children: 5 },
  { name: "date", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
  ...["open", "high", "low", "close"].map((name): SchemaElement => ({
    name,
    type,
    converted_type: "DECIMAL",
    scale,
    precision: type === "INT32" ? 9 : 18,
    repetition_type: "REQUIRED",
    ...(type === "FIXED_LEN_BYTE_ARRAY" ? { type_length: 8 } : {}),
  })),
];

describe("numbers are what the file says, exactly", () => {
  const units = [260010n, 265007n, 269029n];

  test.each([
    ["INT32", 2],
    ["INT64", 2],
    ["FIXED_LEN_BYTE_ARRAY", 2],
    ["INT64", 4],
    ["INT32", 0],
  ] as const)("DECIMAL in %s of scale %d", async (type, scale) => {
    // The writer takes whole units as bigints alone.
    const data = units.map((each) => (type === "INT32" ? Number(each) / 10 ** scale : each));
    const columns: ColumnSource[] = [
      { name: "date", data: dates },
      ...["open", "high", "low", "close"].map((name) => ({ name, data: [...data] })),
    ];
    const options = { fileName: "data.parquet" };
    const bytes = parquetWriteBuffer({ columnData: columns, schema: decimalColumns(type, scale) });
    const { events, summary } = await importText("ohlc", new Uint8Array(bytes), options);
    const closes = events.flatMap((event) => (event.type === "SessionClosed" ? [event.closes?.["A"]] : []));
    expect(closes).toEqual(units.map((each) => Number(each) / 10 ** scale));
    expect(summary).toMatchObject({ instruments: [{ scale }], quirks: { rounded: 0 } });
  });

  test("single floats by their own shortest digits", async () => {
    const floats = [0.1, 2600.1, 33288.29];
    const columns: ColumnSource[] = [
      { name: "date", data: dates, type: "STRING" },
      ...["open", "high", "low", "close"].map((name): ColumnSource => ({
        name,
        data: floats,
        type: "FLOAT",
      })),
    ];
    const { events } = await importParquet("ohlc", columns);
    expect(events.flatMap((event) => (event.type === "SessionClosed" ? [event.closes?.["A"]] : []))).toEqual(
      floats,
    );
  });

  test("times without a zone are local, and need one", async () => {
    const schema: SchemaElement[] = [
      { name: "root", num_children: 2 },
      {
        name: "time",
        type: "INT64",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" },
        repetition_type: "REQUIRED",
      },
      { name: "price", type: "DOUBLE", repetition_type: "REQUIRED" },
    ];
    const columns: ColumnSource[] = [
      { name: "time", data: [BigInt(parseInstant("2024-11-05T09:00:00.000001Z")!)] },
      { name: "price", data: [2500] },
    ];
    await expect(importParquet("ticks", columns, { schema })).rejects.toMatchObject({ code: "IMPORT_ZONE" });
    const { events } = await importParquet("ticks", columns, { schema, zone: "Asia/Tokyo" });
    expect(told(events)[1]).toBe("2024-11-05T00:00:00.000001Z PriceTicked A 2500");
  });
});

test.each([
  ["TIME_MILLIS", "INT32", [32_400_000, 32_460_000]],
  ["TIME_MICROS", "INT64", [32_400_000_000n, 32_460_000_000n]],
] as const)("times of day of the kind %s stand beside their dates", async (converted, type, times) => {
  const numbers = ["open", "high", "low", "close"];
  const schema: SchemaElement[] = [
    { name: "root", num_children: 6 },
    { name: "date", type: "INT32", converted_type: "DATE", repetition_type: "REQUIRED" },
    { name: "time", type, converted_type: converted, repetition_type: "REQUIRED" },
    ...numbers.map((name): SchemaElement => ({ name, type: "DOUBLE", repetition_type: "REQUIRED" })),
  ];
  const columns: ColumnSource[] = [
    { name: "date", data: [new Date("2024-11-05"), new Date("2024-11-05")] },
    { name: "time", data: [...times] },
    ...numbers.map((name) => ({ name, data: [100, 101] })),
  ];
  const { events } = await importParquet("bars", columns, { schema, zone: "Asia/Tokyo" });
  expect(told(events).filter((line) => line.includes("PriceTicked"))[4]).toBe(
    "2024-11-05T00:01:00Z PriceTicked A 101",
  );
});

describe("tables of pandas", () => {
  test("an index without a name holds the dates", async () => {
    const index: ColumnSource = { name: "__index_level_0__", data: [...dates], type: "STRING" };
    expect((await importParquet("ohlc", [...priceColumns, index])).summary.taken).toBe(3);
  });

  const pairs = (...tickers: string[]): ColumnSource[] => [
    { name: "Date", data: [...dates], type: "STRING" },
    ...tickers.flatMap((ticker) =>
      priceColumns.map((column) => ({ ...column, name: `('${column.name}', '${ticker}')` })),
    ),
  ];

  test("columns of two levels name one ticker", async () => {
    const { summary } = await importParquet("yahoo", pairs("7203.T"), { instrument: undefined } as object);
    expect(summary.instruments).toEqual([{ instrument: "7203.T", scale: 2 }]);
  });

  test("and no more than one", async () => {
    await expect(importParquet("yahoo", pairs("7203.T", "6758.T"))).rejects.toThrow(
      "has 2 tickers side by side (7203.T, 6758.T)",
    );
  });

  test("one without rows has none", async () => {
    const none = [{ name: "date", data: [], type: "STRING" } as ColumnSource];
    const empty = importParquet("ohlc", [...none, ...priceColumns.map((each) => ({ ...each, data: [] }))]);
    await expect(empty).rejects.toMatchObject({ code: "IMPORT_EMPTY" });
  });
});

test("marks of numbers in texts leave the numbers of Parquet as they are", async () => {
  const columns: ColumnSource[] = [{ name: "date", data: [...dates], type: "STRING" }, ...priceColumns];
  const style = { decimal: ",", thousands: "." };
  const { events } = await importParquet("ohlc", columns, { style });
  expect(told(events)).toEqual(told((await importParquet("ohlc", columns)).events));
});

test("a flipped bit gives a tape or one line, and the thread serves the next file", async () => {
  const columnData: ColumnSource[] = [{ name: "date", data: dates, type: "STRING" }, ...priceColumns];
  const whole = new Uint8Array(parquetWriteBuffer({ columnData }));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
      const damaged = Uint8Array.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const options = { fileName: "data.parquet", mic: "XBIN" };
      const read = await importText("ohlc", damaged, options).catch((error: unknown) => error);
      if (read instanceof MarketError) expect(read.code).toMatch(/^IMPORT_/);
      else expect(read).not.toBeInstanceOf(Error);
    }),
    { numRuns: runs(150) },
  );
  expect((await importText("ohlc", whole, { fileName: "data.parquet" })).summary.taken).toBe(3);
}, 60_000);
