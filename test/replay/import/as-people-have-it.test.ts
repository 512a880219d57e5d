/** Files as people have them: dates, encodings, headers, marks of numbers, rows to leave out, ids of their own. */
import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { type Ran, run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { fileOf, importPaths, importText, type ImportTextOptions, prices, told } from "./import-text.ts";

const folder = tapeFolder();
const HEADER = "date,open,high,low,close\n";

/** The command's words on a file read by a mapping, and the sessions it makes. */
async function byMapping(
  content: string | Uint8Array,
  mapping: object,
  options: readonly string[] = [],
): Promise<Ran & { readonly closes: string }> {
  const tape = folder.path("mapped.jsonl");
  const paths = [await fileOf(content), "--mapping", await fileOf(JSON.stringify(mapping), "mapping.json")];
  const ran = await run([
    "import",
    ...paths,
    "--mic",
    "XTKS",
    "--instrument",
    "A",
    "--out",
    tape,
    ...options,
  ]);
  if (ran.code !== 0) return { ...ran, closes: "" };
  const sessions = await run(["sessions", tape, "--instrument", "A"]);
  const closes = sessions.out
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split(",").toSpliced(1, 3).slice(0, 2).join(" "));
  return { ...ran, closes: closes.join(", ") };
}

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
    ["Jan 04, 2024"],
    ["2024-01-04T00:00:00"],
    ["2024/01/04 15:30"],
    ["2024-01-03T15:00:00Z"],
    ["2024-01-03 15:00:00+00:00"],
    ["2024-01-03 10:00:00-05:00"],
    ["2024-01-04 00:00:00+09:00"],
    ["2024-01-04T00:00:00Z"],
    ["1704294000"],
    ["1704294000000"],
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
    ["04/01/24", "DD/MM/YY"],
  ])("%s could be two days", async (text, dateFormat) => {
    await expect(dates([text, text.replace("4", "5")])).rejects.toMatchObject({
      code: "IMPORT_DATES",
      message: expect.stringContaining(`give --date-format ${dateFormat} or`),
    });
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
    ["a dash between", two("time", ["20240104-09:00:00", "20240104-09:01:00.000"])],
    ["seconds with a fraction", two("time", ["1704326400.0", "1704326460.000"])],
    [
      "a zone whose name begins like AM",
      two("time", ["2024-01-03 19:00:00 America/New_York", "2024-01-03 7:01 PM America/New_York"]),
    ],
    ["two columns", two("date,time", ["2024-01-04,09:00", "2024-01-04,09:01"])],
    ["two columns, turned", two("time,date", ["09:00:00,2024/01/04", "09:01:00,2024/01/04"])],
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

describe("encodings", () => {
  const rows = "2024/01/04,100\n2024/01/05,101\n";
  /** 日付 and 終値 as each encoding writes them. */
  const encoded: readonly (readonly [string, string, string])[] = [
    ["Shift_JIS", "93fa9574", "8f49926c"],
    ["EUC-JP", "c6fcc9d5", "bdaac3cd"],
    ["GBK", "c8d5b8b6", "bd4b8281"],
    ["cp932", "93fa9574", "8f49926c"],
  ];

  test.each(encoded)("%s where it is named", async (encoding, date, close) => {
    const header = Buffer.concat([
      Buffer.from(date, "hex"),
      Buffer.from(","),
      Buffer.from(close, "hex"),
      Buffer.from("\n"),
    ]);
    const names = new TextDecoder(encoding === "cp932" ? "Shift_JIS" : encoding)
      .decode(header)
      .trim()
      .split(",");
    const mapping = { profile: "ohlc", columns: { date: names[0], close: names[1] } };
    const content = Buffer.concat([header, Buffer.from(rows)]);
    const whole = {
      ...mapping,
      columns: { ...mapping.columns, open: names[1], high: names[1], low: names[1] },
    };
    const read = await byMapping(content, whole, ["--encoding", encoding]);
    expect(read.closes).toBe("2024-01-04 100, 2024-01-05 101");
    expect((await byMapping(content, { ...whole, encoding })).closes).toBe(read.closes);
    expect((await byMapping(content, whole)).err).toMatch(/IMPORT_FILE: is no UTF-8; give --encoding/);
  });

  test.each(["utf16le", "utf-16be"])("UTF-16 by its mark (%s)", async (kind) => {
    const bytes = Buffer.from(`\uFEFF${HEADER}2024-01-04,1,2,1,2\n`, "utf16le");
    const { events } = await importText("ohlc", kind === "utf16le" ? bytes : bytes.swap16());
    expect(prices(events)).toEqual([1, 1, 2, 2]);
  });

  test("a mark wins over the name, so that files written differently go into one run", async () => {
    const shiftJis = Buffer.concat([
      Buffer.from(HEADER.replace("\n", ",name\n2024-01-04,1,2,1,2,")),
      Buffer.from("93fa9574", "hex"),
      Buffer.from("\n"),
    ]);
    const paths = [
      await fileOf(shiftJis),
      await fileOf(`\uFEFF${HEADER}2024-01-05,3,3,3,3\n`),
      await fileOf(Buffer.from(`\uFEFF${HEADER}2024-01-09,4,4,4,4\n`, "utf16le")),
    ];
    const { events } = await importPaths("ohlc", paths, { style: { encoding: "Shift_JIS" } });
    expect(prices(events)).toEqual([1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4]);
    paths.push(await fileOf(Buffer.from([...Buffer.from(HEADER), 0xff, 0x0a])));
    await expect(importPaths("ohlc", paths, { style: { encoding: "Shift_JIS" } })).rejects.toThrow(
      "is no Shift_JIS; give another --encoding, or import files that differ one after the other by --into",
    );
  });

  test("UTF-16 without its mark, and what is not of the encoding named, is said", async () => {
    const bytes = Buffer.from(`${HEADER}2024-01-04,1,2,1,2\n`, "utf16le");
    await expect(importText("ohlc", bytes)).rejects.toThrow(
      "is no UTF-8; if it is UTF-16, give --encoding UTF-16LE",
    );
    expect(
      prices((await importText("ohlc", bytes, { style: { encoding: "utf-16le" } })).events),
    ).toHaveLength(4);
    const broken = Buffer.concat([Buffer.from(HEADER), Buffer.from([0xff, 0xff, 0x0a])]);
    await expect(importText("ohlc", broken, { style: { encoding: "EUC-KR" } })).rejects.toThrow(
      "is no EUC-KR",
    );
    const ran = await run([
      "import",
      "x.csv",
      "--profile",
      "ohlc",
      "--mic",
      "XTKS",
      "--out",
      "x",
      "--encoding",
      "klingon",
    ]);
    expect(ran.err).toMatch(/^tapefold: USAGE: there is no encoding klingon/);
  });
});

describe("numbers", () => {
  const content = 'date;open;high;low;close\n2024-01-04;1.234,5;1.240,00;1.230;"1.235,25"\n';
  const mapping = { profile: "ohlc", delimiter: ";", decimal: ",", thousands: "." };

  test.each<[string, string, object]>([
    ["decimal commas", content, mapping],
    ["spaces between thousands", content.replaceAll(".", "\u00a0"), { ...mapping, thousands: " " }],
    [
      "apostrophes",
      content.replaceAll(".", "'").replaceAll(",", "."),
      { ...mapping, decimal: ".", thousands: "'" },
    ],
    [
      "commas between thousands",
      content.replaceAll(".", "x").replaceAll(",", ".").replaceAll("x", ","),
      { ...mapping, decimal: ".", thousands: "," },
    ],
  ])("%s where the mapping says so", async (_, text, given) => {
    expect((await byMapping(text, given)).closes).toBe("2024-01-04 1235.25");
  });

  test("India's groups of two digits before the last three", async () => {
    const rows = 'date,open,high,low,close\n2024-01-04,"1,23,456.5","12,34,567","99,999","1,23,500"\n';
    const given = { profile: "ohlc", thousands: "," };
    expect((await byMapping(rows, given)).closes).toBe("2024-01-04 123500.0");
    expect((await byMapping(rows.replace("1,23,5", "123,45,5"), given)).err).toContain("1 bad-price");
  });

  test("without a word of it they are refused, and what does not fit is too", async () => {
    expect((await byMapping(content, { profile: "ohlc", delimiter: ";" })).err).toContain("1 decimal-comma");
    expect((await byMapping(content.replace("1.230", "12.30"), mapping)).err).toContain("1 bad-price");
    expect((await byMapping(content, { ...mapping, thousands: "," })).err).toContain(
      "is what stands before the decimals",
    );
  });
});

test.each<[string, string | Uint8Array, readonly string[]]>([
  ["in its last line", `${HEADER}2024-01-04,1,2,1,2\n2024-01-05,1,2,1,1`, ["its last row may be cut short"]],
  ["nowhere", `${HEADER}2024-01-04,1,2,1,2\n`, []],
  ["nowhere, in UTF-16", Buffer.from(`\uFEFF${HEADER}2024-01-04,1,2,1,2\n`, "utf16le"), []],
])("a file that ends %s", async (_, content, notes) => {
  const { summary } = await importText("ohlc", content);
  expect(summary.notes).toEqual(notes.map((note) => expect.stringContaining(note) as string));
});

describe("rows", () => {
  test("lines before the header and rows at the end are left out", async () => {
    const content = `Prices of A\n\n${HEADER}2024-01-04,,,,1\n2024-01-05,,,,2\nTotal,,,,3\n`;
    const { closes, out } = await byMapping(content, { profile: "ohlc", skipRows: 2, skipFooter: 1 });
    expect(closes).toBe("2024-01-04 1, 2024-01-05 2");
    expect(out).toContain("2 rows of 1 file: 2 taken, 0 refused");
  });

  test.each([["EQ"], [["EQ", "BE"]]])("only those of a value (%j)", async (only) => {
    const content = "date,close,series\n2024-01-04,9,BL\n2024-01-04,1,EQ\n2024-01-05,2,EQ\n2024-01-09,8,XX\n";
    const columns = { open: "close", high: "close", low: "close" };
    const read = await byMapping(content, { profile: "ohlc", columns, only: { Series: only } });
    expect(read.closes).toBe("2024-01-04 1, 2024-01-05 2");
    expect(read.out).toContain("2 taken, 0 refused, 2 skipped");
    expect((await byMapping(content, { profile: "ohlc", columns, only: { board: "EQ" } })).err).toContain(
      'the mapping\'s "only" names board, and there is no such column',
    );
    const twice = await byMapping(content, { profile: "ohlc", columns });
    expect(twice).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'told apart by series (BL, EQ); keep one by a --mapping with "only": {"series": "EQ"}',
      ),
    });
    const none = await byMapping(content, { profile: "ohlc", columns, only: { series: "GS" } });
    expect(none.err).toMatch(/no row was taken: 4 skipped, .*check the mapping's "only"/);
  });
});

