/** Dates and times as people write them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { run } from "../cli/run-command.ts";
import { byMapping, importText, type ImportTextOptions, told } from "./import-text.ts";

const HEADER = "date,open,high,low,close\n";

async function dates(texts: readonly string[], options: ImportTextOptions = {}): Promise<string[]> {
  const rows = texts.map((text) => `"${text}",,,,100\n`).join("");
  const { events } = await importText("ohlc", HEADER + rows, options);
  return events.flatMap((event) => (event.type === "SessionOpened" ? [event.date] : []));
}

describe("dates", () => {
  test.each([
    ["2024/01/04"],
    ["2024.1.4"],
    ["2024-1-4"],
    ["20240104"],
    ["04-Jan-2024"],
    ["04-JAN-24"],
    ["04JAN2024"],
    ["Jan 04, 2024"],
    ["2024年1月4日"],
    ["2024년 01월 04일"],
    ["2024- 01- 04"],
    ["113/01/04"],
    ["20240104000000"],
    ["2024-01-04T00:00:00"],
    ["2024/01/04 15:30"],
    ["2024-01-03T15:00:00Z"],
    ["2024-01-03 15:00:00+00:00"],
    ["2024-01-03 10:00:00-05:00"],
    ["2024-01-04 00:00:00+09:00"],
    ["2024-01-04T00:00:00Z"],
    ["1704294000"],
    ["1704294000000"],
    ["1704294000000.0"],
  ])("%s is the 4th of January in Tokyo", async (text) => {
    expect(await dates([text])).toEqual(["2024-01-04"]);
  });

  test("midnight of New York, written in UTC, is the day that begins there", async () => {
    const options = { mic: "XNYS" };
    expect(await dates(["2024-06-06 04:00:00+00:00", "2024-06-07 04:00:00Z"], options)).toEqual([
      "2024-06-06",
      "2024-06-07",
    ]);
    // Midnight of UTC itself is a date that was given a time.
    expect(await dates(["2024-03-04T00:00:00Z", "2024-03-05T00:00:00Z"], options)).toEqual([
      "2024-03-04",
      "2024-03-05",
    ]);
  });

  test("a time without a zone is of the zone that is told", async () => {
    const texts = ["2024-01-03 15:00:00", "2024-01-04 23:00"];
    expect(await dates(texts, { zone: "UTC" })).toEqual(["2024-01-04", "2024-01-05"]);
    expect(await dates(texts)).toEqual(["2024-01-03", "2024-01-04"]);
    expect(await dates(texts, { zone: "local" })).toEqual(["2024-01-03", "2024-01-04"]);
  });

  test("day or month first is known by one that can be only one of the two", async () => {
    expect(await dates(["04/01/2024", "25/01/2024"])).toEqual(["2024-01-04", "2024-01-25"]);
    expect(await dates(["01/04/2024", "01/25/2024"])).toEqual(["2024-01-04", "2024-01-25"]);
  });

  test.each([
    ["04/01/2024", "DD/MM/YYYY"],
    ["4.1.2024", "DD/MM/YYYY"],
    ["04/01/24", "DD/MM/YY or MM/DD/YY, or YY/MM/DD"],
  ])("%s could be two days", async (text, dateFormat) => {
    await expect(dates([text, text.replace("4", "5")])).rejects.toMatchObject({
      code: "IMPORT_DATES",
      message: expect.stringContaining(`give --date-format ${dateFormat}`),
    });
  });

  test.each([
    ["MM/DD/YYYY", ["13/02/2024", "01/02/2024"], "dates such as 13/02/2024 have their day first"],
    ["DD/MM/YYYY", ["01/02/2024", "02/13/2024"], "dates such as 02/13/2024 have their month first"],
  ])("%s is refused where the dates themselves say otherwise", async (dateFormat, texts, problem) => {
    const ran = await byMapping(`${HEADER}${texts.map((text) => `${text},,,,100\n`).join("")}`, {
      profile: "ohlc",
      dateFormat,
    });
    expect(ran.err).toContain(`IMPORT_DATES: ${problem}`);
  });

  test("a file that mixes the two is refused", async () => {
    await expect(dates(["25/01/2024", "01/25/2024"])).rejects.toMatchObject({ code: "IMPORT_DATES" });
  });

  test.each([
    ["DD/MM/YYYY", "04/01/2024"],
    ["MM/DD/YYYY", "01/04/2024"],
    ["dd.mm.yy", "04.01.24"],
    ["%d/%m/%y", "04/01/24"],
    ["YY-MM-DD", "24-01-04"],
  ])("%s reads %s", async (dateFormat, text) => {
    const { closes } = await byMapping(`${HEADER}${text},,,,100\n`, { profile: "ohlc", dateFormat });
    expect(closes).toBe("2024-01-04 100");
    const { code } = await run([
      "import",
      "x.csv",
      "--date-format",
      "sideways",
      "--out",
      "x",
      "--mic",
      "XTKS",
      "--profile",
      "ohlc",
    ]);
    expect(code).toBe(2);
  });

  test("any day, written in any of these ways, is that day", async () => {
    const day = fc.date({ min: new Date("1990-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
    const ways: readonly ((year: string, month: string, date: string) => string)[] = [
      (y, m, d) => `${y}/${m}/${d}`,
      (y, m, d) => `${y}.${Number(m)}.${Number(d)}`,
      (y, m, d) => `${y}${m}${d}`,
      (y, m, d) => `${y}-${m}-${d} 00:00:00`,
      (y, m, d) => `${y}-${m}-${d}T00:00:00+09:00`,
    ];
    await fc.assert(
      fc.asyncProperty(day, fc.constantFrom(...ways), async (date, way) => {
        const [y = "", m = "", d = ""] = date.toISOString().slice(0, 10).split("-");
        expect(await dates([way(y, m, d)])).toEqual([`${y}-${m}-${d}`]);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe("times", () => {
  const bar = ",1,2,1,2\n";
  const two = (header: string, rows: readonly string[]): string =>
    `${header},open,high,low,close\n${rows.map((row) => row + bar).join("")}`;
  const begun = ["2024-01-04T00:00:00Z", "2024-01-04T00:01:00Z"];

  test.each([
    ["compact dates", two("time", ["20240104 09:00:00", "20240104 09:01:00"])],
    ["dots", two("time", ["2024.01.04 09:00", "2024.01.04 09:01"])],
    ["a zone's name", two("time", ["2024-01-04 09:00:00 Asia/Tokyo", "2024-01-04 09:01:00 Asia/Tokyo"])],
    [
      "a zone in brackets",
      two("time", ["2024-01-04T09:00:00+09:00[Asia/Tokyo]", "2024-01-04T09:01+09:00[Asia/Tokyo]"]),
    ],
    ["a short name", two("time", ["2024-01-04 09:00 JST", "2024-01-04 09:01 JST"])],
    ["UTC", two("time", ["2024-01-04 00:00:00 UTC", "2024-01-04 00:01:00 GMT"])],
    ["a month's name", two("time", ["04-Jan-2024 09:00:00", "04-Jan-2024 09:01:00"])],
    ["AM", two("time", ["2024-01-04 9:00 AM", "2024-01-04 9:01 AM"])],
    ["digits", two("time", ["20240104090000", "20240104090100"])],
    ["digits without seconds", two("time", ["202401040900", "202401040901"])],
    ["an offset behind GMT", two("time", ["2024-01-04 09:00:00.000 GMT+0900", "2024-01-04 09:01 UTC+9"])],
    ["signs of the East", two("time", ["2024年1月4日 9:00", "2024年1月4日 9:01"])],
    ["New York's own name", two("time", ["2024-01-03 19:00 ET", "2024-01-03 19:01 et"])],
    ["a dash between", two("time", ["20240104-09:00:00", "20240104-09:01:00.000"])],
    ["seconds with a fraction", two("time", ["1704326400.0", "1704326460.000"])],
    [
      "a zone whose name begins like AM",
      two("time", ["2024-01-03 19:00:00 America/New_York", "2024-01-03 7:01 PM America/New_York"]),
    ],
    ["two columns", two("date,time", ["2024-01-04,09:00", "2024-01-04,09:01"])],
    ["two columns, turned", two("time,date", ["09:00:00,2024/01/04", "09:01:00,2024/01/04"])],
    [
      "two columns, the date with a midnight",
      two("date,time", ["2024-01-04 00:00:00,09:00", "2024-01-04 00:00:00,09:01"]),
    ],
    ["seconds beside a date", two("timestamp,date", ["1704326400,2024-01-04", "1704326460,2024-01-04"])],
    ["two columns of digits", two("<DATE>,<TIME>", ["20240104,090000", "20240104,090100"])],
  ])("%s", async (_, content) => {
    const { events, rejects } = await importText("bars", content, { zone: "Asia/Tokyo" });
    expect(rejects).toEqual([]);
    const opens = events.flatMap((event) =>
      event.type === "PriceTicked" && event.id.endsWith("-open") ? [event] : [],
    );
    expect(told(opens).map((line) => line.split(" ")[0])).toEqual(begun);
  });

  test("trades in two columns, and by a mapping that names them", async () => {
    const content = "day,clock,px\n2024-01-04,09:00:00.5,5\n";
    const mapping = {
      profile: "ticks",
      columns: { time: "clock", date: "day", price: "px" },
      zone: "Asia/Tokyo",
    };
    expect((await byMapping(content, mapping)).closes).toBe("2024-01-04 5");
    const american = "day,clock,px\n01/04/2024,09:00:00.5,5\n01/15/2024,09:00:00.5,6\n";
    expect((await byMapping(american, mapping)).closes).toBe("2024-01-04 5, 2024-01-15 6");
    const byPlace = { ...mapping, columns: { date: 1, time: 2, price: 3 } };
    expect((await byMapping(content.split("\n")[1]!, byPlace)).closes).toBe("2024-01-04 5");
  });

  test("times that cannot be read beside dates make no days of the bars", async () => {
    const content = two("date,time", ["2024-01-04,9h00", "2024-01-05,9h01"]);
    await expect(importText("bars", content, { zone: "local" })).rejects.toThrow(
      "no row was taken: 2 bad-time",
    );
  });

  test.each([
    "2024-01-04 09:00 IST",
    "2024-01-04 09:00 Mars/Olympus",
    "2024-01-04 13:00 PM",
    "2024-01-04 0960",
  ])("%s is refused", async (text) => {
    const { rejects } = await importText("bars", two("time", ["2024-01-04T09:00+09:00", text]), {
      zone: "local",
    });
    expect(rejects).toEqual(["3 bad-time"]);
  });
});
