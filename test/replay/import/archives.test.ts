/** Archives are unpacked, and held to their checksums: no damaged one becomes another tape. */
import { gzipSync } from "node:zlib";
import { MarketError } from "@tapefold/core";
import fc from "fast-check";
import { strToU8, type ZipOptions, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { isLong, runs } from "../../runs.ts";
import { type Imported, importText, prices, told } from "./import-text.ts";

const HEADER = "date,open,high,low,close\n";
const ROW = "2024-11-05,100,110,95,105\n";

function rows(month: number): string {
  const days = Array.from({ length: 9 }, (_, day) => `2024-0${month}-0${day + 1}`);
  return `${HEADER}${days.map((date, day) => `${date},100.5,11${day},95,${100 + day}`).join("\n")}\n`;
}

function zip(names: readonly string[], options: ZipOptions): Uint8Array {
  const files = names.map((name, index) => [name, strToU8(rows(index + 1))] as const);
  return zipSync(Object.fromEntries(files), options);
}

const archives: readonly (readonly [string, Uint8Array])[] = [
  ["zip, stored", zip(["a.csv"], { level: 0 })],
  ["zip, packed", zip(["a.csv"], { level: 6 })],
  ["zip of three", zip(["o", "folder/b.csv", "c.csv"], { level: 9, comment: "theirs" })],
  ["gzip", gzipSync(rows(1))],
  ["gzip of two members", Buffer.concat([gzipSync(rows(1)), gzipSync(rows(2).replace(HEADER, ""))])],
];

const market = { mic: "XBIN" };

test.each(archives)("%s: a flipped bit gives the same tape or one line", async (_, archive) => {
  const whole = told((await importText("ohlc", archive, market)).events);
  const bit = fc.nat(archive.length * 8 - 1);
  await fc.assert(
    fc.asyncProperty(bit, async (bit) => {
      const damaged = Uint8Array.from(archive);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const read = await importText("ohlc", damaged, market).catch((error: unknown) => error);
      if (read instanceof MarketError) expect(read.code).toMatch(/^IMPORT_/);
      else expect(told((read as Imported).events)).toEqual(whole);
    }),
    { numRuns: runs(300) },
  );
});

test.each([
  ["its header", "open"],
  ["a byte that is no text", "2024"],
])("damage in %s is told as damage", async (_, place) => {
  for (const archive of [zip(["a.csv"], { level: 0 }), gzipSync(rows(1), { level: 0 })]) {
    const damaged = Uint8Array.from(archive);
    damaged[Buffer.from(archive).indexOf(place)]! ^= 0x80;
    await expect(importText("ohlc", damaged, market)).rejects.toMatchObject({
      code: "IMPORT_FILE",
      message: expect.stringContaining("the archive is damaged"),
    });
  }
});

test("a cut zip is refused", async () => {
  const archive = zip(["a.csv", "b.csv"], { level: 6 });
  for (const length of [30, archive.length >> 1, archive.length - 1]) {
    await expect(importText("ohlc", archive.slice(0, length), market)).rejects.toMatchObject({
      code: "IMPORT_FILE",
      message: expect.stringContaining("the archive is damaged"),
    });
  }
});

describe("a zip of many entries", () => {
  const names = Array.from({ length: 80 }, (_, index) => `${index}.csv`);
  const day = (name: string): string => `2024-01-01,,,,${Number.parseInt(name, 10) + 1}\n`;
  const files = Object.fromEntries(
    names.map((name) => [name, strToU8(`date,open,high,low,close\n${day(name)}`)]),
  );

  test("each is read, and named where it is refused", async () => {
    const { summary, events } = await importText("ohlc", zipSync(files), market);
    expect(summary).toMatchObject({ files: 80, rows: 80, taken: 1 });
    expect(prices(events)).toHaveLength(1);
  });

  test("one with a wrong checksum stops the import", async () => {
    const archive = zipSync(files, { level: 0 });
    const place = Buffer.from(archive).indexOf("2024-01-01,,,,70");
    archive[place + 14]! ^= 1;
    await expect(importText("ohlc", archive, market)).rejects.toThrow("the checksum of 69.csv is another");
  });
});

test("an entry that is encrypted or packed otherwise is named", async () => {
  const archive = Buffer.from(zip(["a.csv"], { level: 6 }));
  const directory = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const encrypted = Buffer.from(archive);
  encrypted[directory + 8]! |= 1;
  await expect(importText("ohlc", encrypted, market)).rejects.toThrow(
    "a.csv in it is encrypted; unpack it first",
  );
  const other = Buffer.from(archive);
  other[directory + 10] = 93;
  await expect(importText("ohlc", other, market)).rejects.toThrow("packed by a method (93)");
  const nested = zipSync({ "a.csv": strToU8(rows(1)), "more.ZIP": archive });
  await expect(importText("ohlc", nested, market)).rejects.toThrow(
    "more.ZIP in it is no text; unpack it first",
  );
});

test("what systems leave in an archive is passed over", async () => {
  const left = ["__MACOSX/d/._a.csv", ".DS_Store", "d/.DS_Store", "d/Thumbs.db", "d/._a.csv", "Desktop.ini"];
  const files = {
    "d/a.csv": strToU8(rows(1)),
    ...Object.fromEntries(left.map((name) => [name, strToU8("junk")])),
  };
  const { summary, events } = await importText("ohlc", zipSync(files), market);
  expect(summary).toMatchObject({ taken: 9, files: 1 });
  expect(told(events)).toEqual(told((await importText("ohlc", zip(["a.csv"], {}), market)).events));
});

describe("a file that is packed", () => {
  const content = `${HEADER}${ROW}`;

  test.each([
    ["gzip", gzipSync(content), "data.csv.gz"],
    ["gzip by another name", gzipSync(content), "data.csv"],
    ["zip", zipSync({ "folder/data.csv": strToU8(content) }), "data.zip"],
  ])("%s is unpacked", async (_, bytes, fileName) => {
    expect(prices((await importText("ohlc", bytes, { fileName })).events)).toEqual([100, 95, 110, 105]);
  });

  test("several files of a zip are merged", async () => {
    const zip = zipSync({ "b.csv": strToU8(content), "a.csv": strToU8(`${HEADER}2024-11-06,1,1,1,1\n`) });
    expect((await importText("ohlc", zip)).summary).toMatchObject({ files: 2, taken: 2 });
  });

  test("an archive cut short is refused", async () => {
    const many =
      HEADER + Array.from({ length: 5000 }, (_, day) => `${2000 + day},${Math.sin(day)}\n`).join("");
    const gzip = gzipSync(many);
    await expect(importText("ohlc", gzip.subarray(0, gzip.length - 100))).rejects.toMatchObject({
      code: "IMPORT_FILE",
      message: expect.stringContaining("the archive ends too early; fetch it again"),
    });
    const zip = zipSync({ "data.csv": strToU8(many) });
    await expect(importText("ohlc", zip.subarray(0, zip.length / 2))).rejects.toMatchObject({
      code: "IMPORT_FILE",
    });
  });

  test("a damaged archive is refused", async () => {
    const gzip = gzipSync(content.repeat(100));
    gzip.fill(0xff, 20, 60);
    await expect(importText("ohlc", gzip)).rejects.toMatchObject({ code: "IMPORT_FILE" });
  });

  // Just more than may come out unasked; once over is enough for `npm test`.
  test.each(isLong ? ["gzip", "zip"] : ["gzip"])(
    "a bomb of %s is refused before it fills anything",
    async (kind) => {
      const much = Buffer.from(HEADER + `${" ".repeat(9999)}\n`.repeat(7000));
      const bomb = kind === "zip" ? zipSync({ "data.csv": much }, { level: 1 }) : gzipSync(much);
      expect(bomb.length).toBeLessThan(1_000_000);
      await expect(importText("ohlc", bomb)).rejects.toThrow("unpacks to over 250 times its size");
    },
  );
});
