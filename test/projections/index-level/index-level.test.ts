/** Levels of derived indices: when they are published, and what members of other markets count with. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  defined,
  FRI,
  halted,
  index,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  phase,
  rebalanced,
  refused,
  shown,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

const NONE = { advancers: 0, decliners: 0, unchanged: 0, untraded: 0 };
/** Tokyo's index I of A and B, each with weight 1, over 2. */
const pair: Lines = [tokyo, index("I"), defined("I", "price", "2", { A: "1", B: "1" })];
/** Friday on which A closed at 100 and B at 60: the index at 80. */
const friday: Lines = [pair, opened(FRI), tick("A", 100), tick("B", 60), closed(FRI)];
const level = (...lines: Lines): string | null => shownOf("I", lines).last;
const made = (...lines: Lines) => {
  const { index: of } = shownOf("I", lines);
  if (of === null) throw new Error("I is no index");
  return of;
};
/** An index of Tokyo with a member there and one in New York. */
const overMarkets = [
  market("XTKS"),
  market("XNYS", "Asia", "US"),
  listed("A"),
  listed("B", { mic: "XNYS" }),
  index("I"),
  defined("I", "price", "1", { A: "1", B: "2" }),
];

describe("quoted and derived indices", () => {
  test("a quoted index, defined or not, has no composition", () => {
    const quoted = {
      mode: "quoted",
      divisor: null,
      members: 0,
      contributions: [],
      residual: null,
      sectors: [],
      breadth: NONE,
    };
    expect(made(tokyo, index("I"))).toEqual(quoted);
    const asQuoted: Line = { type: "IndexDefined", instrument: "I", mode: "quoted" };
    expect(made(tokyo, index("I"), asQuoted, opened(MON), tick("I", 80))).toEqual(quoted);
    expect(shownOf("A", tokyo).index).toBeNull();
  });

  test("a derived index as a member is refused: derived", () => {
    const over = (weights: Record<string, string>): Line => defined("J", "price", 1, weights);
    expect(lastCode(pair, index("J"), over({ I: "1" }))).toBe("derived");
    expect(lastCode(pair, index("J"), over({ A: "1", I: "1" }))).toBe("derived");
    expect(lastCode(pair, index("J"), over({ J: "1" }))).toBe("derived");
    expect(lastCode(pair, index("J"), over({ A: "1" }), rebalanced("J", 1, { I: "1" }))).toBe("derived");
  });

  test("nor does a member become derived", () => {
    const quoted = [tokyo, index("J"), index("I"), defined("I", "price", 1, { J: "1" })];
    expect(lastCode(quoted, defined("J", "price", 1, { A: "1" }))).toBe("derived");
  });

  test("a tick given for it is refused: derived", () => {
    expect(lastCode(pair, opened(FRI), tick("I", 80))).toBe("derived");
    expect(lastCode(pair, opened(FRI), lateReport("I", 80))).toBe("derived");
  });

  test("nothing while a member has no price, base or seed", () => {
    expect(level(pair, opened(FRI), tick("A", 100))).toBeNull();
    expect(level(pair, opened(FRI), tick("A", 100), tick("B", 60))).toBe("80.00");
    expect(level(pair, base("B", FRI, 60), opened(FRI), tick("A", 100))).toBe("80.00");
    expect(level(pair, streakSeed("B", 0, 60, FRI), opened(MON), tick("A", 100))).toBe("80.00");
    expect(level(pair, opened(MON), tick("A", 100), streakSeed("B", 0, 60, FRI), tick("A", 102))).toBe(
      "81.00",
    );
    expect(shownOf("I", pair, opened(FRI), tick("A", 100), closed(FRI)).close).toBeNull();
    expect(shownOf("I", pair, opened(FRI), tick("A", 100), closed(FRI, { B: 60 }))).toMatchObject({
      last: "80.00",
      close: "80.00",
    });
  });

  test("only on ticks that move `last`", () => {
    const start = [friday, opened(MON)];
    expect(level(start, lateReport("A", 200))).toBeNull();
    expect(level(start, tick("A", 200, { updates: ["volume"] }))).toBeNull();
    expect(level(start, tick("A", 110, { updates: ["last", "volume"] }))).toBe("85.00");
  });

  test("never at the opening; at each phase change; at the close once, which is its `last` too", () => {
    expect(level(friday, opened(MON))).toBeNull();
    expect(level(friday, opened(MON, { phase: "auction" }), tick("A", 110))).toBeNull();
    expect(level(friday, opened(MON, { phase: "auction" }), tick("A", 110), phase(MON, "open"))).toBe(
      "85.00",
    );
    expect(level(friday, opened(MON), phase(MON, "break"))).toBe("80.00");
    expect(level(friday, opened(MON), tick("A", 110), phase(MON, "auction"), tick("A", 120))).toBe("85.00");
    const end = shownOf("I", friday, opened(MON), tick("A", 110), closed(MON, { A: 120, B: 62 }));
    expect(end).toMatchObject({ last: "91.00", close: "91.00", high: "91.00", low: "85.00", open: "85.00" });
  });

  test("sampling `close-only` publishes at the close alone", () => {
    const rare = [
      tokyo,
      index("I"),
      defined("I", "price", "2", { A: "1", B: "1" }, { sampling: "close-only" }),
    ];
    const day = [rare, opened(FRI), tick("A", 100), tick("B", 60), phase(FRI, "auction"), tick("A", 110)];
    expect(shownOf("I", day)).toMatchObject({ last: null, high: null });
    expect(shownOf("I", day, closed(FRI))).toMatchObject({ last: "85.00", close: "85.00", high: "85.00" });
  });

  test("`index` shows the members as of the last published level", () => {
    const start = [friday, opened(MON), tick("A", 110), phase(MON, "auction"), tick("B", 70)];
    expect(made(start).contributions).toEqual([
      { instrument: "A", points: "5.00", share: "100.0000" },
      { instrument: "B", points: "0.00", share: "0.0000" },
    ]);
    expect(made(start).breadth).toEqual({ ...NONE, advancers: 1, untraded: 1 });
    expect(made(start, phase(MON, "open")).breadth).toEqual({ ...NONE, advancers: 2 });
  });

  test("before a level of this session: no contributions, residual null, all untraded", () => {
    for (const lines of [[pair], [pair, opened(FRI), tick("A", 100)], [friday, opened(MON)]]) {
      expect(made(lines)).toMatchObject({ members: 2, contributions: [], sectors: [], residual: null });
      expect(made(lines).breadth).toEqual({ ...NONE, untraded: 2 });
    }
  });
});

