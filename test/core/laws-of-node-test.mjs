/** The laws of a rule as `node:test` runs them. */
import { test } from "node:test";
import { defineProjection } from "@tapefold/core";
import { laws } from "@tapefold/core/testing";
import { listing } from "@tapefold/projections";

const ticks = defineProjection({
  name: "ticks",
  version: 1,
  needs: [listing],
  key: ({ instrument }) => instrument,
  initial: { count: 0 },
  on: { PriceTicked: (document) => void (document.count += 1) },
});

for (const { name, check } of laws(ticks, { runs: 2 })) void test(name, check);
