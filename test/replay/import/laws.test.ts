import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInstant, type MarketEvent } from "@tapefold/core";
import { eventLine, importFiles, type ImportOptions, profiles } from "@tapefold/replay";
import { runs } from "../../runs.ts";
import { run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { fileOf, importPaths, importText, prices, told } from "./import-text.ts";

const folder = tapeFolder();

/** A price as a file may write it. */
const price = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom("", ".5", ".25", ".05", ".50"))
  .map(([whole, fraction]) => `${whole}${fraction}`);
const bar = fc.tuple(price, price, price, price).map((four) => four.join(","));
const dates = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 40 });
const dateOf = (day: number): string => formatInstant((15_000 + day) * 86_400_000_000).slice(0, 10);
const HEADER = "date,open,high,low,close\n";

test("cut here or by csv-parse, the rows are the same", async () => {
  const field = fc.stringMatching(/^[a-z0-9 .,"\n]{0,6}$/);
  const written = field.map((text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
  const line = fc.tuple(written, written).map((fields) => fields.join(","));
  const lineEnd = fc.constantFrom("\n", "\r\n");
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), lineEnd, fc.boolean(), async (lines, end, isEnded) => {
      const content = ["time,price", ...lines].join(end) + (isEnded ? end : "");
      const expected = parse(content, { skip_empty_lines: true, record_delimiter: ["\n", "\r\n"] }).slice(1);
      const rows: (readonly string[])[] = [];
      // None of these texts is a time: every row comes back as it was read.
      const onReject = (_: string, row: { readonly fields: readonly string[] }): void =>
        void rows.push(row.fields);
      await expect(importRows(await fileOf(content), onReject)).rejects.toMatchObject({
        code: "IMPORT_EMPTY",
      });
      expect(rows).toEqual(expected);
    }),
    { numRuns: runs(500) },
  );
});

async function importRows(file: string, onReject: ImportOptions["onReject"]): Promise<void> {
  const profile = profiles.find(({ name }) => name === "ticks")!;
  const options = { files: [file], profile, profileOptions: { instrument: "A" }, mic: "XTKS" };
  const { events } = await importFiles(onReject === undefined ? options : { ...options, onReject });
  for await (const _ of events);
}

test("a file gives the same tape in whatever pieces it is cut into", async () => {
  await fc.assert(
    fc.asyncProperty(
      dates,
      fc.array(bar, { minLength: 40, maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (days, bars, parts) => {
        const rows = days.map((day, index) => `${dateOf(day)},${bars[index]}`);
        const whole = await importText("ohlc", `${HEADER}${rows.join("\n")}\n`);
        const pieces = Array.from({ length: parts }, (_, part) =>
          rows.filter((_, index) => index % parts === part),
        );
        const files = await Promise.all(
          pieces.filter(({ length }) => length > 0).map((piece) => fileOf(`${HEADER}${piece.join("\n")}\n`)),
        );
        const merged = await importPaths("ohlc", files);
        const backwards = await importPaths("ohlc", files.toReversed());
        expect(told(merged.events)).toEqual(told(whole.events));
        expect(backwards.events).toEqual(merged.events);
      },
    ),
    { numRuns: runs(100) },
  );
});

test("printed sessions, imported again, are printed the same", async () => {
  const blank = fc.oneof(
    { arbitrary: price, weight: 8 },
    { arbitrary: fc.constantFrom("", "0", "null"), weight: 1 },
  );
  const row = fc.tuple(blank, blank, blank, price).map((four) => four.join(","));
  await fc.assert(
    fc.asyncProperty(dates, fc.array(row, { minLength: 40, maxLength: 40 }), async (days, rows) => {
      const lines = days.map((day, index) => `${dateOf(day)},${rows[index]}\n`);
      const printed = await printedOf(folder.write("first.csv", HEADER + lines.join("")));
      expect(printed.split("\n")).toHaveLength(days.length + 2);
      expect(await printedOf(folder.write("second.csv", printed))).toBe(printed);
    }),
    { numRuns: runs(40) },
  );
});

async function printedOf(file: string): Promise<string> {
  const tape = folder.path("tape.jsonl");
  const options = ["--profile", "ohlc", "--instrument", "A", "--mic", "XTKS", "--out", tape];
  expect(await run(["import", file, ...options])).toMatchObject({ code: 0, err: "" });
  return (await run(["sessions", tape, "--instrument", "A"])).out;
}

test("no digit of a price is lost or made up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(price, { minLength: 1, maxLength: 20 }), async (texts) => {
      const rows = texts.map(
        (text, second) => `2024-11-05T00:00:${String(second).padStart(2, "0")}Z,${text}`,
      );
      const { events, summary } = await importText("ticks", `time,price\n${rows.join("\n")}\n`);
      expect(prices(events)).toEqual(texts.map(Number));
      expect(summary.quirks.rounded).toBe(0);
    }),
    { numRuns: runs(100) },
  );
});

test("a line is what JSON.stringify makes of the event", () => {
  const event = fc.record(
    {
      id: fc.string(),
      type: fc.constant("PriceTicked"),
      at: fc.integer({ min: -1e15, max: 4e15 }),
      price: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: "binary" })),
      updates: fc.array(fc.string()),
      closes: fc.dictionary(fc.string(), fc.integer()),
    },
    { requiredKeys: ["id", "type", "at"] },
  );
  fc.assert(
    fc.property(event, (each) => {
      const expected = JSON.stringify({ ...each, at: formatInstant(each.at) });
      expect(eventLine(each as unknown as MarketEvent)).toBe(expected);
    }),
  );
});
