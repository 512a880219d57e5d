/** Exact numbers and instants of the oracles, as they are printed. */
import { fixed, fixedHalfEven, fromDecimal, instantText } from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";

describe("exact numbers", () => {
  test("are rounded by a named rule", () => {
    expect(fixed(fromDecimal("2.675"), 2)).toBe("2.68");
    expect(fixed(fromDecimal(57650.545), 2)).toBe("57650.55");
    expect(fixed(fromDecimal("-0.5"), 0)).toBe("-1");
    expect(fixed(fromDecimal("-0.4"), 0)).toBe("0");
    expect(fixedHalfEven(fromDecimal("0.125"), 2)).toBe("0.12");
    expect(fixedHalfEven(fromDecimal("-0.135"), 2)).toBe("-0.14");
    expect(fixed(fromDecimal(1e-7), 7)).toBe("0.0000001");
  });
  test("instants print shortest", () => {
    expect(instantText(0)).toBe("1970-01-01T00:00:00Z");
    expect(instantText(1_770_697_800_000_000)).toBe("2026-02-10T04:30:00Z");
    expect(instantText(951_782_400_000_100)).toBe("2000-02-29T00:00:00.0001Z");
    expect(instantText(-1)).toBe("1969-12-31T23:59:59.999999Z");
  });
});
