/** A live fold comes to what the tape so far comes to at once, however it is cut: refused openings and used ids too. */
import { runs } from "../runs.ts";
import { fold, LiveFold } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bust,
  closed,
  FRI,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  split,
  tape,
  tick,
  tokyo,
} from "../projections/tape.ts";
import { denseTape } from "./dense-tapes.ts";
import { compareLive } from "./live-tapes.ts";

test.each([1_000_000, 300])(
  "after every batch the live state is that of the tape at once, %d kept",
  (kept) => {
    let compared = 0;
    fc.assert(
      fc.property(denseTape(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (log, sizes) => {
        const { difference, batches } = compareLive(log, sizes, kept);
        expect(difference).toBeUndefined();
        compared += batches;
      }),
      { numRuns: runs(120) },
    );
    expect(compared).toBeGreaterThan(runs(300));
  },
);

/** Tokyo has closed, and what it opened with is let go as New York opens; then a line of Tokyo comes once more. */
const repeated = [
  [tokyo, market("XNYS", "Americas", "US"), listed("A"), opened(FRI)],
  [tick("A", 100, { id: "t" }), bust("t"), closed(FRI), opened(FRI, { mic: "XNYS" })],
  tick("A", 101, { id: "t" }),
] as const;

test("a bust holds for a line that comes again after its session is let go", () => {
  const log = tape(repeated);
  const live = new LiveFold(marketRules);
  for (const recorded of log) live.add([recorded]);
  expect(marketState(live.fold.state)).toEqual(marketState(fold(marketRules, log)));
  expect(marketState(live.fold.state).tape.rejected).toEqual({ busted: 2 });
});

test("a bust of a line within its batch that repeats one let go is too old, and the batch changes nothing", () => {
  const [first, [print, , ...more], again] = repeated;
  const log = tape(first, print, more, again, bust("t"));
  const live = new LiveFold(marketRules);
  for (const recorded of log.slice(0, -2)) live.add([recorded]);
  const before = live.fold.state.digest;
  expect(() => live.add(log.slice(-2))).toThrow(expect.objectContaining({ code: "AMENDMENT_TOO_OLD" }));
  expect(live.fold.state.digest).toBe(before);
});

const YORK = { mic: "XNYS" };
const late = [tick("A", 100, { id: "t" }), opened(FRI, YORK), closed(FRI), lateReport("A", 101, { id: "t" })];

test("a bust of a print reported late again reaches back to its first line", () => {
  const start = [tokyo, market("XNYS", "Americas", "US"), market("XLON", "Europe", "GB")];
  const log = tape(start, opened(FRI, { mic: "XLON" }), market("XETR"), opened(FRI), late, bust("t"));
  expect(compareLive(log, [1], 1_000_000)).toEqual({ difference: undefined, batches: log.length });
  expect(marketState(fold(marketRules, log)).tape.rejected).toEqual({ busted: 2 });
});

test.each<[what: string, lines: Lines, amendment: Line]>([
  ["a bust of a print let go, reported late again", [opened(FRI), late], bust("t")],
  [
    "a withdrawal of a split let go, repeated beside it",
    [
      { ...split("A", 2, 1, MON), id: "s" },
      opened(FRI),
      tick("A", 1),
      opened(FRI, YORK),
      { ...split("B", 2, 1, MON), id: "s" },
    ],
    { type: "SplitWithdrawn", split: "s" },
  ],
])("%s is too old", (_, lines, amendment) => {
  const log = tape(tokyo, market("XNYS", "Americas", "US"), lines, amendment);
  for (const size of [1, 2]) {
    const live = new LiveFold(marketRules);
    for (const recorded of log.slice(0, -size)) live.add([recorded]);
    expect(() => live.add(log.slice(-size))).toThrow(expect.objectContaining({ code: "AMENDMENT_TOO_OLD" }));
  }
});

test("a withdrawal refused once holds as soon as another one makes its repeated split count", () => {
  const told = split("A", 2, 1, MON);
  const withdrawn = (split: string) => ({ type: "SplitWithdrawn", split }) as const;
  const log = tape(
    [tokyo, { ...told, id: "first" }, { ...told, id: "again" }, { ...told, id: "third" }],
    ["third", "again", "first"].map(withdrawn),
  );
  const { difference, batches } = compareLive(log, [1], 1_000_000);
  expect({ difference, batches }).toEqual({ difference: undefined, batches: log.length });
  expect(marketState(fold(marketRules, log)).tape.rejected).toEqual({ withdrawn: 3 });
});

test("a correction of a close let go is too old, though a refused repeat of that close is kept", () => {
  const log = tape([tokyo, opened(FRI), tick("A", 100), closed(FRI), opened(MON), closed(FRI)], {
    type: "CloseCorrected",
    mic: "XTKS",
    date: FRI,
    instrument: "A",
    close: 90,
  });
  const live = new LiveFold(marketRules);
  for (const recorded of log.slice(0, -1)) live.add([recorded]);
  expect(() => live.add(log.slice(-1))).toThrow(expect.objectContaining({ code: "AMENDMENT_TOO_OLD" }));
});
