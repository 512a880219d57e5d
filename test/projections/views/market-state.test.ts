/** The market as a whole: its values, its digest, and names that are hostile. */
import { fold } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  defined,
  FRI,
  guidance,
  index,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  owns,
  recordSeed,
  refused,
  shown,
  shownOf,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
} from "../tape.ts";

const start: Lines = [tokyo, opened(FRI), tick("A", 100), closed(FRI)];
const state = (...lines: Lines) => marketState(fold(marketRules, tape(lines)));

describe("hostile names", () => {
  test("an instrument, a market and an issuer named like what objects have themselves", () => {
    const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];
    const lines: Lines = [
      market("constructor"),
      names.map((id) => listed(id, { mic: "constructor", issuer: "constructor", sector: "__proto__" })),
      index("I", { mic: "constructor" }),
      defined("I", "price", 1, Object.fromEntries(names.map((id) => [id, "1"]))),
      owns("constructor", "toString"),
      names.map((id) => base(id, MON, 100)),
      opened(MON, { mic: "constructor" }),
      names.map((id, place) => tick(id, 101 + place)),
      guidance("constructor", [["eps", 1, 2]]),
      closed(MON, { constructor: 105 }, { mic: "constructor" }),
    ];
    const { instruments, guidance: said } = shown(lines);
    expect(Object.keys(instruments).sort()).toEqual([...names, "I"].sort());
    expect(instruments["constructor"]).toMatchObject({ last: "101", close: "105", change: "5" });
    expect(instruments["I"]).toMatchObject({ close: "414.00" });
    expect(instruments["I"]?.index?.sectors).toEqual([{ sector: "__proto__", points: "14.00" }]);
    expect(said[0]?.reactions).toHaveLength(4);
  });

  test("event ids and sources too", () => {
    const lines = [
      start,
      opened(MON),
      tick("A", 1, { id: "__proto__" }),
      tick("A", 2, { id: "constructor" }),
    ];
    expect(refused(lines)).toEqual({});
    expect(lastCode(lines, tick("A", 3, { id: "__proto__" }))).toBe("id-conflict");
    expect(refused(lines, bust("__proto__"))).toEqual({ busted: 1 });
    expect(lastCode(lines, tick("A", 3, { source: "constructor", seq: 0 }))).toBe("accepted");
  });

  test("control characters and markup in free texts change nothing", () => {
    const name = "\u0000\u001b[31m<script>\u202e\ud800";
    const lines = (text: string): Lines => [
      market("XTKS"),
      listed("A", { name: text }),
      opened(FRI),
      tick("A", 5),
      closed(FRI),
    ];
    expect(shown(lines(name)).valuesDigest).toBe(shown(lines("plain")).valuesDigest);
  });
});

describe("the values of a market", () => {
  test("are the same whatever was refused, repeated or done in vain", () => {
    const clean = [start, opened(MON), tick("A", 101, { at: 20, id: "t" })];
    const noise: Line[] = [
      tick("A", 101, { at: 20, id: "t" }),
      tick("A", 0),
      tick("Z", 1),
      opened(FRI),
      bust("nothing"),
      base("A", FRI, 1),
    ];
    const noisy = shown(clean, noise);
    expect(noisy.valuesDigest).toBe(shown(clean).valuesDigest);
    expect(noisy.digest).not.toBe(shown(clean).digest);
    expect(noisy.tape.rejected).toEqual({
      duplicate: 1,
      "bad-price": 1,
      unknown: 1,
      "double-open": 1,
      "split-intraday": 1,
    });
  });

  test("name no position, id or cause: the same market by other ids has the same values", () => {
    const lines = (prefix: string): Lines => [
      { ...market("XTKS"), id: `${prefix}1` } as Line,
      { ...listed("A"), id: `${prefix}2` } as Line,
      opened(FRI, { id: `${prefix}3` }),
      tick("A", 5, { id: `${prefix}4` }),
    ];
    expect(shown(lines("x")).valuesDigest).toBe(shown(lines("y")).valuesDigest);
  });

  test("of an empty tape", () => {
    expect(shown()).toMatchObject({
      tape: { events: 0, accepted: 0, rejected: {} },
      asOf: { position: 0, at: null },
      regions: [],
      instruments: {},
      guidance: [],
    });
  });

  test("the as-of is the last folded event's own position and instant", () => {
    expect(shown(start, opened(MON, { at: "2026-02-09T00:00:00.0005Z" })).asOf).toEqual({
      position: 7,
      at: "2026-02-09T00:00:00.0005Z",
    });
  });
});

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
