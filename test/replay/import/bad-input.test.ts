/** Every oddity of real files is named and counted, refused, or taken as documented. */
import { relative } from "node:path";
import { formatInstant } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { type Ran, run } from "../cli/run-command.ts";
import { fileOf, importPaths, importText, prices, told } from "./import-text.ts";

const HEADER = "date,open,high,low,close\n";
const ROW = "2024-11-05,100,110,95,105\n";

describe("headers", () => {
  test("a wrong header names what is missing", async () => {
    await expect(importText("ohlc", `day,open,high,low,last\n${ROW}`)).rejects.toMatchObject({
      code: "IMPORT_HEADER",
      message: expect.stringMatching(/the header has no date, close; .*\(.*data\.csv:1\)/),
    });
  });

  test("a wrong delimiter is recognised", async () => {
    const content = `${HEADER}${ROW}`.replaceAll(",", ";");
    await expect(importText("ohlc", content)).rejects.toThrow("it looks divided by ';': give --delimiter");
    expect(prices((await importText("ohlc", content, { delimiter: ";" })).events)).toEqual([
      100, 95, 110, 105,
    ]);
  });

  test.each([
    ["a title above it", `Prices of A\n\n${HEADER}${ROW}`, 'line 3 looks like the header: say "skipRows": 2'],
    [
      "Excel's line above it",
      `sep=;\n${HEADER}${ROW}`.replaceAll(",", ";"),
      'Excel\'s own: say "skipRows": 1 and "delimiter": ";"',
    ],
    ["rows without one", ROW.repeat(2), "it has no header: give the place of each column"],
    ["closes alone", "date,close\n2024-11-05,105\n", "of closes alone, the same for all four prices"],
    [
      "bars of minutes",
      `${HEADER.replace("date", "Datetime")}2024-11-05 09:00,1,2,1,2\n`,
      "it fits --profile ohlc, or bars if they are shorter than a day",
    ],
  ])("%s is recognised", async (name, content, problem) => {
    await expect(importText(name === "bars of minutes" ? "yahoo" : "ohlc", content)).rejects.toThrow(problem);
  });

  test("a header without rows takes nothing", async () => {
    await expect(importText("ohlc", HEADER)).rejects.toMatchObject({ code: "IMPORT_EMPTY" });
    await expect(importText("ohlc", "")).rejects.toMatchObject({ code: "IMPORT_EMPTY" });
  });
});

describe("text", () => {
  test.each([
    ["a byte order mark", `\uFEFF${HEADER}${ROW}`],
    ["CRLF", `${HEADER}${ROW}`.replaceAll("\n", "\r\n")],
    ["empty lines", `\n${HEADER}\n\n${ROW}\n`],
    ["no last line end", `${HEADER}${ROW}`.trimEnd()],
    ["quotes", `${HEADER.replace("date", '"date"')}"2024-11-05","100","110","95","105"\n`],
    ["quoted newlines", `note,${HEADER}"two\nlines",${ROW}`],
    ["a quoted newline with CRLF", `note,${HEADER}"two\r\nlines",${ROW}`.replaceAll(/(?<!\r)\n/g, "\r\n")],
  ])("%s change nothing", async (_, content) => {
    expect(prices((await importText("ohlc", content)).events)).toEqual([100, 95, 110, 105]);
  });

  test("a row of another width is refused", async () => {
    const { rejects } = await importText("ohlc", `${HEADER}${ROW}2024-11-06,1,2\n2024-11-07,1,234.5,1,2,3\n`);
    expect(rejects).toEqual(["3 bad-row", "4 bad-row"]);
  });

  test("the line of a row after quoted newlines is that of the file", async () => {
    const { rejects } = await importText("ohlc", `note,${HEADER}"two\nlines",${ROW}x,2024-11-06,1,2,1,\n`);
    expect(rejects).toEqual(["4 no-close"]);
  });

  test("a row without end is no text", async () => {
    await expect(importText("ohlc", HEADER + "x".repeat(2_000_000))).rejects.toThrow(
      "is this delimited text?",
    );
  });
});

