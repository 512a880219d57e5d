/** Words of the oracles at their edges: near, moves, regions, round numbers, classes of guidance. */
import {
  classOfEvent,
  classOfMetric,
  fromDecimal,
  isMandatory,
  milestoneOracle,
  moveOf,
  nearnessWord,
  ratio,
  regionWord,
} from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";

describe("words and edges", () => {
  test("near, move, region", () => {
    const near = (shortfall: string, isUp = true) => nearnessWord(fromDecimal(shortfall), isUp);
    expect(["0", "-0.01"].map((s) => near(s))).toEqual(["at-record", "at-record"]);
    expect([near("0.001"), near("0.0010001")]).toEqual(["touching", "striking-distance"]);
    expect([near("0.01"), near("0.0100001")]).toEqual(["striking-distance", "near"]);
    expect([near("0.02"), near("0.0200001"), near("0.03", false)]).toEqual(["near", "approaching", "far"]);
    expect([near("0.05"), near("0.0500001")]).toEqual(["approaching", "far"]);
    expect(moveOf(fromDecimal("100.1"), ratio(100n))).toBe("little-changed");
    expect(moveOf(fromDecimal("100.11"), ratio(100n))).toBe("up");
    expect(moveOf(fromDecimal("99.89"), ratio(100n))).toBe("down");
    expect([moveOf(null, ratio(1n)), moveOf(ratio(1n), null)]).toEqual(["untraded", null]);
    expect([regionWord(0, 0), regionWord(1, 0), regionWord(0, 2)]).toEqual([
      "little changed",
      "higher",
      "lower",
    ]);
    expect([regionWord(3, 2), regionWord(6, 2), regionWord(1, 3)]).toEqual([
      "mixed",
      "mostly higher",
      "mostly lower",
    ]);
  });

  test("milestones: given back, and below ten thousand", () => {
    const [now, then, high] = ["9995", "9850", "10120"].map((level) => fromDecimal(level));
    expect(milestoneOracle(now ?? ratio(1), then ?? null, high ?? null, 2)).toEqual({
      level: "10000.00",
      neededPct: "0.0500",
      toward: true,
      reached: ["9900.00", "10000.00", "10100.00"],
      gaveBack: ["10000.00", "10100.00"],
    });
    expect(milestoneOracle(ratio(10_000), ratio(9_990), ratio(10_000), 0)).toMatchObject({
      level: "11000",
      reached: ["10000"],
    });
  });

  test("guidance: the real revision, and the edges of disclosure", () => {
    const mandatory = (from: number, to: number) => isMandatory("netProfitAttributable", from, to);
    expect(isMandatory("netSales", 6700, 6950)).toBe(false);
    expect([isMandatory("netSales", 100, 110), isMandatory("netSales", 100, "90")]).toEqual([true, true]);
    expect([isMandatory("netSales", 100, "109.99"), isMandatory("eps", 1, 9)]).toEqual([false, false]);
    expect([mandatory(100, 130), mandatory(100, 70), mandatory(100, 129)]).toEqual([true, true, false]);
    expect([mandatory(0, 1), mandatory(0, 0), mandatory(-100, -60)]).toEqual([true, false, true]);
    expect(isMandatory("operatingProfit", [100, 200], [100, 260])).toBe(true);
    expect(isMandatory("operatingProfit", null, 5)).toBe(false);
  });

  test("guidance: classes", () => {
    expect(classOfMetric(-100, -60, false)).toBe("raise");
    expect(classOfMetric([10, 20], [10, 21], false)).toBe("raise");
    expect(classOfMetric(10, [8, 10], false)).toBe("lower");
    expect(classOfMetric([10, 20], [11, 19], false)).toBe("narrow");
    expect(classOfMetric(10, [9, 11], false)).toBe("widen");
    expect(classOfMetric("10.0", [10, 10], false)).toBe("reaffirm");
    expect(classOfMetric(null, 10, false)).toBe("initiate");
    expect(classOfMetric(null, 10, true)).toBe("reinstate");
    expect(classOfMetric(10, null, false)).toBe("withdraw");
    const event = (...classes: ("raise" | "lower" | "reaffirm" | "narrow")[]) =>
      classOfEvent(classes.map((of) => ({ class: of })));
    expect([event(), event("reaffirm"), event("reaffirm", "raise")]).toEqual([
      "reaffirm",
      "reaffirm",
      "upgrade",
    ]);
    expect([event("lower", "lower"), event("narrow"), event("raise", "narrow")]).toEqual([
      "downgrade",
      "narrow",
      "mixed",
    ]);
  });
});