describe("members of other markets, members without a base", () => {
  // A is Tokyo's like the index, C is Osaka's; the level is their sum.
  const osaka = (more: Readonly<Record<string, unknown>> = {}) => ({ mic: "XOSE", ...more });
  const two: Lines = [
    [market("XTKS"), market("XOSE"), listed("A"), listed("C", osaka()), index("I")],
    defined("I", "adjusted-price", "1", { A: "1", C: "1" }),
    [opened(FRI), opened(FRI, osaka()), tick("A", 100), tick("C", 60)],
    [closed(FRI, undefined, osaka()), closed(FRI)],
  ];

  test("a member whose market hasn't opened on the index's date counts at its last price, untraded", () => {
    const monday = [two, opened(MON), tick("A", 110)];
    expect(level(monday)).toBe("170.00");
    expect(made(monday).contributions).toContainEqual({ instrument: "C", points: "0.00", share: "0.0000" });
    expect(made(monday).breadth).toEqual({ ...NONE, advancers: 1, untraded: 1 });
    const both = [monday, opened(MON, osaka()), tick("C", 63)];
    expect(level(both)).toBe("173.00");
    expect(made(both).breadth).toEqual({ ...NONE, advancers: 2 });
  });

  test("on that date's basis: a split of a member that hasn't opened counts with the index's open", () => {
    const halved = [two, split("C", 2, 1, MON), opened(MON), tick("A", 110)];
    expect(level(halved)).toBe("170.00");
    const opens = [halved, opened(MON, osaka()), tick("C", 31)];
    expect(level(opens)).toBe("172.00");
    expect(made(opens).contributions[1]).toEqual({ instrument: "C", points: "2.00", share: "16.6667" });
  });

  test("a member in another market closes first on the tape, else its last tick counts", () => {
    const monday = [two, opened(MON), opened(MON, osaka()), tick("A", 110), tick("C", 63)];
    expect(shownOf("I", monday, closed(MON, { C: 65 }, osaka()), closed(MON)).close).toBe("175.00");
    expect(shownOf("I", monday, closed(MON), closed(MON, { C: 65 }, osaka())).close).toBe("173.00");
  });

  test("a member that has gone on to a later date counts at its last price, untraded", () => {
    const ahead = [two, opened(MON), opened(MON, osaka()), tick("A", 110), tick("C", 63)];
    const later = [ahead, closed(MON, undefined, osaka()), opened(TUE, osaka()), tick("C", 66)];
    // Its tick of Tuesday is its last price, and the index is still at Monday.
    expect(level(later)).toBe("176.00");
    expect(made(later).breadth).toEqual({ ...NONE, advancers: 1, untraded: 1 });
  });

  test("a member with a price and no base counts as unchanged; while there is one, no contributions", () => {
    const first = [pair, base("A", FRI, 90), opened(FRI), tick("A", 100), tick("B", 60)];
    expect(made(first)).toMatchObject({
      contributions: [],
      sectors: [],
      residual: null,
      breadth: { ...NONE, advancers: 1, unchanged: 1 },
    });
    expect(made(first, closed(FRI), opened(MON), tick("B", 61)).contributions).toHaveLength(2);
  });
});

