/** Prints after the bell: the closing cross and the official close, of every profile of trades. */
import { describe, expect, test } from "vitest";
import { importText, type ImportTextOptions, prices, told } from "./import-text.ts";
import { fileOf } from "./import-text.ts";
import { readMapping } from "@tapefold/replay";

const NEW_YORK = { mic: "XNYS", instrument: undefined } as object;

/** Nanoseconds of a time in New York's winter. */
function nanos(date: string, time: string): string {
  return `${Date.parse(`${date}T${time}-05:00`)}000000`;
}

interface Print {
  readonly time: string;
  readonly price: string;
  readonly size: number;
  readonly conditions?: string;
}

function polygon(date: string, prints: readonly Print[]): string {
  const rows = prints.map(
    ({ time, price, size, conditions = "" }) => `ABC,"${conditions}",${price},${size},${nanos(date, time)}`,
  );
  return `ticker,conditions,price,size,sip_timestamp\n${rows.join("\n")}\n`;
}

async function closing(date: string, prints: readonly Print[]): Promise<string | undefined> {
  const { events } = await importText("polygon-trades", polygon(date, prints), NEW_YORK);
  return told(events).findLast((line) => line.includes("SessionClosed"));
}

const cross: Print = { time: "16:00:00.420", price: "50.31", size: 250_000, conditions: "8" };
const official: Print = { time: "16:00:00.430", price: "50.31", size: 250_000, conditions: "15" };
const last: Print = { time: "15:59:59.950", price: "50.65", size: 200, conditions: "14,41" };

describe("polygon-trades", () => {
  test.each<[string, Print[], string]>([
    ["a closing print", [last, cross], '21:00:00.42Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}'],
    [
      "an official close that repeats it",
      [last, cross, official],
      '21:00:00.43Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}',
    ],
    [
      "an official close alone",
      [last, { ...official, price: "50.30" }],
      '21:00:00.43Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.3}',
    ],
    [
      "that of the listing market, the largest",
      [last, cross, official, { ...official, time: "16:00:03", price: "50.2", size: 300 }],
      '21:00:03Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}',
    ],
    [
      "the listing market's print, where another market calls its own small trade official",
      [last, { ...official, price: "50.2", size: 22 }, { ...cross, time: "16:01:04.221" }],
      '21:01:04.221Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}',
    ],
    [
      "one put right hours later",
      [last, official, { ...official, time: "18:30:00", price: "50.4", size: 0, conditions: "38" }],
      '21:00:00.43Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.4}',
    ],
    [
      "no trade after hours",
      [last, { time: "16:00:01", price: "51", size: 900_000, conditions: "12" }],
      "21:00:00Z SessionClosed XNYS 2024-03-04",
    ],
  ])("%s", async (_, prints, line) => {
    expect(await closing("2024-03-04", prints)).toBe(`2024-03-04T${line}`);
  });

  test("on a day that closes early", async () => {
    const prints = [last, cross, official].map((print) => ({
      ...print,
      time: print.time.replace("15:", "12:").replace("16:", "13:"),
    }));
    expect(await closing("2024-11-29", prints)).toBe(
      '2024-11-29T18:00:00.43Z SessionClosed XNYS 2024-11-29 closes={"ABC":50.31}',
    );
    const regular = await closing("2024-11-29", [prints[0]!, cross]);
    expect(regular).toContain("2024-11-29T21:00:00.42Z SessionClosed");
  });

  test("an official close in a session without a trade is its close all the same", async () => {
    expect(await closing("2024-03-04", [official])).toContain('closes={"ABC":50.31}');
  });
});