test("bars of a minute that two boards have are several series too", async () => {
  const content =
    "time,board,open,high,low,close\n2024-01-04T09:00,A,1,1,1,1\n2024-01-04T09:01,A,1,1,1,1\n2024-01-04T09:01,B,2,2,2,2\n";
  await expect(importText("bars", content, { zone: "local" })).rejects.toThrow(
    'A at 2024-01-04T00:01:00Z has rows of several series, told apart by board (A, B); keep one by a --mapping with "only": {"board": "B"}',
  );
});

describe("headers", () => {
  test("pandas' header of two or three rows", async () => {
    const rows = "2024-06-10,121.5,123,117,120\n";
    const three = `Price,Close,High,Low,Open\nTicker,NVD,NVD,NVD,NVD\nDate,,,,\n${rows}`;
    const turned = `Ticker,NVD,NVD,NVD,NVD\nPrice,Close,High,Low,Open\nDate,,,,\n${rows}`;
    const two = `Price,Close,High,Low,Open\nDate,,,,\n${rows}`;
    for (const content of [three, turned, two]) {
      const { events, rejects, summary } = await importText("yahoo", content, { mic: "XNAS" });
      expect(prices(events)).toEqual([120, 117, 123, 121.5]);
      expect(rejects).toEqual([]);
      expect(summary.notes).toEqual([expect.stringContaining("there is no Adj Close")]);
    }
    // The one ticker it names is the instrument where nobody says another.
    const named = await importText("yahoo", three, { mic: "XNAS", instrument: undefined } as object);
    expect(named.summary.instruments).toMatchObject([{ instrument: "NVD" }]);
    const side = three.replace("NVD,NVD,NVD,NVD", "NVD,AMD,NVD,NVD");
    await expect(importText("yahoo", side)).rejects.toThrow("has 2 tickers side by side (NVD, AMD)");
  });

  test("two columns of one name", async () => {
    await expect(
      importText("ohlc", "date,open,high,low,close,Close\n2024-01-04,1,1,1,1,2\n"),
    ).rejects.toMatchObject({
      code: "IMPORT_HEADER",
      message: expect.stringContaining("the header has close twice, as columns 5 and 6"),
    });
  });

  test("an error quotes the first line and names what fits", async () => {
    await expect(importText("yahoo", "ticker,price,sip_timestamp\nA,1,1\n")).rejects.toThrow(
      'it reads "ticker,price,sip_timestamp"; it fits --profile polygon-trades',
    );
  });

  test.each<[string, string | Uint8Array, string]>([
    ["a web page", "\n<!doctype HTML><html></html>\n", "is a web page, not data"],
    ["a page of XML", '<?xml version="1.0"?><rss/>\n', "is a web page, not data"],
    ["JSON", '[{"date":"2024-01-04"}]\n', "is JSON"],
    ["a refusal", "Exceeded the daily hits limit\n", 'a source\'s refusal: "Exceeded the daily hits limit"'],
    ["another refusal", "Error Message: invalid API key\n", "what looks like a source's refusal"],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "is an Excel workbook; save it as CSV"],
    ["a PDF", "%PDF-1.7\n", "is a PDF"],
    ["bytes", Buffer.from([0x41, 0, 0x42, 0x0a]), "is no UTF-8"],
  ])("%s is no table", async (_, content, problem) => {
    await expect(importText("stooq", content)).rejects.toMatchObject({
      code: "IMPORT_FILE",
      message: expect.stringContaining(problem),
    });
  });
});

