import {
  addFractions,
  compareFractions,
  copyFraction,
  divideFractions,
  type Fraction,
  fraction,
  greatestCommonDivisor,
  integerOf,
  multiplyFractions,
  reduceFraction,
  subtractFractions,
} from "@tapefold/core";
import { describe, expect, test } from "vitest";

/** `"-3/4"` as a fraction. */
function of(text: string): Fraction {
  const [numerator = "", denominator = "1"] = text.split("/");
  return fraction(BigInt(numerator), BigInt(denominator));
}
const texts = (...values: string[]): [Fraction, Fraction, Fraction] =>
  values.map(of) as [Fraction, Fraction, Fraction];

test("a fraction is of any whole numbers, over one unless said", () => {
  expect(fraction(3)).toEqual({ numerator: 3n, denominator: 1n });
  expect(fraction(-3n, 4)).toEqual({ numerator: -3n, denominator: 4n });
});

test.each([
  ["6/4", "3/2"],
  ["-6/4", "-3/2"],
  ["5/1", "5/1"],
  ["0/7", "0/1"],
  ["7/7", "1/1"],
  ["3/8", "3/8"],
])("%s reduced is %s", (given, reduced) => {
  expect(reduceFraction(of(given))).toEqual(of(reduced));
});

describe("sums and differences are reduced only where denominators differ", () => {
  test.each([
    ["1/2", "1/3", "5/6", "1/6"],
    ["1/4", "-3/8", "-1/8", "5/8"],
    ["1/6", "1/3", "1/2", "-1/6"],
    ["1/4", "1/4", "2/4", "0/4"],
    ["2/3", "5", "17/3", "-13/3"],
  ])("%s and %s", (a, b, sum, difference) => {
    const [x, y] = texts(a, b);
    expect(addFractions(x, y)).toEqual(of(sum));
    expect(subtractFractions(x, y)).toEqual(of(difference));
  });
});

describe("products and quotients keep denominators above zero", () => {
  test.each([
    ["2/3", "3/4", "1/2", "8/9"],
    ["2/3", "-5/7", "-10/21", "-14/15"],
    ["-2/3", "-5/7", "10/21", "14/15"],
    ["-4", "6", "-24", "-2/3"],
    ["0", "-3/5", "0", "0"],
  ])("%s and %s", (a, b, product, quotient) => {
    const [x, y] = texts(a, b);
    expect(multiplyFractions(x, y)).toEqual(of(product));
    expect(divideFractions(x, y)).toEqual(of(quotient));
  });
});

test.each([
  ["1/3", "1/2", -1],
  ["1/2", "1/3", 1],
  ["2/4", "1/2", 0],
  ["-1/2", "-1/3", -1],
  ["-1/2", "1/3", -1],
  ["3", "2", 1],
  ["-3", "-2", -1],
  ["2/4", "2/4", 0],
])("%s against %s is %i", (a, b, order) => {
  const [x, y] = texts(a, b);
  expect(compareFractions(x, y)).toBe(order);
});

test.each([
  [12n, 18n, 6n],
  [18n, 12n, 6n],
  [-12n, 18n, 6n],
  [12n, -18n, 6n],
  [-4n, -4n, 4n],
  [0n, -5n, 5n],
  [5n, 0n, 5n],
  [7n, 9n, 1n],
])("of %s and %s the greatest common divisor is %s", (a, b, divisor) => {
  expect(greatestCommonDivisor(a, b)).toBe(divisor);
});

test.each([
  ["5", 5],
  ["-5", -5],
  ["0", 0],
  ["5/2", null],
  ["4/2", null],
  ["9007199254740991", 9007199254740991],
  ["9007199254740992", null],
  ["-9007199254740992", null],
])("%s as a safe integer is %s", (text, integer) => {
  expect(integerOf(of(text))).toBe(integer);
});

test("a copy is an object of its own; of none it is none", () => {
  const half = Object.freeze(of("1/2"));
  expect(copyFraction(half)).toEqual(half);
  expect(copyFraction(half)).not.toBe(half);
  expect(copyFraction(null)).toBeNull();
});
