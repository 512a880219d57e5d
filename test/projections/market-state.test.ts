/** The whole state as one value: what its digest of values covers, its order, its texts; levels that guidance moves. */
import { fold } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  closed,
  defined,
  FRI,
  guidance,
  index,
  lateReport,
  listed,
  type Lines,
  market,
  MON,
  opened,
  recordSeed,
  shown,
  shownOf,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
} from "../edges/tape.ts";

const state = (...lines: Lines) => marketState(fold(marketRules, tape(lines)));

describe("the digest of values", () => {
  const start = [market("XTKS"), listed("A", { issuer: "X" }), opened(FRI, { at: 1 })];
  const refused = tick("NOBODY", 1, { at: 2 });
  const said = { ...guidance("X", [["netSales", 1, 2]]), at: 3 };
  const traded = tick("A", 100, { at: 4 });

  test("is the same after an event that was refused: positions and counters are no values", () => {
    const [without, beside] = [state(start, said, traded), state(start, refused, said, traded)];
    expect(beside.valuesDigest).toBe(without.valuesDigest);
    expect(beside.digest).not.toBe(without.digest);
    expect(beside.instruments["A"]?.record.high?.position).toBe(6);
    expect(beside.guidance[0]?.position).toBe(5);
  });

  test("is another where a record, a price, a name or a forecast is another", () => {
    const digests = [
      state(start, said, traded),
      state(start, said, tick("A", 101, { at: 4 })),
      state(start, { ...guidance("X", [["netSales", 1, 3]]), at: 3 }, traded),
      state(start, said, traded, recordSeed("A", "high", 200, THU)),
      state(start, said, traded, recordSeed("A", "close", 100, THU)),
      state(start, said, traded, recordSeed("A", "close", 100, THU, { complete: true })),
      state([market("XTKS"), listed("B", { issuer: "X" }), start[2]!], said, tick("B", 100, { at: 4 })),
      state(start.slice(0, 2), said),
      state(start.slice(0, 2)),
    ].map(({ valuesDigest }) => valuesDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});

test("instruments and codes stand in order of id, revisions in order of the tape", () => {
  const all = state(
    market("XTKS"),
    ["B", "a", "A"].map((id) => listed(id)),
    [tick("Z", 1), opened(MON), opened(FRI), tick("A", 0.5)],
    [guidance("Z", [["eps", 1, 2]]), guidance("X", [["eps", 1, 2]]), guidance("Z", [["eps", 2, 1]])],
  );
  expect(Object.keys(all.instruments)).toEqual(["A", "B", "a"]);
  expect(Object.keys(all.tape.rejected)).toEqual(["bad-price", "outside-session", "unknown"]);
  expect(all.guidance.map(({ issuer, class: of }) => [issuer, of])).toEqual([
    ["Z", "upgrade"],
    ["X", "upgrade"],
    ["Z", "downgrade"],
  ]);
});

test("a forecast is as short as it can be written, a range both of its ends", () => {
  const text = (value: string | number | [string, string] | null) =>
    shown(guidance("X", [["netSales", value, value]])).guidance[0]?.items[0]?.revised;
  expect([text("100"), text("1.50"), text("2.00"), text("-0.70"), text("0.05"), text(null)]).toEqual([
    "100",
    "1.5",
    "2",
    "-0.7",
    "0.05",
    null,
  ]);
  expect(text(["10.0", "1000.10"])).toEqual(["10", "1000.1"]);
});

describe("an index that guidance concerns", () => {
  const start: Lines = [tokyo, index("I", { issuer: "X" }), defined("I", "cap", "1", { A: "1" })];

  test("reacts by its levels, like a share by its ticks", () => {
    const days = [[opened(THU), tick("A", 100), closed(THU)], guidance("X", [["eps", 1, 2]]), opened(FRI)];
    const moved = [tick("A", 105), tick("A", 120), tick("A", 90), tick("A", 110), closed(FRI, { A: 115 })];
    expect(shown(start, days, moved).guidance[0]?.reactions).toEqual([
      {
        instrument: "I",
        link: "own",
        date: FRI,
        reference: "100.00",
        gapPct: "5.0000",
        maxUpPct: "20.0000",
        maxDownPct: "-10.0000",
        lastPct: "15.0000",
        closePct: "15.0000",
      },
    ]);
  });

  test("measures are over the exact reference, also where a split leaves a fraction", () => {
    const share = [market("XTKS"), listed("A", { issuer: "X" }), [opened(THU), tick("A", 100), closed(THU)]];
    const third = [split("A", 3, 1, FRI), guidance("X", [["eps", 1, 2]]), opened(FRI), tick("A", 33)];
    expect(shown(share, third).guidance[0]?.reactions).toMatchObject([
      { reference: "33", lastPct: "-1.0000" },
    ]);
  });
});

describe("a streak seed as the price there is", () => {
  const osaka = { mic: "XOSE" };
  const start: Lines = [
    [market("XTKS"), market("XOSE"), listed("A"), listed("C", osaka), index("I")],
    defined("I", "cap", "1", { A: "1", C: "1" }),
  ];
  const level = (...lines: Lines) => shownOf("I", start, lines).last;
  const friday = [opened(FRI, osaka), tick("C", 50), closed(FRI, undefined, osaka)];

  test("of a member whose market has not opened, where it is not before its last session", () => {
    expect(level(streakSeed("C", 1, 60, THU), opened(FRI), tick("A", 100))).toBe("160.00");
    expect(level(friday, streakSeed("C", 1, 60, THU), opened(MON), tick("A", 100))).toBe("150.00");
    expect(level(friday, streakSeed("C", 1, 60, FRI), opened(MON), tick("A", 100))).toBe("160.00");
  });

  test("the close before holds where the last session has no price", () => {
    const quiet = [opened(MON, osaka), closed(MON, undefined, osaka)];
    expect(level(friday, quiet, opened(MON), tick("A", 100))).toBe("150.00");
    expect(level(friday, quiet, opened("2026-02-10"), tick("A", 100))).toBe("150.00");
  });
});

test("a late report of the session's first price gives neither open nor last", () => {
  const one = shownOf(
    "A",
    tokyo,
    opened(FRI),
    lateReport("A", 100),
    lateReport("A", 90),
    lateReport("A", 95),
  );
  expect(one).toMatchObject({
    open: null,
    last: null,
    high: "100",
    low: "90",
    change: null,
    move: "untraded",
  });
});
