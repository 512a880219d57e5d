/** Milestones: the round levels that an index reaches, and gives back. */
import { fraction } from "@tapefold/core";
import { milestoneOf } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { base, index, market, MON, opened, shownOf, tick, tokyo } from "../tape.ts";

describe("milestones", () => {
  const at = (reference: number, ...prices: number[]): unknown => {
    const start = [market("XTKS"), index("I"), base("I", MON, reference), opened(MON)];
    return shownOf("I", start, ...prices.map((price) => tick("I", price))).milestone;
  };

  test("the grid is a tenth of the level's power of ten; `level` the lowest above the current", () => {
    expect(at(57_000, 57_885.77)).toEqual({
      level: "58000.00",
      neededPct: "0.1973",
      toward: true,
      reached: [],
      gaveBack: [],
    });
    expect(at(990, 999.99)).toMatchObject({ level: "1000.00" });
    expect(at(990, 1000)).toMatchObject({ level: "1100.00", neededPct: "10.0000" });
  });

  test("`toward` it when above the reference", () => {
    expect(at(57_885.77, 57_885.77)).toMatchObject({ toward: false });
    expect(at(57_885.78, 57_885.77)).toMatchObject({ toward: false });
  });

  test("`reached`: those above the reference that the session reached, `gaveBack`: those it is below now", () => {
    expect(at(56_500, 57_000, 58_100, 57_500)).toMatchObject({
      level: "58000.00",
      reached: ["57000.00", "58000.00"],
      gaveBack: ["58000.00"],
    });
    expect(at(57_000, 57_000.01)).toMatchObject({ reached: [] });
    expect(at(56_999.99, 57_000)).toMatchObject({ reached: ["57000.00"], gaveBack: [] });
  });

  test("the grid is never finer than the index's last decimal", () => {
    const whole = (reference: number, ...prices: number[]): unknown => {
      const start = [market("XTKS"), index("I", { scale: 0 }), base("I", MON, reference), opened(MON)];
      return shownOf("I", start, ...prices.map((price) => tick("I", price))).milestone;
    };
    expect(whole(4, 5)).toEqual({
      level: "6",
      neededPct: "20.0000",
      toward: true,
      reached: ["5"],
      gaveBack: [],
    });
    expect(whole(9, 9, 10, 9)).toMatchObject({ level: "10", reached: ["10"], gaveBack: ["10"] });
    expect(whole(9, 10)).toMatchObject({ level: "11", reached: ["10"] });
    expect(whole(99, 100)).toMatchObject({ level: "110", reached: ["100"] });
    expect(at(0.02, 0.05)).toMatchObject({ level: "0.06", reached: ["0.03", "0.04", "0.05"] });
  });

  test("of more than 1,000 the highest are named, also of those given back", () => {
    const { reached, gaveBack } = at(1000, 200_000, 1000) as Record<string, string[]>;
    const named = Array.from({ length: 1000 }, (_, place) => `${100_100 + 100 * place}.00`);
    expect([reached, gaveBack]).toEqual([named, named]);
    const held = at(1000, 200_050, 150_000) as Record<string, string[]>;
    expect([held["reached"]?.[0], held["reached"]?.at(-1)]).toEqual(["10000.00", "200000.00"]);
    expect(held["gaveBack"]).toEqual(["160000.00", "170000.00", "180000.00", "190000.00", "200000.00"]);
  });

  test("indices only, and only with a price", () => {
    expect(shownOf("A", tokyo, opened(MON), tick("A", 100)).milestone).toBeNull();
    expect(shownOf("I", market("XTKS"), index("I"), opened(MON)).milestone).toBeNull();
  });

  test("without a reference `toward` is null and nothing is reached", () => {
    expect(shownOf("I", market("XTKS"), index("I"), opened(MON), tick("I", 105)).milestone).toMatchObject({
      level: "110.00",
      toward: null,
      reached: [],
    });
  });
});

test("of the round numbers that a jump crosses a thousand are named", () => {
  const { reached } = milestoneOf(1_000_000, 1_000_000, fraction(1n));
  expect(reached).toHaveLength(10);
  const far = milestoneOf(2_000, 5_000_000, fraction(1_000n)).reached;
  expect(far).toHaveLength(1_000);
  expect([far[0], far.at(-1)]).toEqual([fraction(4_900_100n), fraction(5_000_000n)]);
});

test("a milestone is toward a price above its reference on any basis", () => {
  expect(milestoneOf(67, 67, fraction(200n, 3n)).toward).toBe(true);
  expect(milestoneOf(66, 66, fraction(200n, 3n)).toward).toBe(false);
});

test("a price for the last price alone reaches no milestone", () => {
  const lines = [
    market("XTKS"),
    index("Q", { scale: 1 }),
    base("Q", MON, 90),
    opened(MON),
    tick("Q", 91, { updates: ["last"] }),
  ];
  expect(shownOf("Q", ...lines).milestone?.reached).toEqual([]);
  expect(shownOf("Q", ...lines, tick("Q", 91)).milestone?.reached).toEqual(["91.0"]);
});
