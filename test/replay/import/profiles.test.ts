import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readMapping } from "@tapefold/replay";
import { run } from "../cli/run-command.ts";
import { fileOf, importText, prices, told } from "./import-text.ts";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();

test("yahoo: null rows are refused, times after the date are nothing, Adj Close is not used", async () => {
  const { events, rejects } = await importText(
    "yahoo",
    "Date,Open,High,Low,Close,Adj Close,Volume\n2024-11-05 00:00:00+09:00,100,110,95,105,50,7\n2024-11-06,null,null,null,null,null,null\n",
  );
  expect(prices(events)).toEqual([100, 95, 110, 105]);
  expect(rejects).toEqual(["3 no-close"]);
});

describe("stooq", () => {
  const bulk = "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n";

  test("the download of one instrument", async () => {
    const { events } = await importText(
      "stooq",
      "Date,Open,High,Low,Close,Volume\n2024-11-05,100,110,95,105,7\n",
    );
    expect(prices(events)).toEqual([100, 95, 110, 105]);
  });

  test("bulk files of days", async () => {
    const { events } = await importText("stooq", `${bulk}9984.JP,D,20241105,000000,100,110,95,105,7,0\n`, {
      instrument: undefined,
    } as object);
    expect(told(events).at(-1)).toBe(
      '2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05 closes={"9984.JP":105}',
    );
  });

  test("bulk files of minutes need a zone", async () => {
    const file = { fileName: "5 min 9984.txt" };
    const row = `${bulk}9984.JP,5,20241105,090500,100,110,95,105,7,0\n`;
    await expect(importText("stooq", row, file)).rejects.toMatchObject({ code: "IMPORT_ZONE" });
    const { events } = await importText("stooq", row, { ...file, zone: "local" });
    expect(told(events)[1]).toBe("2024-11-05T00:05:00Z PriceTicked A 100");
  });
});

test("bars of a session: the calendar's phases become events, and its year a calendar", async () => {
  const rows = ["09:00,100,110,95,105", "12:30,105,105,105,105", "15:25,106,106,106,106"].map(
    (row) => `2024-11-05T${row.replace(",", "+09:00,")}`,
  );
  const { events } = await importText("bars", `time,open,high,low,close\n${rows.join("\n")}\n`);
  expect(events.find(({ type }) => type === "CalendarLoaded")).toMatchObject({
    mic: "XTKS",
    from: "2024-01-01",
    to: "2024-12-31",
    dates: expect.arrayContaining(["2024-01-04", "2024-11-05", "2024-12-30"]) as string[],
  });
  expect(told(events).filter((line) => line.includes("Session"))).toEqual([
    "2024-11-05T00:00:00Z SessionOpened XTKS 2024-11-05",
    "2024-11-05T02:30:00Z SessionPhaseChanged XTKS 2024-11-05 break",
    "2024-11-05T03:30:00Z SessionPhaseChanged XTKS 2024-11-05 open",
    "2024-11-05T06:25:00Z SessionPhaseChanged XTKS 2024-11-05 auction",
    "2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05",
  ]);
});

test("the print of the closing auction belongs to its session", async () => {
  const { events } = await importText("ticks", "time,price\n2024-11-05T15:30:00+09:00,106\n");
  expect(told(events).slice(-2)).toEqual([
    "2024-11-05T06:30:00Z PriceTicked A 106",
    "2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05",
  ]);
});

test("a market without a calendar has a session a day", async () => {
  const { events } = await importText(
    "ticks",
    "time,price\n2024-11-02T23:59:59Z,1\n2024-11-03T00:00:00Z,2\n",
    { mic: "XBIN" },
  );
  expect(told(events)).toEqual([
    "2024-11-02T00:00:00Z SessionOpened XBIN 2024-11-02",
    "2024-11-02T23:59:59Z PriceTicked A 1",
    "2024-11-03T00:00:00Z SessionClosed XBIN 2024-11-02",
    "2024-11-03T00:00:00Z SessionOpened XBIN 2024-11-03",
    "2024-11-03T00:00:00Z PriceTicked A 2",
    "2024-11-04T00:00:00Z SessionClosed XBIN 2024-11-03",
  ]);
});

