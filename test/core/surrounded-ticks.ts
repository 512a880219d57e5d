/** A rule that reads its surroundings, which no rule may; with the argument `fold` it folds the tapes that come in. */
import { readFileSync } from "node:fs";
import { defineProjection } from "@tapefold/core";
import { foldedTapes } from "@tapefold/core/testing";

export const surroundedTicks = defineProjection<{ count: number }>({
  name: "surrounded-ticks",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { count: 0 },
  on: {
    PriceTicked: (document) => {
      document.count = process.env["SURROUNDINGS"] === undefined ? 1 : 2;
    },
  },
});

if (process.argv[2] === "fold") {
  const tapes = JSON.parse(readFileSync(0, "utf8")) as string[];
  process.stdout.write(JSON.stringify(foldedTapes(surroundedTicks, tapes)));
}
