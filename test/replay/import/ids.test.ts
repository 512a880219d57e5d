/** Ids and listings come of what a row says, never of where it stands or what is imported with it. */
import fc from "fast-check";
import type { MarketEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { fileOf, importPaths, importText, type ImportTextOptions } from "./import-text.ts";

const ids = (events: readonly MarketEvent[]): string[] => events.map(({ id }) => id);
const ticksOf = (events: readonly MarketEvent[]): string[] =>
  ids(events.filter(({ type }) => type === "PriceTicked"));

test("a bar's ids: profile, instrument, date and role, without prices", async () => {
  const { events } = await importText("ohlc", "date,open,high,low,close\n2024-11-05,100,110,95,105\n");
  expect(ids(events)).toEqual([
    "ohlc-XTKS",
    "ohlc-XTKS-A",
    "ohlc-XTKS-2024-11-05-opened",
    ...["open", "low", "high", "close"].map((role) => `ohlc-A-2024-11-05-${role}`),
    "ohlc-XTKS-2024-11-05-closed",
  ]);
  const fall = await importText("ohlc", "date,open,high,low,close\n2024-11-05,100,,95,99\n");
  expect(ticksOf(fall.events)).toEqual(["open", "low", "close"].map((role) => `ohlc-A-2024-11-05-${role}`));
});

test("a minute's likewise, with its time", async () => {
  const rows = "time,open,high,low,close\n2024-11-05T09:00:30+09:00,100,110,95,105\n";
  const { events } = await importText("bars", rows);
  expect(ticksOf(events)).toEqual(
    ["open", "low", "high", "close"].map((role) => `bars-A-2024-11-05T00:00:30Z-${role}`),
  );
});

test("a print's are the same in whatever file its row stands", async () => {
  const second = fc.integer({ min: 0, max: 5 });
  const row = fc
    .tuple(second, fc.integer({ min: 1, max: 3 }))
    .map(([at, price]) => `2024-11-05T00:00:0${at}Z,${price}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), fc.nat(11), async (rows, cut) => {
      const content = (part: readonly string[]): string => `time,price\n${part.join("")}`;
      const whole = await importText("ticks", content(rows));
      // Equal prints of one file are each one.
      expect(new Set(ticksOf(whole.events)).size).toBe(rows.length);
      const part = await importText("ticks", content(rows.slice(Math.min(cut, rows.length - 1))));
      expect(ticksOf(whole.events)).toEqual(expect.arrayContaining(ticksOf(part.events)));
      // A file that overlaps another says nothing new.
      const both = [await fileOf(content(rows)), await fileOf(content(rows.slice(cut)))];
      const merged = await importPaths("ticks", cut < rows.length ? both : both.slice(0, 1));
      expect(ticksOf(merged.events).toSorted()).toEqual(ticksOf(whole.events).toSorted());
      expect(merged.summary.rejected).toEqual(cut < rows.length ? { duplicate: rows.length - cut } : {});
    }),
    { numRuns: runs(100) },
  );
});

test("no two of many prints share an id", async () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => {
    const at = new Date(Date.UTC(2024, 10, 5) + (row >> 2)).toISOString();
    return `${at},${100 + (row & 3)},${(row >> 1) % 5}\n`;
  });
  const { events } = await importText("ticks", `time,price,size\n${rows.join("")}`);
  expect(new Set(ids(events)).size).toBe(events.length);
});

describe("a second row of a bar's time", () => {
  const row = "2024-11-05T00:00:00Z,1,2,1,2\n";
  test.each([
    [row, "duplicate"],
    [row.replace(",2,1,2", ",3,1,2"), "duplicate-date"],
  ])("is refused: %j as %s", async (again, code) => {
    const { rejects } = await importText("bars", `time,open,high,low,close\n${row}${again}`);
    expect(rejects).toEqual([`3 ${code}`]);
  });
});

describe("what a market and an instrument are is said the same whenever they are imported", () => {
  const said = (events: readonly MarketEvent[]): MarketEvent[] =>
    events.filter(({ type }) => /Listed$|^CalendarLoaded$/.test(type));

  test.each<[string, string, (day: string) => string, ImportTextOptions]>([
    ["ohlc", "date,open,high,low,close\n", (day) => `${day},1,1,1,1\n`, {}],
    ["ticks", "time,price\n", (day) => `${day}T01:00:00Z,1\n`, {}],
    ["bars", "time,open,high,low,close\n", (day) => `${day}T01:00:00Z,1,1,1,1\n`, {}],
  ])("%s", async (profile, header, row, options) => {
    const [first, ...others] = await Promise.all(
      [["05", "06"], ["06"], ["08", "07"]].map(async (days) => {
        const rows = days.map((day) => row(`2024-11-${day}`)).join("");
        return said((await importText(profile, header + rows, options)).events);
      }),
    );
    expect(first).toHaveLength(profile === "ohlc" ? 2 : 3);
    for (const other of others) expect(other).toEqual(first);
  });

  test("a year's calendar stands before its first session", async () => {
    const rows = ["2023-12-29", "2024-01-04", "2024-01-05"].map((day) => `${day}T01:00:00Z,1\n`);
    const { events } = await importText("ticks", `time,price\n${rows.join("")}`);
    const types = events.map((event) => (event.type === "CalendarLoaded" ? event.from : event.type));
    expect(types.filter((type) => /^2|Opened/.test(type))).toEqual([
      "2023-01-01",
      "SessionOpened",
      "2024-01-01",
      "SessionOpened",
      "SessionOpened",
    ]);
    const instants = events.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});
