import { describe, expect, test } from "vitest";
import { type MarketEvent, parseInstant } from "@tapefold/core";
import { eventLine } from "@tapefold/replay";
import fc from "fast-check";
import { runs } from "../../runs.ts";
import { goldenPath } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const HEADER = "date,open,high,low,close,change,changePct,streak,recordClose,recordHigh,toRecordPct";
const AT = parseInstant("2026-01-01T00:00:00Z") ?? 0;

/** A session's ticks in order, its official close, and what stands on the tape before it. */
interface Day {
  readonly ticks?: readonly number[];
  /** Null: the market is never closed. */
  readonly close?: number | null;
  readonly before?: readonly Partial<MarketEvent>[];
}

const dateOf = (day: number): string => `2026-01-${String(day + 1).padStart(2, "0")}`;

/** A tape of one share at scale 2, a session a day. */
function tapeOf(days: readonly Day[]): string {
  let count = 0;
  const event = (given: Partial<MarketEvent>): MarketEvent =>
    ({ id: `e${(count += 1)}`, at: AT + count, ...given }) as MarketEvent;
  const events = [
    event({ type: "MarketListed", mic: "M", name: "M", country: "JP", region: "Asia", zone: "Asia/Tokyo" }),
    event({
      type: "InstrumentListed",
      instrument: "S",
      name: "S",
      kind: "equity",
      mic: "M",
      currency: "JPY",
      scale: 2,
    }),
    ...days.flatMap(({ ticks = [], close, before = [] }, day) => [
      ...before.map(event),
      event({ type: "SessionOpened", mic: "M", date: dateOf(day) }),
      ...ticks.map((price) => event({ type: "PriceTicked", instrument: "S", price })),
      ...(close === null
        ? []
        : [
            event({
              type: "SessionClosed",
              mic: "M",
              date: dateOf(day),
              ...(close === undefined ? {} : { closes: { S: close } }),
            }),
          ]),
    ]),
  ];
  return events.map((one) => `${eventLine(one)}\n`).join("");
}

async function rowsOf(days: readonly Day[]): Promise<string[]> {
  const { code, out, err } = await run(["sessions", "-", "--instrument", "S"], { stdin: tapeOf(days) });
  expect([code, err]).toEqual([0, ""]);
  const [header, ...rows] = out.trimEnd().split("\n");
  expect(header).toBe(HEADER);
  return rows;
}

test("the golden tape's", async () => {
  const { out } = await run(["sessions", goldenPath, "--instrument", "AXJO"]);
  expect(out.split("\n").at(-2)).toBe(
    "2026-02-10,8872.0,8926.0,8867.0,8867.4,-2.7,-0.03043934,-1,0,1,-0.03043934",
  );
});

test("json has the same rows", async () => {
  const { out } = await run(["sessions", goldenPath, "--instrument", "AXJO", "--format", "json"]);
  const rows = JSON.parse(out) as Record<string, unknown>[];
  expect(rows[0]).toEqual({
    date: "2026-02-05",
    open: "8690.0",
    high: "8690.0",
    low: "8690.0",
    close: "8690.0",
    change: null,
    changePct: null,
    streak: 0,
    recordClose: 1,
    recordHigh: 1,
    toRecordPct: "0.00000000",
  });
  expect(Object.keys(rows[0] ?? {}).join(",")).toBe(HEADER);
});

test("open, high and low come from ticks and the close; without a tick all are the close", async () => {
  expect(await rowsOf([{ close: 10 }, { ticks: [11, 9, 10], close: 12 }, { ticks: [12, 13] }])).toEqual([
    "2026-01-01,10.00,10.00,10.00,10.00,,,0,1,1,0.00000000",
    "2026-01-02,11.00,12.00,9.00,12.00,2.00,20.00000000,1,1,1,0.00000000",
    "2026-01-03,12.00,13.00,12.00,13.00,1.00,8.33333333,2,1,1,0.00000000",
  ]);
});

test("an equal close ends the streak and is no record", async () => {
  const rows = await rowsOf([{ close: 10 }, { close: 11 }, { close: 11 }, { close: 10.5 }, { close: 10.4 }]);
  expect(rows.map((row) => row.split(",").slice(7).join())).toEqual([
    "0,1,1,0.00000000",
    "1,1,1,0.00000000",
    "0,0,0,0.00000000",
    "-1,0,0,-4.54545455",
    "-2,0,0,-5.45454545",
  ]);
});

