/** Layouts of vendors that the profiles take as they come. */
import { describe, expect, test } from "vitest";
import { byMapping, fileOf, importPaths, importText, prices, told } from "./import-text.ts";

describe("splits that a vendor's rows tell", () => {
  const rows = (column: string, values: readonly string[]): string =>
    `date,open,high,low,close,${column}\n2024-01-04,30,31,29,30,${values[0]}\n2024-01-05,20,21,19,20.1,${values[1]}\n`;
  const splits = async (content: string): Promise<string[]> =>
    told((await importText("ohlc", content)).events).filter((line) => line.includes("InstrumentSplit"));

  test.each([
    ["split_coefficient", ["1.0", "1.5"], ["2024-01-05T00:00:00Z InstrumentSplit A 3 2 2024-01-05"]],
    ["splitFactor", ["1.0", "10.0"], ["2024-01-05T00:00:00Z InstrumentSplit A 10 1 2024-01-05"]],
    ["split_ratio", ["", "0.1"], ["2024-01-05T00:00:00Z InstrumentSplit A 1 10 2024-01-05"]],
    ["split_factor", ["1", "1.33333"], ["2024-01-05T00:00:00Z InstrumentSplit A 4 3 2024-01-05"]],
    ["Split", ["0", "1.000000"], []],
    ["Stock Splits", ["0.0", "10.0"], []],
  ])("%s of %j", async (column, values, expected) => {
    expect(await splits(rows(column, values))).toEqual(expected);
  });

  test("one that cannot be read is left out and told, and a row without a close keeps its split", async () => {
    const { summary } = await importText("ohlc", rows("split", ["1", "2 for 1"]));
    expect(summary.quirks.unreadSplits).toEqual([{ instrument: "A", date: "2024-01-05" }]);
    const untraded = rows("split", ["1", "2"]).replace("20,21,19,20.1", ",,,");
    expect(await splits(untraded)).toHaveLength(1);
  });

  test("are not counted a second time by a factor file", async () => {
    const factors = [{ changes: [{ after: "2024-01-04", ratio: { numerator: 2, denominator: 1 } }] }];
    await expect(importText("ohlc", rows("split", ["1", "2"]), { factors })).rejects.toThrow(
      "the rows of A tell its splits themselves",
    );
  });
});

test("a stacked table of yfinance names its tickers", async () => {
  const content =
    "Date,Ticker,Close,High,Low,Open,Volume\n2024-01-04,AAPL,105,110,95,100,1\n2024-01-04,MSFT,205,210,195,200,1\n";
  const { summary } = await importText("yahoo", content, { instrument: undefined } as object);
  expect(summary.instruments.map(({ instrument }) => instrument)).toEqual(["AAPL", "MSFT"]);
});

test.each(["", "null", "NaN", "N/A", "#N/A N/A", "<NA>", ".", "--", "－", "–", "\\N"])(
  "a price written as %j is none",
  async (blank) => {
    const content = `date,open,high,low,close\n2024-01-04,${blank},12,9,10\n2024-01-05,10,12,9,${blank}\n`;
    const { events, rejects } = await importText("ohlc", content);
    expect(prices(events)).toEqual([9, 12, 10]);
    expect(rejects).toEqual(["3 no-close"]);
  },
);

test("a price may lack its zero before the point", async () => {
  const content = "date,open,high,low,close\n2024-01-04,.5,.75,.25,.5\n";
  expect(prices((await importText("ohlc", content)).events)).toEqual([0.5, 0.25, 0.75, 0.5]);
});

describe("Databento's prices", () => {
  const bar = (open: string, high: string, low: string, close: string): string =>
    `ts_event,open,high,low,close,symbol\n2024-03-04T00:00:00Z,${open},${high},${low},${close},A\n`;

  test.each([
    ["all with points", bar("100.5", "105.0", "100.0", "101.5")],
    ["some whole", bar("100.5", "105", "100", "101.5")],
    ["in billionths", bar("100500000000", "105000000000", "100000000000", "101500000000")],
    ["all whole, as none is so low", bar("100.5", "105", "100", "101.5").replaceAll(".5", "")],
  ])("%s", async (_, content) => {
    const { events } = await importText("databento-csv", content, { mic: "XNAS" });
    expect(prices(events).map((price) => Math.floor(Number(price)))).toEqual([100, 100, 105, 101]);
  });
});

test("Stooq's rows say whether they are days, wherever their file lies", async () => {
  const rows = (period: string): string =>
    "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>\n" +
    `A.US,${period},20240304,153000,10,11,9,10.5\nA.US,${period},20240305,153000,10,11,9,10.6\n`;
  const options = { mic: "XNYS", zone: "Europe/Warsaw", instrument: undefined } as object;
  const minutes = await importPaths("stooq", [await fileOf(rows("5"), "a.us.txt")], options);
  expect(told(minutes.events).find((line) => line.includes("PriceTicked"))).toMatch(/^2024-03-04T14:30/);
  const days = await importPaths("stooq", [await fileOf(rows("D"), "a.us.txt")], options);
  expect(told(days.events).find((line) => line.includes("SessionClosed"))).toContain('closes={"A.US":10.5}');
});

