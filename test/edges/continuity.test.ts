/** A split of a member and a rebalance of three: the level before and after agree to the rounding unit. */
import { describe, expect, test } from "vitest";
import {
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
  tick,
  TUE,
} from "./tape.ts";

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
    // What the rounding leaves is the residual, and nobody's contribution but for the cent of rounding twice.
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
