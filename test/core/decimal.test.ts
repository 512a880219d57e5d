import {
  decimalsOf,
  divideFloor,
  divideHalfAway,
  divideHalfEven,
  formatUnits,
  parseDecimal,
  toFraction,
  toUnits,
} from "@tapefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";

const scale = fc.integer({ min: 0, max: 15 });
const units = fc.maxSafeInteger();

test("units print and read back as themselves at every scale", () => {
  fc.assert(
    fc.property(units, scale, (value, decimals) => {
      expect(toUnits(formatUnits(value, decimals), decimals)).toBe(value + 0);
    }),
  );
});

test("a number gives the units of the decimal it prints as", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), scale, (value, decimals) => {
      expect(toUnits(value, decimals)).toBe(toUnits(plain(value), decimals));
    }),
    { numRuns: 5_000 },
  );
});

test("a number with as many decimals as the scale is exact, with more it is refused", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      fc.integer({ min: 1, max: 3 }),
      (value, decimals) => {
        expect(toUnits(value / 10 ** decimals, decimals)).toBe(value + 0);
        const finer = value * 10 + 5;
        expect(toUnits(finer / 10 ** (decimals + 1), decimals)).toBeUndefined();
      },
    ),
  );
});

test("values that doubles do not hold", () => {
  expect(toUnits("2.675", 3)).toBe(2675);
  expect(toUnits("9007199254740993", 0)).toBeUndefined();
  expect(toUnits("90071992547409.91", 2)).toBe(9007199254740991);
  expect(toUnits("0.1", 0)).toBeUndefined();
  expect(toUnits(1e21, 0)).toBeUndefined();
  expect(toUnits(57885.77, 2)).toBe(5788577);
  expect(toUnits(-0, 2)).toBe(0);
});

test("what is no decimal", () => {
  for (const text of ["", "abc", "1.", ".5", "1e3", "+1", "0x10", " 1", "1 ", "NaN", "1_000", "１"]) {
    expect(parseDecimal(text)).toBeUndefined();
  }
  expect(parseDecimal(Infinity)).toBeUndefined();
  expect(parseDecimal(1e21)).toEqual({ units: 10n ** 21n, scale: 0 });
  expect(parseDecimal(1.5e-7)).toEqual({ units: 15n, scale: 8 });
});

test("decimals are counted without trailing zeros, fractions keep the value", () => {
  expect(decimalsOf("1.500")).toBe(1);
  expect(decimalsOf(30)).toBe(0);
  expect(toFraction("-0.25")).toEqual({ numerator: -25n, denominator: 100n });
});

test("halves round away from zero, or to the even neighbour", () => {
  expect([5n, -5n, 4n, 6n, -6n].map((n) => divideHalfAway(n, 2n))).toEqual([3n, -3n, 2n, 3n, -3n]);
  expect([5n, -5n, 3n, 7n, -1n].map((n) => divideHalfEven(n, 2n))).toEqual([2n, -2n, 2n, 4n, 0n]);
  // The published Nikkei level of 10 February 2026, a tie in the third decimal.
  expect(formatUnits(divideHalfAway(57_650_545n, 10n), 2)).toBe("57650.55");
});

test("rounding stays within half of the exact value, floor just below it", () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 20n }), (n, d) => {
      for (const rounded of [divideHalfAway(n, d), divideHalfEven(n, d)]) {
        const off = 2n * (rounded * d - n);
        expect(off <= d && off >= -d).toBe(true);
      }
      const floor = divideFloor(n, d);
      expect(floor * d <= n && n < (floor + 1n) * d).toBe(true);
    }),
  );
});

function plain(value: number): string {
  const parsed = parseDecimal(value);
  return parsed === undefined ? String(value) : formatUnits(parsed.units, parsed.scale);
}