test("a download of stooq.pl is read", async () => {
  const content = "Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen\n2024-01-04,10,12,9,11,5\n";
  expect(prices((await importText("stooq", content)).events)).toEqual([10, 9, 12, 11]);
});

test("an ohlc mapping's scale and unit count", async () => {
  const content = "date,open,high,low,close,basePrice\n1704326400,1000,1200,900,1050,990\n";
  const { events } = await importText("ohlc", content, { priceScale: 2, timeUnit: "s" });
  expect(prices(events)).toEqual([10, 9, 12, 10.5]);
  expect(told(events)[0]).toBe("2024-01-04T00:00:00Z BasePriceSet A 2024-01-04 9.9");
});

describe("rows that are no bars of one series and day stop the import", () => {
  test.each([
    [
      "bars of minutes",
      "date,open,high,low,close\n2024-01-04 09:00,1,2,1,2\n2024-01-04 09:01,2,3,2,3\n",
      "A on 2024-01-04 has rows of several times (2024-01-04 09:00, 2024-01-04 09:01); bars shorter than a day are read by --profile bars",
    ],
    [
      "bars of minutes whose time stands apart",
      "date,time,open,high,low,close\n20240104,900,1,2,1,2\n20240104,901,2,3,2,3\n",
      "has rows of several times (900, 901)",
    ],
    [
      "bars of minutes from midnight on, from the second row too many on",
      "date,open,high,low,close\n2024-01-04 00:00,1,2,1,2\n2024-01-04 00:01,2,3,2,3\n2024-01-04 00:02,2,3,2,3\n",
      "has rows of several times (2024-01-04 00:00, 2024-01-04 00:02)",
    ],
    [
      "boards with numbers",
      "date,board,open,high,low,close\n2024-01-04,1,1,2,1,2\n2024-01-04,2,2,3,2,3\n",
      'told apart by board (1, 2); keep one by a --mapping with "only": {"board": "2"}',
    ],
    [
      "months of a future",
      "date,expiry,open,high,low,close\n2024-01-04,2024-01-25,1,2,1,2\n2024-01-04,2024-02-29,2,3,2,3\n",
      "told apart by expiry",
    ],
  ])("%s", async (_, content, problem) => {
    await expect(importText("ohlc", content)).rejects.toThrow(problem);
  });

  test("in files without a header too, by the places of their columns", async () => {
    const columns = { date: 1, open: 3, high: 4, low: 5, close: 6 };
    const boards = "2024-01-04,EQ,1,2,1,2\n2024-01-04,BL,2,3,2,3\n";
    const { err } = await byMapping(boards, { profile: "ohlc", columns });
    expect(err).toContain('told apart by 2 (EQ, BL); keep one by a --mapping with "only": {"2": "BL"}');
    const minutes = boards.replace("EQ", "09:00").replace("BL", "09:01");
    expect((await byMapping(minutes, { profile: "ohlc", columns })).err).toContain(
      "several times (09:00, 09:01)",
    );
  });

  test("but not the day so far beside the day, as yfinance adds it", async () => {
    const rows = ["04 00:00:00+09:00,1", "05 00:00:00+09:00,2", "05 14:59:59+09:00,3"];
    const content = `Date,Open,High,Low,Close,Volume\n${rows.map((row) => `2024-01-${row},3,1,2,9\n`).join("")}`;
    const { events, summary } = await importText("yahoo", content);
    expect(summary.rejected).toEqual({ "duplicate-date": 1 });
    expect(prices(events)).toEqual([1, 1, 3, 2, 2, 1, 3, 2]);
  });

  test("but not a row told again with other values", async () => {
    const content = "date,open,high,low,close\n2024-01-04,1,2,1,2\n2024-01-04,2,3,2,3\n";
    expect((await importText("ohlc", content)).rejects).toEqual(["3 duplicate-date"]);
  });
});

test.each(["", "Unnamed: 0"])(
  "a first column called %j holds the dates, as pandas writes them",
  async (name) => {
    const content = `${name},open,high,low,close\n2024-01-04,10,12,9,11\n`;
    expect((await importText("ohlc", content)).summary.taken).toBe(1);
    await expect(importText("ohlc", content.replace(name, "no date"))).rejects.toThrow(
      "the header has no date",
    );
  },
);

test.each([
  [{ currency: "GBp" }, "GBp is no currency; give three capital letters"],
  [{ currency: "USDT" }, "USDT is no currency"],
  [{ name: "Acme", instrument: undefined }, "is the name of one instrument, and there are 2"],
])(
  "a listing that could not be read again, or holds for another, is refused: %j",
  async (options, problem) => {
    const content = "date,symbol,open,high,low,close\n2024-01-04,A,1,2,1,2\n2024-01-04,B,1,2,1,2\n";
    const importing = importText("ohlc", content, { instrument: undefined, ...options } as object);
    await expect(importing).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining(problem),
    });
  },
);
