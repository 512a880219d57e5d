// A rule of your own on the command line: tapefold replay TAPE --rules test/examples/tick-count.ts
import { defineProjection, type Instant } from "@tapefold/core";

export const tickCount = defineProjection<{ ticks: number; lastAt: Instant }>({
  name: "tick-count",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { ticks: 0, lastAt: 0 },
  on: {
    PriceTicked: (count, { at }) => {
      count.ticks += 1;
      count.lastAt = Math.max(count.lastAt, at);
    },
  },
});
