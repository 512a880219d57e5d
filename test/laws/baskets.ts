/** A small index and one session of it: what laws of levels and attribution are tried on where a whole tape says too little. */
import type { MarketEvent, Recorded, Weighting } from "@tapefold/core";
import fc from "fast-check";
import { renumbered } from "./tapes.ts";

export interface Basket {
  readonly weighting: Weighting;
  readonly divisor: string;
  /** Of each member, in order. */
  readonly weights: readonly string[];
  /** Base prices, and prices after them at one time and at a later one; units. */
  readonly base: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

export function baskets(): fc.Arbitrary<Basket> {
  const price = fc.oneof(
    fc.integer({ min: 50, max: 60_000 }),
    fc.integer({ min: 2 ** 53 - 90_000, max: 2 ** 53 - 1 }),
  );
  return fc.integer({ min: 1, max: 5 }).chain((count) => {
    const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: count, maxLength: count });
    return fc.record({
      weighting: fc.constantFrom<Weighting>("price", "adjusted-price", "cap"),
      divisor: fc.constantFrom("1", "29.9172", "0.16268413", "1000000.5", "10000000000000.00000001"),
      weights: list(fc.constantFrom("1", "0.5", "2.4", "24", "0.0625", "123456789012")),
      base: list(price),
      first: list(price),
      second: list(price),
    });
  });
}

export const memberId = (index: number): string => `M${index}`;
const DATE = "2026-02-10";
const events: readonly MarketEvent[] = [
  {
    type: "MarketListed",
    id: "m",
    at: 0,
    mic: "XTKS",
    name: "Tokyo",
    country: "JP",
    region: "Asia",
    zone: "UTC",
  },
];

/** The basket's session with the base prices as seeds, open, after some rounds of ticks. */
export function basketTape(
  { weighting, divisor, weights, base }: Pick<Basket, "weighting" | "divisor" | "weights" | "base">,
  ...rounds: readonly (readonly number[])[]
): Recorded[] {
  const one = { mic: "XTKS", currency: "JPY", name: "a member" };
  const constituents = weights.map((weight, index) => ({ instrument: memberId(index), weight }));
  const lines = [
    ...weights.map((_, index) => {
      return { type: "InstrumentListed", instrument: memberId(index), kind: "equity", scale: 0, ...one };
    }),
    { type: "InstrumentListed", instrument: "IDX", kind: "index", scale: 2, ...one },
    { type: "IndexDefined", instrument: "IDX", mode: "derived", weighting, divisor, constituents },
    ...base.map((close, index) => {
      return {
        type: "StreakSeeded",
        instrument: memberId(index),
        streak: 0,
        close: String(close),
        date: "2026-02-09",
      };
    }),
    { type: "SessionOpened", mic: "XTKS", date: DATE },
    ...rounds.flatMap((prices) =>
      prices.map((price, index) => {
        return { type: "PriceTicked", instrument: memberId(index), price: String(price) };
      }),
    ),
  ];
  const written = lines.map((line, index) => ({ id: `e${index}`, at: index + 1, ...line }) as MarketEvent);
  return renumbered([...events, ...written]);
}
