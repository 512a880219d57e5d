/** Rules that throw on a tick which the tape says something of elsewhere: what stops them must not depend on batches. */
import { fold, type MarketEvent, record, type Recorded, type State } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { bust, correct, fussy, judge, tick } from "./small-rules.ts";

async function* inBatches(log: readonly Recorded[], size: number): AsyncGenerator<readonly Recorded[]> {
  for (let from = 0; from < log.length; from += size) yield log.slice(from, from + size);
}

describe.each<readonly [string, (price: number) => boolean, MarketEvent[], number, number[]]>([
  [
    "a tick that is busted later stops nothing",
    (price) => price === 13,
    [tick("t1", 1), tick("t2", 13), tick("t3", 1), bust("t2"), tick("t4", 1)],
    3,
    [],
  ],
  [
    "a tick corrected later to what a rule throws on stops it there",
    (price) => price === 13,
    [tick("t1", 1), tick("t2", 1), tick("t3", 13), correct("t1", 13), tick("t4", 1)],
    0,
    [1],
  ],
  [
    "a correction that is refused stops nothing",
    (price) => price < 0,
    [tick("t1", 1), tick("t2", 1), correct("t1", -5), correct("none", -5), tick("t3", 1)],
    3,
    [],
  ],
  [
    "a tick that a refused correction would have mended stops the rule",
    (price) => price < 0,
    [tick("t1", -7), tick("t2", -1), correct("none", 0), tick("t3", 1)],
    0,
    [1],
  ],
])("%s", (_, isFault, events, count, stops) => {
  const rule = fussy(isFault);
  const rules = [rule, judge];
  const log = record(events);
  const seen = (state: State): unknown => [
    state.read(rule, "A").count,
    state.stopped.map(({ position }) => position),
  ];

  test("folded at once", () => {
    expect(seen(fold(rules, log))).toEqual([count, stops]);
  });

  test.each([1, 2, 3, 5])("%i at a time", async (size) => {
    const state = await fold(rules, inBatches(log, size));
    expect(seen(state)).toEqual([count, stops]);
    expect(state.digest).toBe(fold(rules, log).digest);
  });
});

test("what stopped is told and cannot be changed", () => {
  const { stopped } = fold([fussy(() => true)], record([tick("t1", 1)]));
  expect(Object.isFrozen(stopped) && Object.isFrozen(stopped[0])).toBe(true);
});
