/** Files as people have them: headers, marks of numbers, rows to leave out, ids of their own. */
import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { byMapping, fileOf, importText, prices } from "./import-text.ts";

const folder = tapeFolder();
const HEADER = "date,open,high,low,close\n";

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
      "curved apostrophes",
      content.replaceAll(".", "’").replaceAll(",", "."),
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
    ["Arrow", Buffer.from("ARROW1\0\0"), "is a file of Arrow (Feather)"],
    ["HDF5", Buffer.from("894844460d0a1a0a", "hex"), "is HDF5"],
    ["a pickle", Buffer.from("80059500", "hex"), "is a pickle of Python"],
    ["a tar", Buffer.from(`a.csv${"\0".repeat(252)}ustar`), "is a tar archive"],
    ["a stand-in", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a file of Git LFS"],
    ["an old Mac's text", "Date,Open\r2024-01-04,1\r", "has lines that end in a CR alone"],
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

test("a mapping's columns and profile are those that count", async () => {
  const content = `${HEADER}2024-01-04,1,2,1,2\n`;
  const wrong = await byMapping(content, { profile: "ohlc", columns: { close: "Schluss" } });
  expect(wrong.err).toContain("the header has no Schluss; ");
  expect(wrong.err).toContain("name its columns in the --mapping file as it does");
  const other = await byMapping(content, { profile: "ohlc" }, ["--profile", "bars"]);
  expect(other.err).toContain("USAGE: bars is not the mapping's, which is ohlc; leave it out");
});