describe("ticks with a mapping", () => {
  test("names columns, units and what conditions count for", async () => {
    const mapping = {
      profile: "ticks",
      columns: { time: "ts", price: "px", size: "shares", conditions: "cond" },
      delimiter: ";",
      timeUnit: "ms",
      priceScale: 2,
      conditions: { Z: ["highLow", "volume"], X: [] },
    };
    const rows = ["1730764800000;10550;100;", "1730764801000;10600;5;Z", "1730764802000;1;5;X"];
    const file = await fileOf(`ts;px;shares;cond\n${rows.join("\n")}\n`);
    const tape = folder.path("mapped.jsonl");
    const paths = ["--mapping", await fileOf(JSON.stringify(mapping), "mapping.json"), "--out", tape];
    const ran = await run(["import", file, ...paths, "--mic", "XTKS", "--instrument", "A", "--json"]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ran.out)).toMatchObject({ rows: 3, taken: 2, skipped: 1 });
    const ticks = readFileSync(tape, "utf8")
      .split("\n")
      .filter((line) => line.includes("PriceTicked"));
    expect(ticks.map((line) => JSON.parse(line) as object)).toMatchObject([
      { at: "2024-11-05T00:00:00Z", price: 105.5, size: "100" },
      { at: "2024-11-05T00:00:01Z", price: 106, updates: ["highLow", "volume"] },
    ]);
  });

  test.each([
    ["no JSON", "{", "can't be read as JSON"],
    ["a field unknown", '{"profile":"ticks","colour":1}', "there is no field colour; remove it"],
    ["no profile", "{}", "profile: is missing; add it"],
    ["a list", "[]", "mapping: must be an object with fields"],
    ["two delimiters", '{"profile":"ticks","delimiter":"||"}', "delimiter: must be one character"],
    ["too many decimals", '{"profile":"ticks","priceScale":99}', "priceScale: must be at most 15"],
    ["no value to keep", '{"profile":"ticks","only":{"a":[]}}', "only.a: must have at least 1"],
    ["a profile that takes none", '{"profile":"lean"}', "profile: must be one of ohlc, bars, ticks"],
    [
      "a column unknown",
      '{"profile":"ticks","columns":{"colour":"x"}}',
      "columns.colour: is no column of the profile; it has time, price",
    ],
    [
      "places and names",
      '{"profile":"ticks","columns":{"time":1,"price":"x"}}',
      "name all columns, or give the place of each",
    ],
    ["one place twice", '{"profile":"ticks","columns":{"time":1,"price":1}}', "gives two columns one place"],
    ["a column nowhere", '{"profile":"ticks","columns":{"time":1}}', "does not say where price is"],
  ])("with %s is refused", async (_, json, problem) => {
    await expect(readMapping(await fileOf(json, "mapping.json"))).rejects.toThrow(problem);
  });
});

test("lean: the date is in the name, prices are ten-thousandths, doubted ticks are busted", async () => {
  const rows = "34200000,1815200,283,P,20,0\n34200500,1815300,100,P,20,1\n";
  const options = { mic: "XNYS", fileName: "equity_usa_tick_ibm_20131007_trade.csv" };
  const { events } = await importText("lean", rows, options);
  expect(told(events).slice(1, 4)).toEqual([
    "2013-10-07T13:30:00Z PriceTicked A 181.52 283",
    "2013-10-07T13:30:00.5Z PriceTicked A 181.53 100",
    expect.stringMatching(/^2013-10-07T13:30:00.5Z TickBusted lean-[0-9a-v]{12}$/),
  ]);
  await expect(importText("lean", rows, { mic: "XNYS", fileName: "tick.csv" })).rejects.toThrow(
    "the name has no date",
  );
});

