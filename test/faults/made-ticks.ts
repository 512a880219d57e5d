import type { EventOf } from "@tapefold/core";

/** A number of ticks of a numbered source, from a number on. */
export function madeTicks(count: number, from = 0): EventOf<"PriceTicked">[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `f-${from + index}`,
    at: 1_770_000_000_000_000 + (from + index) * 1_000,
    source: "feed",
    seq: from + index,
    type: "PriceTicked",
    instrument: `I${(from + index) % 40}`,
    price: (100_000 + (((from + index) * 7) % 997)) / 100,
  }));
}
