/** Texts in the encodings that vendors write. */
import { describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { byMapping, fileOf, importPaths, importText, prices } from "./import-text.ts";

const HEADER = "date,open,high,low,close\n";

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
