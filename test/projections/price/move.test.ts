/** The word for a change, by its size and side. */
import { fraction } from "@tapefold/core";
import { moveOf } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { base, FRI, MON, opened, recordSeed, shownOf, tick, tokyo } from "../tape.ts";

describe("the word for a change", () => {
  test.each([
    [100_000, "at-record"],
    [100_001, "at-record"],
    [99_900, "touching"],
    [99_899, "striking-distance"],
    [99_000, "striking-distance"],
    [98_999, "near"],
    [98_000, "near"],
    [97_999, "approaching"],
    [95_000, "approaching"],
    [94_999, "far"],
  ])("%i against a record of 100,000, rising, is %s", (price, word) => {
    const seeds = [recordSeed("A", "close", 100_000, FRI), base("A", MON, 90_000)];
    expect(shownOf("A", tokyo, seeds, opened(MON), tick("A", price)).record.close?.near).toBe(word);
  });

  test("falling or unchanged, nothing is approaching", () => {
    const near = (reference: number): unknown =>
      shownOf(
        "A",
        tokyo,
        recordSeed("A", "close", 100_000, FRI),
        base("A", MON, reference),
        opened(MON),
        tick("A", 96_000),
      ).record.close?.near;
    expect([near(95_999), near(96_000), near(96_001)]).toEqual(["approaching", "far", "far"]);
  });

  test.each([
    [99_899, "down"],
    [99_900, "little-changed"],
    [100_000, "little-changed"],
    [100_100, "little-changed"],
    [100_101, "up"],
  ])("%i after 100,000 is %s", (price, move) => {
    expect(shownOf("A", tokyo, base("A", MON, 100_000), opened(MON), tick("A", price)).move).toBe(move);
  });
});

test("a price at its reference is little changed", () => {
  expect(moveOf(100, fraction(100n))).toBe("little-changed");
});
