/**
 * Tokyo's tables as dated data. Daily limits by base price, yen either way; tick sizes by price, those of the 500
 * largest shares and those of the others. Rows above a limit base of 3 million yen, and above a price of a million,
 * are not confirmed by a source: they go on in the pattern of the rows before. The broadening after two days locked
 * at one limit, on that side alone, is not modelled: a table has one value for both sides.
 */
import type { EventOf } from "@tapefold/core";
import type { Line } from "../tape.ts";

const rows = (
  steps: readonly (readonly [below: number, value: number])[],
  beyond: number,
): EventOf<"PriceTablesLoaded">["rows"][number][] => [
  ...steps.map(([below, value]) => ({ below, value })),
  { value: beyond },
];

// prettier-ignore
export const limitSteps: readonly (readonly [below: number, value: number])[] = [
  [100, 30], [200, 50], [500, 80], [700, 100], [1000, 150], [1500, 300], [2000, 400], [3000, 500], [5000, 700],
  [7000, 1000], [10_000, 1500], [15_000, 3000], [20_000, 4000], [30_000, 5000], [50_000, 7000], [70_000, 10_000],
  [100_000, 15_000], [150_000, 30_000], [200_000, 40_000], [300_000, 50_000], [500_000, 70_000], [700_000, 100_000],
  [1_000_000, 150_000], [1_500_000, 300_000], [2_000_000, 400_000], [3_000_000, 500_000], [5_000_000, 700_000],
  [7_000_000, 1_000_000], [10_000_000, 1_500_000], [15_000_000, 3_000_000], [20_000_000, 4_000_000],
  [30_000_000, 5_000_000], [50_000_000, 7_000_000],
];

// The exchange says "up to and with": the first price of the next row is one tick above, so `below` is that price.
// prettier-ignore
const largeSteps: readonly (readonly [upTo: number, size: number])[] = [
  [1000, 0.1], [3000, 0.5], [10_000, 1], [30_000, 5], [100_000, 10], [300_000, 50], [1_000_000, 100],
];
// prettier-ignore
const otherSteps: readonly (readonly [upTo: number, size: number])[] = [
  [3000, 1], [5000, 5], [30_000, 10], [50_000, 50], [300_000, 100], [500_000, 500], [3_000_000, 1000],
];

/** Rows for a table that holds up to and with a price: below the next price on its grid. */
const upToAndWith = (
  steps: typeof largeSteps,
  beyond: number,
): EventOf<"PriceTablesLoaded">["rows"][number][] =>
  rows(
    steps.map(([upTo, size]) => [upTo + size, size]),
    beyond,
  );

export const limitTable: Line = {
  type: "PriceTablesLoaded",
  name: "TSE",
  kind: "limit",
  from: "2010-01-04",
  rows: rows(limitSteps, 10_000_000),
};

export const largeTicks: Line = {
  type: "PriceTablesLoaded",
  name: "TSE500",
  kind: "tickSize",
  from: "2023-06-05",
  rows: upToAndWith(largeSteps, 500),
};

export const otherTicks: Line = {
  type: "PriceTablesLoaded",
  name: "TSE",
  kind: "tickSize",
  from: "2014-01-14",
  rows: upToAndWith(otherSteps, 5000),
};