test("a tie in the last decimal goes to the even one", async () => {
  // 1 over 6400000 is 0.000015625 %.
  const rows = await rowsOf([{ close: 64_000 }, { close: 64_000.01 }, { close: 64_000 }]);
  expect(rows[1]?.split(",")[6]).toBe("0.00001562");
});

test("a session without a price is none, one never closed leaves the streak unknown", async () => {
  const rows = await rowsOf([{ close: 10 }, {}, { close: 11 }, { ticks: [12], close: null }, { close: 13 }]);
  expect(rows.map((row) => row.split(",").slice(0, 8).join())).toEqual([
    "2026-01-01,10.00,10.00,10.00,10.00,,,0",
    "2026-01-03,11.00,11.00,11.00,11.00,1.00,10.00000000,1",
    "2026-01-05,13.00,13.00,13.00,13.00,1.00,8.33333333,",
  ]);
});

test("a seed gives the close before and the streak so far, wherever it stands", async () => {
  const seed = { type: "StreakSeeded", instrument: "S", streak: 4, close: 9, date: "2025-12-31" } as const;
  const expected = [
    "2026-01-01,10.00,10.00,10.00,10.00,1.00,11.11111111,5",
    "2026-01-02,11.00,11.00,11.00,11.00,1.00,10.00000000,6",
  ];
  const start = (row: string): string => row.split(",").slice(0, 8).join();
  expect((await rowsOf([{ close: 10, before: [seed] }, { close: 11 }])).map(start)).toEqual(expected);
  const late = await rowsOf([
    { close: 10 },
    { close: 11, before: [{ ...seed, date: "2026-01-01", close: 10 }] },
  ]);
  expect(late.map((row) => row.split(",")[7])).toEqual(["4", "5"]);
});

test("a split is no fall", async () => {
  const split = {
    type: "InstrumentSplit",
    instrument: "S",
    numerator: 4,
    denominator: 1,
    date: dateOf(1),
  } as const;
  expect(await rowsOf([{ close: 100 }, { close: 26, before: [split] }])).toEqual([
    "2026-01-01,100.00,100.00,100.00,100.00,,,0,1,1,0.00000000",
    "2026-01-02,26.00,26.00,26.00,26.00,1.00,4.00000000,1,1,1,0.00000000",
  ]);
});

test("says what a plain computation from the prices says", async () => {
  const price = fc.integer({ min: 90, max: 110 });
  const day = fc.record({ ticks: fc.array(price, { maxLength: 4 }), close: price });
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 1, maxLength: 12 }), async (days) => {
      let [streak, highestClose, highestHigh] = [0, 0, 0];
      const expected = days.map(({ ticks, close }, index) => {
        const before = days[index - 1]?.close;
        const change = before === undefined ? 0 : close - before;
        streak =
          change === 0
            ? 0
            : Math.sign(change) * (Math.sign(change) === Math.sign(streak) ? Math.abs(streak) + 1 : 1);
        const high = Math.max(...ticks, close);
        const flags = [close > highestClose ? 1 : 0, high > highestHigh ? 1 : 0];
        [highestClose, highestHigh] = [Math.max(close, highestClose), Math.max(high, highestHigh)];
        const prices = [ticks[0] ?? close, high, Math.min(...ticks, close), close].map((one) =>
          one.toFixed(2),
        );
        const moved =
          before === undefined ? ["", ""] : [change.toFixed(2), ((change / before) * 100).toFixed(8)];
        const toRecord = ((close - highestClose) / highestClose) * 100;
        return [dateOf(index), ...prices, ...moved, streak, ...flags, toRecord.toFixed(8)].join(",");
      });
      expect(await rowsOf(days)).toEqual(expected);
    }),
    { numRuns: runs(250) },
  );
});

describe("wrong usage", () => {
  test("an instrument that isn't there", async () => {
    const { code, out, err } = await run(["sessions", goldenPath, "--instrument", "N226"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe(
      `tapefold: USAGE: the tape lists no instrument "N226"; replay --json names those it does (${goldenPath})\n`,
    );
  });

  test("a format that isn't there", async () => {
    const { code, err } = await run(["sessions", goldenPath, "--instrument", "N225", "--format", "xml"]);
    expect([code, err]).toEqual([2, expect.stringContaining("Allowed choices are csv, json")]);
  });
});