test.each([
  ["null", "no-close"],
  ["N/A", "no-close"],
  ["NaN", "no-close"],
  ["", "no-close"],
  ["0", "bad-price"],
  ["-105", "bad-price"],
  ["inf", "bad-price"],
  ["Infinity", "bad-price"],
  ["-Infinity", "bad-price"],
  ["1e99", "bad-price"],
  ["9007199254740991.5", "bad-price"],
  ["1e", "bad-price"],
  ["0x10", "bad-price"],
  ["105.", "bad-price"],
  ["１０５", "bad-price"],
  ["105,5", "decimal-comma"],
  ["1.105,5", "decimal-comma"],
  ["1,105.50", "thousands-separator"],
  ["1,105", "thousands-separator"],
  ["$$105", "bad-price"],
  ["105 $", "bad-price"],
  ["$", "bad-price"],
])("a close of %j is refused as %s", async (close, code) => {
  const { rejects } = await importText("ohlc", `${HEADER}${ROW}2024-11-06,100,110,95,"${close}"\n`);
  expect(rejects).toEqual([`3 ${code}`]);
});

test.each([
  ["1e3", 1000],
  ["1.25E+2", 125],
  ["9.5e-05", 0.000095],
  ["123.5e-1", 12.35],
  [" 105 ", 105],
  ["0105.50", 105.5],
  ["$105.5", 105.5],
  ["€ 105.5", 105.5],
  ["￥105", 105],
])("a close of %j is %d", async (text, close) => {
  const { events } = await importText("ohlc", `${HEADER}2024-11-06,,,,${text}\n`);
  expect(prices(events)).toEqual([close]);
});

test("a price past a safe integer costs the others no decimals", async () => {
  const { rejects, events } = await importText(
    "ohlc",
    `${HEADER}${ROW}2024-11-06,1.25,9007199254740992,1,2\n`,
  );
  expect(rejects).toEqual(["3 bad-price"]);
  expect(prices(events)).toEqual([100, 95, 110, 105]);
  const fine = await importText("ohlc", `${HEADER}2024-11-06,,,,9007199254740990\n`);
  expect(fine.rejects).toEqual([]);
});

test.each(["1684-06-05", "2255-06-06", "0000-01-01", "9999-12-31"])(
  "the date %s is past a tape's instants",
  async (date) => {
    const market = { mic: "XXXX", zone: "Asia/Tokyo" };
    const { rejects } = await importText("ohlc", `${HEADER}${ROW}${date},1,2,1,2\n`, market);
    expect(rejects).toEqual(["3 bad-date"]);
    const times = `time,price\n2024-11-05T01:00:00Z,1\n${date}T01:00:00Z,1\n${date} 01:00,1\n`;
    expect((await importText("ticks", times, market)).rejects).toEqual(["3 bad-date", "4 bad-date"]);
  },
);

test("an epoch past a tape's instants is refused", async () => {
  const { rejects } = await importText("ticks", "time,price\n1730768400,1\n9007199254740,2\n", {
    mic: "XXXX",
  });
  expect(rejects).toEqual(["3 bad-time"]);
});

test.each(["2024-02-30", "05/11/2024", "2024-11-31", "2024/11.5", "yesterday", ""])(
  "the date %j is refused",
  async (date) => {
    const { rejects } = await importText("ohlc", `${HEADER}${ROW}${date},1,2,1,2\n`);
    expect(rejects).toEqual(["3 bad-date"]);
  },
);