test("polygon-trades: grouped by ticker, three clocks, conditions, corrections", async () => {
  const header =
    "ticker,conditions,correction,exchange,id,participant_timestamp,price,sequence_number,sip_timestamp,size,tape,trf_id,trf_timestamp\n";
  const row = (ticker: string, second: number, price: number, conditions = "", correction = "0"): string =>
    `${ticker},${conditions},${correction},4,1,0,${price},9,${1_730_817_000 + second}000000001,100,1,0,0\n`;
  const { events, summary, rejects } = await importText(
    "polygon-trades",
    header +
      row("A", 0, 10) +
      row("A", 2, 11, '"12,37"') +
      row("A", 4, 12, "", "08") +
      row("A", 5, 13, "", "01") +
      row("B", 1, 20) +
      row("B", 3, 21, "16"),
    { mic: "XNYS", instrument: undefined } as object,
  );
  expect(told(events).filter((line) => /Tick/.test(line))).toEqual([
    "2024-11-05T14:30:00Z PriceTicked A 10 100",
    "2024-11-05T14:30:01Z PriceTicked B 20 100",
    '2024-11-05T14:30:02Z PriceTicked A 11 100 updates=["volume"]',
    "2024-11-05T14:30:04Z PriceTicked A 12 100",
    expect.stringContaining("TickBusted"),
  ]);
  expect(summary).toMatchObject({ skipped: 1, quirks: { outOfOrder: 1 } });
  expect(rejects).toEqual(["5 superseded"]);
});

test("polygon-trades: more rows than are held at once are sorted on disk, to the same tape", async () => {
  const start = 1_730_817_000;
  const rows = ["C", "A", "B"].flatMap((ticker, place) =>
    Array.from({ length: 70 }, (_, trade) => {
      const nanos = `${start + ((trade * 37) % 70)}${String(place * 1000).padStart(9, "0")}`;
      return `${ticker},${10 + trade}.25,${nanos}`;
    }),
  );
  const content = `ticker,price,sip_timestamp\n${rows.join("\n")}\n`;
  const options = { mic: "XNYS", instrument: undefined } as object;
  const inMemory = await importText("polygon-trades", content, options);
  const onDisk = await importText("polygon-trades", content, { ...options, window: 16 });
  expect(onDisk.events).toEqual(inMemory.events);
  expect(onDisk.summary).toEqual(inMemory.summary);
  const ticks = onDisk.events.filter(({ type }) => type === "PriceTicked");
  expect(ticks).toHaveLength(210);
  expect(ticks.every(({ at }, index) => index === 0 || at >= ticks[index - 1]!.at)).toBe(true);
});

test.each([undefined, 16])(
  "ticks: rows of one instant are put in order by their sequence (window %s)",
  async (window) => {
    const numbers = Array.from({ length: 60 }, (_, row) => (row * 37) % 60);
    const rows = numbers.map(
      (number) => `2024-11-05T00:00:0${Math.floor(number / 20)}Z,${100 + number},${number}`,
    );
    const options = window === undefined ? {} : { window };
    const { events, summary } = await importText("ticks", `time,price,seq\n${rows.join("\n")}\n`, options);
    expect(prices(events)).toEqual(Array.from({ length: 60 }, (_, number) => 100 + number));
    expect(summary.quirks.outOfOrder).toBeGreaterThan(30);
    const unnumbered = await importText(
      "ticks",
      "time,price,id\n2024-11-05T00:00:00Z,2,b\n2024-11-05T00:00:00Z,1,a\n",
    );
    expect(prices(unnumbered.events)).toEqual([2, 1]);
  },
);