describe("a source without marks", () => {
  const rows = (prints: readonly Print[]): string =>
    `time,price,size,instrument,cond\n${prints
      .map(({ time, price, size }) => `2024-03-04 ${time},${price},${size || ""},ABC,x\n`)
      .join("")}`;
  const options: ImportTextOptions = { ...NEW_YORK, zone: "local" };
  const after: Print = { time: "16:00:20", price: "51", size: 100 };

  test("the largest print of the first minute is taken, and told", async () => {
    const early: Print = { time: "16:00:00.1", price: "49", size: 100 };
    const content = rows([last, early, cross, after, { ...after, time: "16:02:00", size: 1e9 }]);
    const { events, summary, rejects } = await importText("ticks", content, options);
    expect(told(events).slice(-2)).toEqual([
      "2024-03-04T21:00:00.42Z PriceTicked ABC 50.31 250000",
      "2024-03-04T21:00:00.42Z SessionClosed XNYS 2024-03-04",
    ]);
    expect(summary.quirks.closingCrosses).toBe(1);
    expect(rejects.toSorted()).toEqual(["3 outside-session", "5 outside-session", "6 outside-session"]);
  });

  test("databento's trades as well", async () => {
    const content = `ts_event,action,price,size,symbol\n${[last, cross, after]
      .map(({ time, price, size }) => `${nanos("2024-03-04", time)},T,${price},${size},ABC\n`)
      .join("")}`;
    const { events } = await importText("databento-csv", content, NEW_YORK);
    expect(told(events).at(-2)).toBe("2024-03-04T21:00:00.42Z PriceTicked ABC 50.31 250000");
  });

  test("without sizes nothing is guessed", async () => {
    const { rejects } = await importText("ticks", rows([last, { ...cross, size: 0 }]), options);
    expect(rejects).toEqual(["3 outside-session"]);
  });

  test.each([
    ["XLON", "2024-07-02T16:29:59+01:00", "2024-07-02T16:35:20+01:00"],
    ["XLON", "2024-12-24T12:29:59Z", "2024-12-24T12:35:20Z"],
    ["XETR", "2024-07-02T17:29:59+02:00", "2024-07-02T17:35:28+02:00"],
    ["XTKS", "2024-11-01T14:59:59+09:00", "2024-11-01T15:00:00.012+09:00"],
    ["XTKS", "2024-11-05T15:24:59+09:00", "2024-11-05T15:30:00.012+09:00"],
    ["XKRX", "2024-11-14T16:19:59+09:00", "2024-11-14T16:30:08+09:00"],
    ["XSHG", "2024-11-05T14:56:59+08:00", "2024-11-05T15:00:01+08:00"],
  ])("the print after the closing auction of %s counts (%s)", async (mic, before, after) => {
    const late = after.replace(/:(\d\d)(?=[.+Z])/, ":59");
    const content = `time,price,size\n${before},5,1\n${after},6,900\n${late},7,800\n`;
    const { events, rejects } = await importText("ticks", content, { mic });
    expect(prices(events)).toEqual([5, 6]);
    expect(rejects).toEqual(["4 outside-session"]);
  });

  test("after a larger print in the auction nothing is guessed", async () => {
    const content =
      "time,price,size\n2024-11-05T15:24:59+09:00,5,1\n2024-11-05T15:30:00+09:00,6,900\n2024-11-05T15:30:05+09:00,7,900\n";
    const { events, rejects, summary } = await importText("ticks", content);
    expect(prices(events)).toEqual([5, 6]);
    expect(rejects).toEqual(["4 outside-session"]);
    expect(summary.quirks.closingCrosses).toBe(0);
  });

  test("markets without such a cross take nothing after the bell", async () => {
    const content =
      "time,price,size,instrument\n2024-03-04T15:00:00+05:30,5,1,A\n2024-03-04T15:30:01+05:30,6,9,A\n";
    const { rejects } = await importText("ticks", content, { ...NEW_YORK, mic: "XNSE" });
    expect(rejects).toEqual(["3 outside-session"]);
  });
});

test("a mapping says what conditions count as", async () => {
  const json = {
    profile: "ticks",
    columns: { conditions: "cond" },
    conditions: { 6: ["last", "closing"], M: ["close"] },
  };
  const { profile, options } = await readMapping(await fileOf(JSON.stringify(json), "mapping.json"));
  expect(profile.shapes[0].marksClosing).toBe(true);
  expect(options.conditions).toEqual(json.conditions);
});

test("lobster's crosses and lean's closing prints", async () => {
  const lobster = await importText(
    "lobster",
    "57599,4,1,200,506500,1\n57600.42,6,1,250000,503100,1\n57601,4,1,1,1,1\n",
    {
      ...NEW_YORK,
      fileName: "ABC_2024-03-04_34200000_57600000_message_10.csv",
    },
  );
  expect(told(lobster.events).at(-1)).toContain(
    'T21:00:00.42Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}',
  );
  const lean = await importText(
    "lean",
    "57599950,506500,200,Q,20,0\n57600420,503100,250000,N,80,0\n57600430,503100,250000,N,1000000,0\n57601000,510000,900000,P,400,0\n",
    { mic: "XNYS", instrument: "ABC", fileName: "equity_usa_tick_abc_20240304_trade.csv" },
  );
  expect(told(lean.events).slice(-2)).toEqual([
    "2024-03-04T21:00:00.42Z PriceTicked ABC 50.31 250000",
    '2024-03-04T21:00:00.43Z SessionClosed XNYS 2024-03-04 closes={"ABC":50.31}',
  ]);
});