describe("ids", () => {
  const content =
    "date,symbol,open,high,low,close\n2024-01-04,M&M,1,1,1,1\n2024-01-04,GC=F,2,2,2,2\n2024-01-04,BRK/B,3,3,3,3\n";

  test("as markets write them, in questions too", async () => {
    const tape = folder.path("ids.jsonl");
    const ran = await run([
      "import",
      await fileOf(content),
      "--profile",
      "ohlc",
      "--mic",
      "XTKS",
      "--out",
      tape,
    ]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    for (const [id, last] of [
      ["M&M", "1"],
      ["GC=F", "2"],
      ["BRK/B", "3"],
    ] as const) {
      expect((await run(["sessions", tape, "--instrument", id])).out).toContain(`2024-01-04,${last},`);
      expect((await run(["explain", tape, id, "last"])).out).toContain(last);
    }
    expect((await run(["verify", tape])).code).toBe(0);
  });

  test.each([
    "_A",
    "-A",
    "=A",
    "@A",
    "+A",
    ".A",
    "A B",
    "A,B",
    'A"B',
    "A<B",
    "A'B",
    "A\\B",
    "A[B",
    "A{B",
    "é",
    "A".repeat(65),
  ])("%s is none", async (id) => {
    const { rejects } = await importText(
      "ohlc",
      `date,symbol,open,high,low,close\n2024-01-04,"${id.replace('"', '""')}",1,1,1,1\n2024-01-04,A,1,1,1,1\n`,
      { instrument: undefined } as object,
    );
    expect(rejects).toEqual(["2 bad-instrument"]);
  });

  test("--rename gives them others", async () => {
    const renames = folder.path("names.csv");
    await writeFile(renames, 'from,to\nM&M,MM\n"Gold, spot",XAU\n');
    const tape = folder.path("renamed.jsonl");
    const rows = content.replace("GC=F", '"Gold, spot"');
    const ran = await run([
      "import",
      await fileOf(rows),
      "--profile",
      "ohlc",
      "--mic",
      "XTKS",
      "--out",
      tape,
      "--rename",
      renames,
      "--json",
    ]);
    expect(JSON.parse(ran.out)).toMatchObject({
      instruments: [{ instrument: "BRK/B" }, { instrument: "MM" }, { instrument: "XAU" }],
    });
  });

  test.each([
    ["M&M,A B\n", "A B is no id of an instrument"],
    ["M&M\n", "is no name and id with a comma between"],
    ["A,X\nA,Y\n", "A is renamed twice"],
    ["A,X\nB,X\n", "two names become X"],
  ])("a file of names %j is refused", async (names, problem) => {
    const ran = await run([
      "import",
      await fileOf(content),
      "--profile",
      "ohlc",
      "--mic",
      "XTKS",
      "--out",
      folder.path("no.jsonl"),
      "--rename",
      await fileOf(names),
    ]);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
  });
});
