import type { EventOf } from "@tapefold/core";

/** Ticks of one numbered source, a second apart, the first with the number `from`. */
export function ticks(count: number, from = 0): EventOf<"PriceTicked">[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `t-${from + index}`,
    type: "PriceTicked",
    at: (from + index) * 1_000_000,
    source: "feed",
    seq: from + index,
    instrument: "X",
    price: 100,
  }));
}
