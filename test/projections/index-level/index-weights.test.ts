/** Weights and divisors: a split or a rebalance leaves the level where it was. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  FRI,
  index,
  lastCode,
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

const prices: Readonly<Record<string, string>> = {
  A: "4223.5",
  B: "27500.0",
  C: "62000.1",
  D: "311.7",
  E: "8.9",
  F: "1066099.2",
};
const weights = { A: "24", B: "8", C: "2.4", D: "100", E: "1" };
/** Five of six members, and the session of Friday at those prices. */
const start = (weighting: "price" | "adjusted-price" | "cap", divisor: string): Lines => [
  [market("XTKS"), ...Object.keys(prices).map((id) => listed(id, { scale: 1 })), index("I")],
  [defined("I", weighting, divisor, weights), opened(FRI)],
  Object.entries(prices).map(([id, price]) => tick(id, price)),
  closed(FRI),
];
/** The level as of the open of Monday, before any tick. */
const monday: Lines = [opened(MON, { phase: "auction" }), phase(MON, "open")];
const level = (...lines: Lines): number => Number(shownOf("I", lines).last);
const made = (...lines: Lines) => {
  const { index: of } = shownOf("I", lines);
  if (of === null) throw new Error("I is no index");
  return of;
};
/** Tokyo's index I of A and B, each with weight 1, over 2. */
const pair: Lines = [tokyo, index("I"), defined("I", "price", "2", { A: "1", B: "1" })];
/** An index of Tokyo with a member there and one in New York. */
const overMarkets = [
  market("XTKS"),
  market("XNYS", "Asia", "US"),
  listed("A"),
  listed("B", { mic: "XNYS" }),
  index("I"),
  defined("I", "price", "1", { A: "1", B: "2" }),
];

describe("a 4-for-1 split of a member", () => {
  test.each(["adjusted-price", "cap"] as const)("%s: the very same level", (weighting) => {
    const before = start(weighting, "29.9172");
    const after = [before, split("A", 4, 1, MON), monday];
    expect(level(after)).toBe(level(before));
    expect(shownOf("I", after)).toMatchObject({
      change: "0.00",
      index: { residual: "0.00", divisor: "29.9172" },
    });
    // A print at a quarter of the price is no move.
    expect(shownOf("A", after, tick("A", "1055.9")).change).toBe("0.0");
  });

  test.each([
    ["0.16270000", 8],
    ["29.91720000", 8],
    ["29.917", 3],
  ])("price, divisor %s: within what rounding the divisor to %i decimals may move", (divisor, decimals) => {
    const before = start("price", divisor);
    const after = [before, split("C", 4, 1, MON), monday];
    const { index: made, change } = shownOf("I", after);
    const bound = (level(before) * 0.5 * 10 ** -decimals) / Number(made?.divisor);
    expect(Math.abs(level(after) - level(before))).toBeLessThanOrEqual(bound + 0.01);
    expect(made?.divisor).not.toBe(divisor);
    // The rest that rounding leaves is the residual, and nobody's contribution but for the cent of rounding twice.
    const points = made?.contributions.map((one) => Number(one.points)) ?? [];
    const sum = points.reduce((total, one) => total + one, 0);
    expect(Number(made?.residual) + sum).toBeCloseTo(Number(change), 9);
    expect(Math.abs(sum)).toBeLessThanOrEqual(0.01);
  });
});

describe("a rebalance of three members", () => {
  test.each(["price", "adjusted-price", "cap"] as const)(
    "%s: E leaves, F comes, D weighs less",
    (weighting) => {
      const before = start(weighting, "29.91720000");
      const sum = (of: Readonly<Record<string, string>>): bigint =>
        Object.entries(of).reduce(
          (total, [id, weight]) =>
            total + BigInt(Math.round(Number(weight) * 10)) * BigInt(Math.round(Number(prices[id]) * 10)),
          0n,
        );
      const { E: _, ...stay } = weights;
      const chosen = { ...stay, D: "50", F: "0.1" };
      // D' = D · N_b / N_c to eight decimals, as the provider announces it.
      const units = (2n * 2_991_720_000n * sum(chosen) + sum(weights)) / (2n * sum(weights));
      const divisor = `${units / 100_000_000n}.${String(units % 100_000_000n).padStart(8, "0")}`;
      const after = [before, rebalanced("I", divisor, chosen), monday];
      expect(Math.abs(level(after) - level(before))).toBeLessThanOrEqual(0.01);
      expect(shownOf("I", after).index).toMatchObject({ divisor, members: 5, residual: "0.00" });
      expect(shownOf("I", after, closed(MON), opened(TUE), tick("F", "1066109.2")).change).not.toBe("0.00");
    },
  );
});

describe("splits and rebalances", () => {
  const level = (...lines: Lines): string | null => shownOf("I", lines).last;

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

test("a split up to a seed's date is what a member counts with, and says nothing of levels before it", () => {
  const lines = [
    ...overMarkets,
    base("I", THU, 200),
    streakSeed("A", 0, 80, "2026-02-04"),
    opened(THU),
    streakSeed("B", 0, 90, THU),
    tick("A", 90),
  ];
  const told = split("B", 1, 2, THU);
  expect(shownOf("I", ...lines, told)).toMatchObject({ last: "270.00", index: { residual: "60.00" } });
  expect(shownOf("I", ...lines, told, tick("A", 90)).last).toBe("180.00");
});

test("an index defined within its session has weights on the basis of the splits known by then", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "Asia", "US"),
    listed("B", { mic: "XNYS" }),
    opened(THU),
    split("B", 2, 1, THU),
    index("I"),
    defined("I", "price", "1", { B: "1" }),
    opened(THU, { mic: "XNYS" }),
    tick("B", 48),
  ];
  expect(shownOf("I", ...lines).last).toBe("48.00");
});

test("a split of a member that is told after the index's session counts from the index's next open", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A"),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "adjusted-price", "1", { A: "1" }),
    opened(MON, { mic: "XNYS" }),
    closed(MON, undefined, { mic: "XNYS" }),
    split("A", 2, 1, MON),
    opened(MON),
    opened(TUE, { mic: "XNYS" }),
    tick("A", 48),
  ];
  expect(shownOf("IDX", ...lines).last).toBe("96.00");
});

test("a split of a member that is told after the index's close leaves what the close was made of", () => {
  const lines = [
    market("XTKS"),
    market("XNYS", "US", "US"),
    listed("A"),
    index("IDX", { mic: "XNYS" }),
    defined("IDX", "price", "1", { A: "1" }),
    opened(MON),
    closed(MON, { A: 95 }),
    opened(TUE, { mic: "XNYS" }),
    closed(TUE, undefined, { mic: "XNYS" }),
    split("A", 2, 1, TUE),
  ];
  expect(shownOf("IDX", ...lines).index?.contributions).toEqual([
    { instrument: "A", points: "0.00", share: null },
  ]);
});
