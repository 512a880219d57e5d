/** Attribution: the points of members and sectors add up to the change that is shown. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  FRI,
  index,
  type Lines,
  listed,
  market,
  MON,
  opened,
  phase,
  rebalanced,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../tape.ts";

/** Tokyo's index I of A and B, each with weight 1, over 2. */
const pair: Lines = [tokyo, index("I"), defined("I", "price", "2", { A: "1", B: "1" })];
/** Friday on which A closed at 100 and B at 60: the index at 80. */
const friday: Lines = [pair, opened(FRI), tick("A", 100), tick("B", 60), closed(FRI)];
const made = (...lines: Lines) => {
  const { index: of } = shownOf("I", lines);
  if (of === null) throw new Error("I is no index");
  return of;
};

describe("points add up", () => {
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

test("a split of the index itself is none of its members' doing", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    index("I"),
    defined("I", "price", "1", { A: "1" }),
    opened(THU),
    tick("A", 90),
    closed(THU),
    split("I", 2, 1, FRI),
    opened(FRI),
    tick("A", 90),
  ];
  const { change, index: made } = shownOf("I", ...lines);
  expect(change).toBe("45.00");
  expect(made?.contributions).toEqual([{ instrument: "A", points: "0.00", share: null }]);
  expect(made?.residual).toBe("45.00");
});

test("a member's sector is that of the last published level, though its market has opened again", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A", { sector: "tech" }),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "price", "1", { A: "1" }),
    opened(MON),
    closed(MON, { A: 96 }),
    listed("A", { sector: "banks" }),
    opened(TUE, { mic: "XNYS" }),
    closed(TUE, undefined, { mic: "XNYS" }),
    opened(WED),
  ];
  expect(shownOf("IDX", ...lines).index?.sectors).toEqual([{ sector: "tech", points: "0.00" }]);
});

test("a unit that must be taken is taken from the first id of those with the smallest remainder", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("B", { mic: "XNYS" }),
    listed("C"),
    index("IDX"),
    defined("IDX", "price", "0.056", { C: "24", B: "1" }),
    opened(MON),
    closed(MON),
    opened(MON, { mic: "XNYS" }),
    closed(MON, { B: 96 }, { mic: "XNYS" }),
    opened(TUE),
    tick("C", 112),
    closed(TUE),
    opened(TUE, { mic: "XNYS" }),
    opened(WED, { phase: "break" }),
    tick("B", 97),
    closed(WED),
  ];
  expect(shownOf("IDX", ...lines).index?.contributions.map(({ points }) => points)).toEqual([
    "-0.01",
    "0.00",
  ]);
});

test("members stand as of the last published level where a later one can't be published", () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const lines = [
    market("XTKS"),
    listed("A"),
    index("IDX"),
    defined("IDX", "price", "100079991717122", { A: "1" }),
    streakSeed("A", 0, huge, FRI),
    opened(MON),
    tick("A", huge),
    tick("A", 94),
  ];
  expect(shownOf("IDX", ...lines).index?.breadth.unchanged).toBe(1);
});

test("an index defined anew after its close is measured from the level it published", () => {
  const anew = [defined("I", "price", "4", { A: "1", B: "1" }), opened(MON), tick("A", 120)];
  expect(made(friday, anew)).toMatchObject({
    residual: "-40.00",
    contributions: [
      { instrument: "A", points: "5.00" },
      { instrument: "B", points: "0.00" },
    ],
  });
});
