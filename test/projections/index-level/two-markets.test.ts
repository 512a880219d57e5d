/** A derived index with members of two markets, after every event of a tape: level, contributions and all else are the oracle's. */
import { expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  FRI,
  halted,
  index,
  lateReport,
  type Line,
  listed,
  market,
  MON,
  opened,
  phase,
  rebalanced,
  resumed,
  shown,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

const there = { mic: "XM" };
const start: readonly Line[] = [
  ...tokyo,
  market("XM"),
  listed("M", { ...there, sector: "abroad" }),
  listed("N", there),
  index("I"),
  index("J"),
];

/** Each beginning of the tape is held against the oracle; gives the levels that `I` went through. */
function levels(...lines: readonly Line[]): (string | null)[] {
  const seen: (string | null)[] = [];
  lines.forEach((_, at) => {
    const { last } = shown(start, lines.slice(0, at + 1)).instruments["I"] ?? { last: null };
    if (last !== seen.at(-1)) seen.push(last);
  });
  return seen;
}

test("members abroad that are behind, level, ahead, seeded late, or moved after the index has opened", () => {
  const seen = levels(
    defined("I", "price", "2", { A: "1", M: "1" }),
    opened(THU, there),
    tick("M", 40),
    closed(THU, undefined, there),
    opened(FRI),
    tick("A", 100),
    tick("A", 102),
    opened(FRI, there),
    tick("A", 101),
    tick("M", 42),
    tick("M", 41, { at: 16.5 }),
    lateReport("M", 50),
    tick("A", 103),
    closed(FRI, { A: 104 }),
    tick("M", 44),
    closed(FRI, { M: 45 }, there),
    opened(MON, there),
    tick("M", 46),
    opened(MON),
    tick("A", 105),
    tick("M", 47),
    closed(MON, { M: 48 }, there),
    opened(TUE, there),
    tick("A", 106),
    tick("M", 49),
    tick("M", 50),
    closed(TUE, { M: 51 }, there),
    closed(MON, { A: 106 }),
    opened(TUE),
    tick("A", 107),
    closed(TUE, { M: 51 }, there),
  );
  const [friday, monday] = ["70.00 71.00 70.50 71.50 72.50 73.00", "75.50 76.00 77.00 77.50 78.00 78.50"];
  expect(seen.map((level) => level ?? "-").join(" ")).toBe(`- ${friday} - ${monday} - 79.00`);
});

test("seeds, bases and splits of members, some of them before they have a price, some of no member yet", () => {
  levels(
    defined("I", "adjusted-price", "2", { A: "1", M: "1" }),
    opened(FRI),
    tick("A", 100),
    streakSeed("M", 1, 40, THU),
    tick("A", 101),
    streakSeed("M", 1, 41, THU),
    rebalanced("I", "3", { A: "1", M: "1", N: "2" }),
    streakSeed("N", 2, 10, THU),
    opened(FRI, there),
    tick("M", 42),
    streakSeed("M", 1, 39, THU),
    tick("N", 11),
    streakSeed("A", 1, 99, THU),
    closed(FRI, { M: 42 }, there),
    closed(FRI, { A: 101 }),
    split("M", 2, 1, MON),
    base("N", MON, 9),
    opened(MON),
    tick("A", 103),
    opened(MON, there),
    tick("M", 22),
    tick("N", 10),
    tick("M", 23),
    closed(MON),
    closed(MON, undefined, there),
  );
});

test("an index defined while its market is open, halted and resumed, goes live where it should", () => {
  levels(
    opened(FRI),
    opened(FRI, there),
    tick("A", 100),
    tick("M", 40),
    defined("I", "cap", "2", { A: "1", M: "1" }),
    defined("J", "price", "1", { A: "1" }, { sampling: "close-only" }),
    tick("A", 101),
    halted({ mic: "XTKS" }),
    tick("M", 41),
    tick("M", 42),
    halted({ instrument: "M" }),
    tick("M", 43),
    resumed({ mic: "XTKS" }),
    tick("A", 102),
    resumed({ instrument: "M" }),
    tick("M", 44),
    phase(FRI, "break"),
    tick("M", 45),
    phase(FRI, "open"),
    tick("M", 46),
    halted({ mic: "XM" }),
    tick("A", 103),
    closed(FRI),
    opened(MON),
    tick("A", 104),
    opened(WED),
    tick("A", 105),
  );
});

test("a level that rounds to nothing, or is too large, is not published", () => {
  expect(
    levels(defined("I", "price", "1000000", { A: "1" }), opened(FRI), tick("A", 100), closed(FRI)),
  ).toEqual([null]);
  const huge = defined("I", "price", "0.0000000001", { A: "1000000" });
  expect(levels(huge, opened(FRI), tick("A", 100), closed(FRI))).toEqual([null]);
  expect(
    levels(defined("I", "price", "20000", { A: "1" }), opened(FRI), tick("A", 100), closed(FRI)),
  ).toEqual([null, "0.01"]);
});