describe("times", () => {
  const bars = (time: string): string => `time,open,high,low,close\n${time},1,2,1,2\n`;

  test("a time without a zone needs to be told one", async () => {
    await expect(importText("bars", bars("2024-11-05 09:00"))).rejects.toMatchObject({
      code: "IMPORT_ZONE",
      message: expect.stringMatching(/--zone.*data\.csv:2/),
    });
    const { events } = await importText("bars", bars("2024-11-05 09:00"), { zone: "Asia/Tokyo" });
    expect(told(events)[1]).toBe("2024-11-05T00:00:00Z PriceTicked A 1");
  });

  test("a time the clocks jump over, or show twice, is refused", async () => {
    const rows = ["2024-03-10 02:30", "2024-11-03 01:30", "2024-11-04 09:30"].map(
      (time) => `${time},1,2,1,2`,
    );
    const { rejects } = await importText("bars", `time,open,high,low,close\n${rows.join("\n")}\n`, {
      mic: "XNYS",
      zone: "local",
    });
    expect(rejects).toEqual(["2 no-such-time", "3 ambiguous-time"]);
  });

  test.each([
    ["2024-11-05T00:00:00Z", "2024-11-05T00:00:00Z"],
    ["2024-11-05 09:00:00.123456789+09:00", "2024-11-05T00:00:00.123456Z"],
    ["2024-11-05T09:00+0900", "2024-11-05T00:00:00Z"],
    ["1730764800", "2024-11-05T00:00:00Z"],
    ["1730764800123", "2024-11-05T00:00:00.123Z"],
    ["1730764800123456", "2024-11-05T00:00:00.123456Z"],
    ["1730764800123456789", "2024-11-05T00:00:00.123456Z"],
  ])("%s is %s", async (text, instant) => {
    const { events } = await importText("bars", bars(text));
    const tick = events.find(({ type }) => type === "PriceTicked");
    expect(formatInstant(tick?.at ?? 0)).toBe(instant);
  });

  test.each(["09:00", "2024-11-05 25:00", "2024-11-05 09:61Z", "1.7e9", ""])(
    "%j is no time",
    async (text) => {
      const { rejects } = await importText("bars", `${bars("2024-11-05T00:01:00Z")}${text},1,2,1,2\n`);
      expect(rejects).toEqual(["3 bad-time"]);
    },
  );

  test("what lies in no session, or in its break, is refused", async () => {
    const times = ["08:59", "09:00", "11:30", "12:30", "15:30", "15:31"].map(
      (time) => `2024-11-05T${time}+09:00,1,1,1,1`,
    );
    const { rejects } = await importText("bars", `time,open,high,low,close\n${times.join("\n")}\n`);
    expect(rejects).toEqual(["2 outside-session", "4 at-the-bell", "7 outside-session"]);
  });
});

describe("files", () => {
  test("a missing file and a directory are named", async () => {
    await expect(importPaths("ohlc", ["/nowhere/a.csv"])).rejects.toThrow(
      "there is no such file; check the path (/nowhere/a.csv)",
    );
    await expect(importPaths("ohlc", ["."])).rejects.toThrow("is a directory; give its files (.)");
  });

  test("a file given twice counts once", async () => {
    const path = await fileOf(`${HEADER}${ROW}`);
    const paths = [path, relative(".", path), path];
    expect((await importPaths("ohlc", paths)).summary).toMatchObject({ files: 1, taken: 1 });
  });

  test("where no row is taken the reasons are told", async () => {
    await expect(importText("ohlc", `${HEADER}2024-11-05,1,2,1,\nx,1,2,1,2\n`)).rejects.toMatchObject({
      code: "IMPORT_EMPTY",
      message: expect.stringContaining(
        "no row was taken: 1 no-close (the row has no close), 1 bad-date (the date does not exist, is written " +
          'otherwise or lies outside 1684 to 2255), the first at line 2: "2024-11-05,1,2,1,"; check --profile',
      ),
    });
  });

  test("rows that do not name their instrument need --instrument", async () => {
    const importing = importText("ohlc", `${HEADER}${ROW}`, { instrument: undefined } as object);
    await expect(importing).rejects.toMatchObject({ code: "USAGE", detail: { argument: "--instrument" } });
  });

  test("an instrument called __proto__ is harmless", async () => {
    const { events, rejects } = await importText(
      "bars",
      "time,instrument,open,high,low,close\n2024-11-05T00:00Z,__proto__,1,1,1,1\n2024-11-05T00:00Z,constructor,1,1,1,1\n",
      {
        instrument: undefined,
      } as object,
    );
    expect(rejects).toEqual(["2 bad-instrument"]);
    expect(events.filter(({ type }) => type === "InstrumentListed")).toMatchObject([
      { instrument: "constructor" },
    ]);
  });
});

describe("a market that nobody knows", () => {
  const imported = async (mic: string, ...more: string[]): Promise<Ran> => {
    const file = await fileOf(`${HEADER}${ROW}`);
    const options = ["--profile", "ohlc", "--instrument", "A", "--mic", mic, "--out", `${file}.jsonl`];
    return run(["import", file, ...options, ...more]);
  };

  test("is asked about, with those that are alike", async () => {
    expect(await imported("XNSA")).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /USAGE: XNSA: no such market known; did you mean XNAS or XNSE\? .*--mic-unknown/,
      ),
    });
    expect((await imported("XPAR")).err).toMatch(/XPAR: no such market known; there are XASX, XBOM, /);
  });

  test("is taken when that is meant, or has a calendar of its own", async () => {
    expect(await imported("XPAR", "--mic-unknown")).toMatchObject({ code: 0 });
    const calendar = await imported("XPAR", "--calendar", await fileOf("{}", "c.json"));
    expect(calendar.err).toContain("CALENDAR_INVALID");
  });
});