test("lobster: executions are ticks, halts are kept, orders skipped", async () => {
  const rows = [
    "34200.017459617,1,16113575,18,5853300,1",
    "34200.18960767,5,0,21,5859100,1",
    "34201,7,0,0,-1,-1",
    "34260,7,0,0,1,-1",
  ];
  const { events, summary } = await importText("lobster", rows.join("\n"), {
    mic: "XNAS",
    instrument: undefined,
    fileName: "AAPL_2012-06-21_34200000_57600000_message_10.csv",
  } as object);
  expect(told(events).slice(0, 4)).toEqual([
    "2012-06-21T13:30:00Z SessionOpened XNAS 2012-06-21",
    "2012-06-21T13:30:00.189607Z PriceTicked AAPL 585.91 21",
    "2012-06-21T13:30:01Z TradingHalted AAPL halt",
    "2012-06-21T13:31:00Z TradingResumed AAPL halt",
  ]);
  expect(summary.skipped).toBe(1);
});

test("databento-csv: pretty or not, trades or bars", async () => {
  const header =
    "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,symbol\n";
  const rest = "0,0,0";
  const rows = [
    `0,1730817000000000001,0,1,15144,T,B,0,10500000000,5,${rest},ESZ4`,
    `0,2024-11-05T14:30:01.000000000Z,0,1,15144,T,B,0,10.750000000,5,${rest},ESZ4`,
    `0,1730817002000000000,0,1,15144,A,B,0,10500000000,5,${rest},ESZ4`,
    `0,1730817003000000000,0,1,15144,T,N,0,9223372036854775807,5,${rest},ESZ4`,
  ];
  const options = { mic: "XNYS", instrument: undefined } as object;
  const { events, summary, rejects } = await importText("databento-csv", header + rows.join("\n"), options);
  expect(prices(events)).toEqual([10.5, 10.75]);
  expect(summary.skipped).toBe(1);
  expect(rejects).toEqual(["5 no-price"]);
  const bars =
    "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n1730817000000000000,33,1,1,1000000000,4000000000,500000000,2000000000,7,ESZ4\n";
  expect(prices((await importText("databento-csv", bars, options)).events)).toEqual([1, 0.5, 4, 2]);
});

describe("jquants", () => {
  const options = { instrument: undefined } as object;

  test("daily quotes of all instruments come to one session, a split before its first", async () => {
    const rows = [
      "2024-11-05,72030,100,110,95,105,1",
      "2024-11-05,99840,4000,4000,4000,4000,1",
      "2024-11-06,99840,1000,1000,1000,1000,0.25",
      "2024-11-06,72030,,,,,1",
    ];
    const { events, rejects } = await importText(
      "jquants",
      `Date,Code,Open,High,Low,Close,AdjustmentFactor\n${rows.join("\n")}\n`,
      options,
    );
    expect(told(events).filter((line) => /Session|Split/.test(line))).toEqual([
      "2024-11-05T00:00:00Z SessionOpened XTKS 2024-11-05",
      '2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05 closes={"7203":105,"9984":4000}',
      "2024-11-06T00:00:00Z InstrumentSplit 9984 4 1 2024-11-06",
      "2024-11-06T00:00:00Z SessionOpened XTKS 2024-11-06",
      '2024-11-06T06:30:00Z SessionClosed XTKS 2024-11-06 closes={"9984":1000}',
    ]);
    expect(rejects).toEqual(["5 no-close"]);
  });

  test("forecast revisions become guidance against the issuer's last forecast", async () => {
    const header =
      "DisclosedDate,DisclosedTime,LocalCode,TypeOfDocument,CurrentFiscalYearEndDate,ForecastNetSales,ForecastProfit\n";
    const rows = [
      "2025-05-08,15:30:00,94340,FYFinancialStatements_Consolidated_IFRS,2026-03-31,6700000000000,540000000000",
      "2026-02-09,15:30:00,94340,EarnForecastRevision,2026-03-31,6950000000000,543000000000",
    ];
    const { events } = await importText("jquants", header + rows.join("\n"), options);
    expect(events.at(-1)).toMatchObject({
      type: "GuidanceRevised",
      issuer: "9434",
      fiscalYearEnd: "2026-03-31",
      span: "FY",
      items: [
        { metric: "netSales", previous: "6700000000000", revised: "6950000000000", currency: "JPY" },
        { metric: "netProfitAttributable", previous: "540000000000", revised: "543000000000" },
      ],
    });
  });
});