describe("levels", () => {
  test("are rounded half away from zero at the index's scale", () => {
    const eighth: Lines = [tokyo, index("I"), defined("I", "price", "8", { A: "1" }), opened(FRI)];
    expect(level(eighth, tick("A", 1001))).toBe("125.13");
    expect(level(eighth, tick("A", 1003))).toBe("125.38");
  });

  test("stay exact past 2^53: the numerator of a whole exchange", () => {
    const won: Lines = [
      [market("XTKS"), listed("A"), listed("B"), index("I")],
      defined("I", "cap", "43312642216", { A: "5919637922", B: "12345678901234567" }),
      opened(FRI),
    ];
    // (5919637922 · 173500 + 12345678901234567 · 3) / 43312642216 = 878818.2249…
    const exact = ((5_919_637_922n * 173_500n + 12_345_678_901_234_567n * 3n) * 1000n) / 43_312_642_216n;
    const cents = (exact + 5n) / 10n;
    expect(level(won, tick("A", 173_500), tick("B", 3))).toBe(
      `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`,
    );
  });

  test("weights below 1 and prices with decimals count exactly", () => {
    const small: Lines = [
      [market("XTKS"), listed("A", { scale: 1 }), listed("B", { scale: 3 }), index("I")],
      [defined("I", "adjusted-price", "0.30", { A: "0.1", B: "2.4" }), opened(FRI)],
    ];
    // (0.1 · 1066.2 + 2.4 · 12.345) / 0.3 = (106.62 + 29.628) / 0.3 = 454.16
    expect(level(small, tick("A", "1066.2"), tick("B", "12.345"))).toBe("454.16");
  });

  test("re-enter the fold as ticks of the index: records, streaks and milestones are its own", () => {
    const monday = shownOf("I", friday, opened(MON), tick("A", 130), tick("A", 120), closed(MON));
    expect(monday.record.high).toMatchObject({ level: "95.00", date: MON, setThisSession: true });
    expect(monday.record.close).toMatchObject({ level: "90.00", previous: { level: "80.00", date: FRI } });
    expect(monday.streak.confirmed).toBe(1);
    expect(monday.milestone).toMatchObject({
      level: "91.00",
      reached: expect.arrayContaining(["81.00", "95.00"]),
    });
  });

  test("a bust of a member's tick takes the level it made away", () => {
    const peak = [friday, opened(MON), tick("A", 110), tick("A", 190, { id: "t" }), tick("A", 112)];
    expect(shownOf("I", peak).high).toBe("125.00");
    expect(shownOf("I", peak, bust("t"))).toMatchObject({ high: "86.00", last: "86.00" });
  });

  test("a halted member counts at its last price, an untraded one at its base", () => {
    const stuck = [friday, opened(MON), tick("A", 110), halted({ instrument: "A" }), tick("B", 62)];
    expect(level(stuck)).toBe("86.00");
    expect(refused(stuck, tick("A", 500))).toEqual({ halted: 1 });
    expect(made(stuck, tick("A", 500)).breadth).toEqual({ ...NONE, advancers: 2 });
  });

  test("one member, many indices: each moves", () => {
    const both = [
      pair,
      index("J"),
      defined("J", "cap", "1", { A: "3" }),
      opened(FRI),
      tick("A", 100),
      tick("B", 60),
    ];
    const { instruments } = shown(both);
    expect([instruments["I"]?.last, instruments["J"]?.last]).toEqual(["80.00", "300.00"]);
  });
});

