/** Derived indices: what is refused, when a level is published, splits and rebalances, how points add up. */
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
  tick,
  tokyo,
  TUE,
  WED,
} from "./tape.ts";

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

describe("edge 20: quoted and derived", () => {
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

describe("edge 21: members of other markets, members without a base", () => {
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

describe("edge 22: splits and rebalances", () => {
  const weights = (weighting: "price" | "adjusted-price" | "cap"): Lines => [
    tokyo,
    index("I"),
    defined("I", weighting, "3.00", { A: "1", B: "1" }),
    [opened(FRI), tick("A", 1000), tick("B", 500), closed(FRI)],
  ];

  test("Dow kind: D' = D · N_b / N_c over previous closes, rounded half away to the declared decimals", () => {
    // 1500 before, 250 + 500 after: 3.00 · 750 / 1500.
    const split4 = [weights("price"), split("A", 4, 1, MON), opened(MON), tick("A", 250)];
    expect(made(split4).divisor).toBe("1.50");
    expect(shownOf("I", split4)).toMatchObject({ last: "500.00", change: "0.00" });
    // 3 for 1: 3.00 · (333.33… + 500) / 1500 = 1.6666… .
    const split3 = [weights("price"), split("A", 3, 1, MON), opened(MON), tick("A", 333), tick("B", 500)];
    expect(made(split3).divisor).toBe("1.67");
    // 833.33… / 1.67 = 499.0019…: the rest of the 500 is the residual.
    expect(made(split3).residual).toBe("-1.00");
  });

  test("Nikkei kind multiplies the weight, the other kind the shares; the divisor stays", () => {
    for (const weighting of ["adjusted-price", "cap"] as const) {
      const after = [weights(weighting), split("A", 4, 1, MON), opened(MON), tick("A", 255)];
      expect(made(after).divisor).toBe("3.00");
      // 4 · 255 + 500 = 1520.
      expect(level(after)).toBe("506.67");
      expect(made(after).contributions[0]).toEqual({ instrument: "A", points: "6.67", share: "100.0000" });
    }
  });

  test("a split counts from the first open with a date on or after its own, in the index too", () => {
    const early = [weights("adjusted-price"), split("A", 4, 1, TUE), opened(MON), tick("A", 1020)];
    expect(level(early)).toBe("506.67");
    const skipped = [weights("adjusted-price"), split("A", 4, 1, MON), opened(TUE), tick("A", 255)];
    expect(level(skipped)).toBe("506.67");
    expect(shownOf("A", skipped).change).toBe("5");
  });

  test("a split that a member has behind it when the index is defined counts no more", () => {
    // C of Osaka has split on Monday; the index is defined with weights for its new shares before its first session.
    const behind = [
      [market("XTKS"), market("XOSE"), listed("A"), listed("C", { mic: "XOSE" }), index("I")],
      split("C", 2, 1, MON),
      [opened(MON, { mic: "XOSE" }), tick("C", 30), closed(MON, undefined, { mic: "XOSE" })],
    ];
    for (const weighting of ["price", "adjusted-price", "cap"] as const) {
      const after = [behind, defined("I", weighting, "1", { A: "1", C: "1" }), opened(TUE), tick("A", 100)];
      expect(level(after)).toBe("130.00");
      expect(made(after).divisor).toBe("1");
    }
    // Said but not in force yet, it counts with the index's open.
    const ahead = [behind, split("C", 3, 1, TUE), defined("I", "cap", "1", { A: "1", C: "1" })];
    expect(level(ahead, opened(TUE), tick("A", 100))).toBe("130.00");
    expect(level(ahead, opened(TUE), opened(TUE, { mic: "XOSE" }), tick("A", 100), tick("C", 11))).toBe(
      "133.00",
    );
  });

  test("two splits of one open count both", () => {
    const both = [split("A", 4, 1, MON), split("B", 5, 1, MON), opened(MON), tick("A", 250)];
    // 3.00 · (250 + 100) / 1500.
    expect(made(weights("price"), both).divisor).toBe("0.70");
  });

  test("a rebalance due at that open wins, its weights stand as given", () => {
    const due = [
      rebalanced("I", "2.00", { A: "1", B: "1" }),
      split("A", 4, 1, MON),
      opened(MON),
      tick("A", 250),
    ];
    for (const weighting of ["price", "adjusted-price", "cap"] as const) {
      expect(made(weights(weighting), due).divisor).toBe("2.00");
      expect(level(weights(weighting), due)).toBe("375.00");
    }
  });

  test("a rebalance takes effect at the next session's open, and not before", () => {
    const said = [weights("price"), opened(MON), rebalanced("I", "2.00", { A: "1" }), tick("A", 1020)];
    expect(made(said)).toMatchObject({ divisor: "3.00", members: 2 });
    expect(level(said)).toBe("506.67");
    const next = [said, closed(MON), opened(TUE), tick("A", 1040)];
    expect(made(next)).toMatchObject({ divisor: "2.00", members: 1 });
    expect(level(next)).toBe("520.00");
    // The next split moves the new divisor: 2.00 · 260 / 1040.
    expect(made(next, closed(TUE), split("A", 4, 1, WED), opened(WED)).divisor).toBe("0.50");
  });

  test("of two rebalances for one open the later holds", () => {
    const said = [
      rebalanced("I", 5, { A: "1" }),
      rebalanced("I", 4, { B: "1" }),
      opened(MON),
      tick("B", 480),
    ];
    expect(level(weights("price"), said)).toBe("120.00");
  });

  test("a rebalance of what is no derived index is unknown", () => {
    expect(lastCode(tokyo, index("I"), rebalanced("I", 1, { A: "1" }))).toBe("unknown");
    expect(lastCode(pair, rebalanced("I", 1, { Z: "1" }))).toBe("unknown");
  });
});

describe("edge 23: points add up", () => {
  test("largest remainder to the published change less the rounded residual, ties by id", () => {
    // Three members of weight 1 over 3: each yen is a third of a point.
    const three: Lines = [
      [market("XTKS"), listed("A"), listed("B"), listed("C"), index("I")],
      defined("I", "price", "3", { C: "1", B: "1", A: "1" }),
      [opened(FRI), tick("A", 100), tick("B", 100), tick("C", 100), closed(FRI), opened(MON)],
    ];
    const one = made(three, tick("A", 101), tick("B", 101), tick("C", 101));
    // 1.00 published of three thirds: 0.34 goes to the first by id.
    expect(one.contributions.map(({ instrument, points }) => [instrument, points])).toEqual([
      ["A", "0.34"],
      ["B", "0.33"],
      ["C", "0.33"],
    ]);
    // Falling: floors are −0.34 each, two cents missing to −1.00.
    const down = made(three, tick("A", 99), tick("B", 99), tick("C", 99));
    expect(down.contributions.map(({ points }) => points)).toEqual(["-0.33", "-0.33", "-0.34"]);
  });

  test("too many cents are taken from the smallest remainders, ties by id", () => {
    const thirds: Lines = [tokyo, index("I"), defined("I", "price", "3", { A: "1", B: "1" })];
    const friday = [opened(FRI), tick("A", 100), tick("B", 100), closed(FRI)];
    // 200 / 3 = 66.666… before, 200 / 2.99967 = 66.674… after: 66.67 published twice, and a residual of 0.0073…
    const after = made(
      [thirds, friday, rebalanced("I", "2.99967", { B: "1", A: "1" })],
      [opened(MON), phase(MON, "break")],
    );
    expect(after.residual).toBe("0.01");
    expect(after.contributions).toEqual([
      { instrument: "A", points: "-0.01", share: null },
      { instrument: "B", points: "0.00", share: null },
    ]);
  });

  test("residual is N_b / D' less the previous exact level, or the published one where only a seed is known", () => {
    const start: Lines = [tokyo, index("I"), defined("I", "price", "3", { A: "1", B: "1" })];
    // 200 / 3 = 66.666…, published as 66.67.
    const exact = [
      start,
      opened(FRI),
      tick("A", 100),
      tick("B", 100),
      closed(FRI),
      opened(MON),
      tick("A", 101),
    ];
    expect(made(exact).residual).toBe("0.00");
    const seeded = [
      start,
      [streakSeed("A", 0, 100, FRI), streakSeed("B", 0, 100, FRI), streakSeed("I", 0, "66.60", FRI)],
      [opened(MON), tick("A", 101)],
    ];
    // 66.666… − 66.60 = 0.0666…; 67 − 66.60 = 0.40 published, of which 0.33 are A's.
    expect(made(seeded).residual).toBe("0.07");
    expect(shownOf("I", seeded).change).toBe("0.40");
    expect(made(seeded).contributions.map(({ points }) => points)).toEqual(["0.33", "0.00"]);
  });

  test("without a previous level: points to the rounded sum, `residual` null", () => {
    const first = [pair, base("A", FRI, 100), base("B", FRI, 60), opened(FRI), tick("A", 101)];
    expect(shownOf("I", first).change).toBeNull();
    expect(made(first)).toMatchObject({
      residual: null,
      contributions: [
        { instrument: "A", points: "0.50", share: "100.0000" },
        { instrument: "B", points: "0.00", share: "0.0000" },
      ],
    });
  });

  test("contributions by signed exact points, ties by id; sectors likewise, `unclassified` last", () => {
    const sectors: Lines = [
      market("XTKS"),
      ["A", "B", "C", "D"].map((id, place) =>
        listed(id, place < 3 ? { sector: ["X", "Y", "X"][place] } : {}),
      ),
      [index("I"), defined("I", "price", "1", { D: "1", C: "1", B: "1", A: "1" })],
      ["A", "B", "C", "D"].map((id) => base(id, FRI, 100)),
      opened(FRI),
    ];
    const after = made(sectors, tick("A", 97), tick("B", 98), tick("C", 101), tick("D", 200));
    expect(after.contributions.map(({ instrument }) => instrument)).toEqual(["D", "C", "B", "A"]);
    expect(after.sectors).toEqual([
      { sector: "X", points: "-2.00" },
      { sector: "Y", points: "-2.00" },
      { sector: "unclassified", points: "100.00" },
    ]);
  });

  test("`share` is exact contribution over exact sum, a percentage; null at a sum of 0", () => {
    const moved = [friday, opened(MON), tick("A", 103), tick("B", 59)];
    expect(made(moved).contributions.map(({ share }) => share)).toEqual(["150.0000", "-50.0000"]);
    expect(made(moved, tick("B", 57)).contributions.map(({ share }) => share)).toEqual([null, null]);
    expect(made(moved, tick("B", 57)).contributions.map(({ points }) => points)).toEqual(["1.50", "-1.50"]);
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
