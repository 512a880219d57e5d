import { upcaster } from "@tapefold/replay";
import { parseEvent } from "@tapefold/core";
import { expect, test } from "vitest";

/** Two shapes that never were: ticks under another name with cents, and before that with a nested quote. */
const invented = upcaster({
  PricePrinted: {
    1: ({ quote, ...rest }) => ({ ...rest, v: 2, cents: (quote as { cents: number }).cents }),
    2: ({ cents, v: _, ...rest }) => ({ ...rest, type: "PriceTicked", price: String(Number(cents) / 100) }),
  },
});

/** A chain of no steps. */
const without = upcaster({});

const base = { id: "t-1", at: "2026-03-12T00:30:00Z", instrument: "I1" };
const today = { ...base, type: "PriceTicked", price: "48.12" };

test("an old shape is brought to today's, step by step", () => {
  expect(invented.value({ ...base, type: "PricePrinted", quote: { cents: 4812 } })).toEqual(today);
  expect(invented.value({ ...base, type: "PricePrinted", v: 1, quote: { cents: 4812 } })).toEqual(today);
  expect(invented.value({ ...base, type: "PricePrinted", v: 2, cents: 4812 })).toEqual(today);
  expect(parseEvent(invented.value({ ...base, type: "PricePrinted", v: 2, cents: 4812 }))).toMatchObject({
    price: "48.12",
  });
});

test("what has no step is left as it is", () => {
  for (const value of [today, { ...today, v: 1 }, null, 3, "x", [1], {}, { type: 7 }]) {
    expect(invented.value(value)).toBe(value);
    expect(without.value(value)).toBe(value);
  }
});

test("a version that is not known is refused by name", () => {
  expect(() => parseEvent(without.value({ ...today, v: 7 }))).toThrow(/v: 7 .*not known here/);
  expect(() => parseEvent(invented.value({ ...base, type: "PricePrinted", v: 3 }))).toThrow(
    /PricePrinted.* is no event type/,
  );
});

test("events that a store kept go through the same chain", () => {
  const recorded = [{ position: 4, event: { ...base, type: "PricePrinted", v: 2, cents: 4812 } }];
  expect(invented.recorded(recorded as never)).toEqual([{ position: 4, event: today }]);
});
