import { contentHash, contentText, type MarketEvent } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";

const events = session().map((tape) => tape.map(({ event }) => event));

/** The same in another order of fields, prices as text that ends in zeros, and fields that say nothing. */
function otherwise(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((inner) => otherwise(inner, key));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, otherwise(inner, name)]),
    );
  return key === "price" && typeof value === "number" ? `${value}${value % 1 === 0 ? ".0" : "0"}` : value;
}

test("an event written otherwise has the same content and fingerprint", () => {
  fc.assert(
    fc.property(events, (tape) => {
      for (const event of tape) {
        const other = { v: 1, size: undefined, ...(otherwise(event) as MarketEvent) } as MarketEvent;
        expect(contentText(other)).toBe(contentText(event));
        expect(contentHash(other)).toBe(contentHash(event));
      }
    }),
  );
});

test.each([
  [1e-7, "0.0000001"],
  [1e21, "1000000000000000000000"],
  [-0, "0.0"],
  [-2.5, "-2.50"],
  [0.1, "0.10"],
])("the number %d has the fingerprint of the text %s", (price, text) => {
  const tick = { id: "t1", type: "PriceTicked", at: 0, instrument: "N225" };
  const [number, written] = [price, text].map((each) => ({ ...tick, price: each }) as unknown as MarketEvent);
  expect(contentText(number!)).toBe(contentText(written!));
  expect(contentHash(number!)).toBe(contentHash(written!));
});

test("events of other content have other fingerprints", () => {
  const tick = { id: "t1", type: "PriceTicked", at: 1_767_571_200_000_000, instrument: "N225", price: 100 };
  const others = Array.from({ length: 40_000 }, (_, index) => {
    const [first, second] = [index % 200, Math.floor(index / 200)];
    return { ...tick, at: tick.at + first * 2 ** 26, price: 100 + second / 100 };
  });
  const swapped = [
    { ...tick, id: "N225", instrument: "t1" },
    { ...tick, id: "100", price: "1" },
    { ...tick, id: "1", price: "100" },
    { ...tick, seq: 1 },
    { ...tick, seq: "1" },
    { ...tick, seq: null },
    { ...tick, seq: "null" },
  ];
  const all = [...others, ...swapped] as unknown as MarketEvent[];
  expect(new Set(all.map(contentText)).size).toBe(all.length);
  expect(new Set(all.map(contentHash)).size).toBe(all.length);
  expect(all.every((event) => Number.isSafeInteger(contentHash(event)))).toBe(true);
});
