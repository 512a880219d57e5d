import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addFractions,
  compareFractions,
  divideHalfAway,
  fraction,
  multiplyFractions,
  powerOfTen,
  wide,
} from "@tapefold/core";

const whole = (most: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: 1n, max: most });
const anySize = fc.oneof(whole(1000n), whole(2n ** 53n), whole(2n ** 60n), whole(10n ** 40n));
const step = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.maxSafeInteger());

describe("a wide sum", () => {
  it("is the sum that bigints give, in the form that its value has", () => {
    const steps = fc.array(fc.tuple(anySize, step), { maxLength: 20 });
    fc.assert(
      fc.property(anySize, fc.oneof(fc.constant(1n), anySize), steps, (numerator, denominator, products) => {
        const sum = { ...wide.of({ numerator, denominator }) };
        let exact = numerator;
        for (const [weight, by] of products) {
          wide.addProduct(sum, wide.wholeOf(weight), by);
          exact += weight * BigInt(by) * denominator;
          expect(wide.fractionOf(sum)).toEqual({ numerator: exact, denominator });
          expect(sum).toEqual(wide.of({ numerator: exact, denominator }));
        }
      }),
    );
  });

  it("takes steps that are fractions, of any sign, as fractions add them", () => {
    const fractions = fc.tuple(fc.oneof(step.map(BigInt), anySize), fc.oneof(fc.constant(1n), whole(50n)));
    fc.assert(
      fc.property(anySize, fc.array(fc.tuple(anySize, fractions), { maxLength: 8 }), (start, steps) => {
        const sum = { ...wide.of(fraction(start)) };
        let exact = fraction(start);
        for (const [weight, [numerator, denominator]] of steps) {
          const by = fraction(numerator, denominator);
          wide.addTimes(sum, wide.wholeOf(weight), by);
          exact = addFractions(exact, multiplyFractions(by, fraction(weight)));
          expect(compareFractions(wide.fractionOf(sum), exact)).toBe(0);
          expect(sum.low >= 0 && sum.low < 2 ** 44).toBe(true);
        }
      }),
    );
  });

  it("goes over from numbers to bigints and back without a trace", () => {
    const sum = { ...wide.of({ numerator: 2n ** 97n - 1n, denominator: 1n }) };
    const before = { ...sum };
    wide.addProduct(sum, 1, 1);
    expect(sum).toEqual({ high: 2n ** 53n, low: 0, denominator: 1 });
    wide.addProduct(sum, 1, -1);
    expect(sum).toEqual(before);
  });
});

describe("its scaled quotient", () => {
  const exactly = (numerator: bigint, exponent: number, divisor: bigint): number =>
    Number(divideHalfAway(numerator * powerOfTen(exponent), divisor));

  it("is the one that bigints round", () => {
    fc.assert(
      fc.property(anySize, anySize, anySize, fc.nat(30), (numerator, divisor, other, exponent) => {
        const value = wide.of({ numerator, denominator: 1n });
        expect(wide.scaledQuotient(value, exponent, wide.wholeOf(divisor), wide.wholeOf(other))).toBe(
          exactly(numerator, exponent, divisor * other),
        );
      }),
    );
  });

  it("rounds ties away from zero, and what lies next to one as it should", () => {
    const near = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(whole(10n ** 12n), whole(10n ** 6n), near, (quotient, half, off) => {
        const divisor = 2n * half;
        const numerator = quotient * divisor + half + BigInt(off);
        expect(
          wide.scaledQuotient(wide.of({ numerator, denominator: 1n }), 0, wide.wholeOf(divisor), 1),
        ).toBe(exactly(numerator, 0, divisor));
      }),
      { numRuns: 1000 },
    );
  });
});
