/** A selection of a rule as its subscriber sees it, before there is anything to show and after. */
import { project } from "@tapefold/core";
import { indexLevel, recordClose, recordHigh, sessionStreak } from "@tapefold/projections";
import { from, lastValueFrom } from "rxjs";
import { expect, test } from "vitest";
import {
  closed,
  defined,
  FRI,
  index,
  type Lines,
  MON,
  opened,
  recordSeed,
  split,
  tape,
  THU,
  tick,
  tokyo,
} from "../tape.ts";

const start: Lines = [tokyo, index("I"), defined("I", "cap", "2", { A: "1", B: "1" })];
const friday: Lines = [opened(FRI), tick("A", 100), tick("B", 61), tick("A", 99), closed(FRI)];

/** The values that stand after the whole tape. */
const chosen = (...lines: Lines) =>
  lastValueFrom(
    from([tape(start, lines)]).pipe(
      project({
        close: recordClose("A"),
        high: recordHigh("A"),
        streak: sessionStreak("A"),
        level: indexLevel("I"),
      }),
    ),
  );

test("before a session there are no levels, and no records", async () => {
  const { close, high, streak, level } = await chosen();
  expect(close).toEqual({ close: null, scale: 0, record: null });
  expect(high).toEqual({ high: null, scale: 0, record: null });
  expect(streak).toMatchObject({ confirmed: 0, provisional: null });
  expect(level).toEqual({ last: null, close: null, high: null, low: null, scale: 2 });
});

test("after one they are those of its close and of its highest price", async () => {
  const { close, high, streak, level } = await chosen(friday);
  expect(close).toMatchObject({ close: 99, scale: 0, record: { date: FRI } });
  expect(high).toMatchObject({ high: 100, scale: 0, record: { date: FRI } });
  expect(streak).toMatchObject({ confirmed: 0, provisional: null });
  expect(level).toEqual({ last: 8000, close: 8000, high: 8050, low: 8000, scale: 2 });
});

test("in the next they are on its basis, in whole units, and the streak so far is provisional", async () => {
  const { close, high, streak, level } = await chosen(
    friday,
    split("A", 2, 1, MON),
    opened(MON),
    tick("A", 49),
  );
  expect(close).toMatchObject({ close: 50, record: { level: { numerator: 99n, denominator: 2n } } });
  expect(high).toMatchObject({ high: 50 });
  expect(streak).toMatchObject({ confirmed: 0, provisional: -1 });
  expect(level).toEqual({ last: 7950, close: null, high: 7950, low: 7950, scale: 2 });
});

test("a seed is the record until it is broken, the one of highs never that of closes", async () => {
  const seeds = [recordSeed("A", "close", 98, THU), recordSeed("A", "high", 120, THU)];
  expect(await chosen(seeds, opened(FRI))).toMatchObject({ close: { close: 98 }, high: { high: 120 } });
  const { close, high } = await chosen(seeds, friday);
  expect(close).toMatchObject({ close: 99, record: { date: FRI, previous: { date: THU } } });
  expect(high).toMatchObject({ high: 120, record: { date: THU } });
});