test("a member with nothing but the seed of the session that it opens keeps its index from a level", () => {
  const lines = [...overMarkets, opened(THU), streakSeed("B", 0, 90, THU), tick("A", 90)];
  expect(shownOf("I", ...lines).last).toBe("270.00");
  expect(shownOf("I", ...lines.slice(0, -1), opened(THU, { mic: "XNYS" }), tick("A", 90)).last).toBeNull();
});

test("a level that rounds to zero, or is past a safe integer, is not published", () => {
  const lines = (divisor: string) => [
    market("XTKS"),
    listed("A"),
    index("IDX"),
    defined("IDX", "price", divisor, { A: "1" }),
    opened(MON),
    tick("A", 94),
    closed(MON),
  ];
  expect(shownOf("IDX", ...lines("100079991717123")).last).toBeNull();
  expect(shownOf("IDX", ...lines("0.00000000000001")).last).toBeNull();
});

test("an index with levels and ticks of its own in one session", () => {
  const quotedAgain = { type: "IndexDefined", instrument: "X", mode: "quoted" } as const;
  const before = [
    market("XTKS"),
    listed("A"),
    index("X"),
    defined("X", "price", "2.00", { A: "1" }),
    opened(MON),
    tick("A", 500),
    quotedAgain,
  ];
  const quoted = [...before, tick("X", 300), tick("A", 600), closed(MON, { X: 301 })];
  expect(shownOf("X", ...quoted)).toMatchObject({ open: "250.00", last: "300.00", close: "301.00" });
  // Older than the level, but no older than the open: it opens the session and is not its last price.
  const older = [...before, tick("X", 200, { at: 5.5 })];
  expect(shownOf("X", ...older)).toMatchObject({ open: "200.00", last: "250.00", low: "200.00" });
  // It is derived only once it has had a tick; older levels than ticks stand all the same.
  const derivedLater = [
    market("XTKS"),
    listed("A"),
    index("X"),
    opened(MON),
    tick("X", 300, { at: 60 }),
    defined("X", "price", "1", { A: "1" }),
    tick("A", 500),
  ];
  expect(shownOf("X", ...derivedLater)).toMatchObject({ open: "300.00", last: "500.00", high: "500.00" });
});
