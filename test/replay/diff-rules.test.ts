/** Two versions of a rule over the golden tape: where they part first. */
import { defineProjection } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { diffRules, openTape } from "@tapefold/replay";
import { expect, test } from "vitest";
import { goldenLines, goldenPath } from "./tape-folder.ts";

interface Busiest {
  readonly ticks: number;
  readonly highest: number | string;
}

/** Counts ticks; its second version forgets those below a price. */
const busiest = (version: number, from: number) =>
  defineProjection<Busiest>({
    name: "busiest",
    version,
    key: ({ instrument }) => instrument,
    initial: { ticks: 0, highest: 0 },
    on: {
      PriceTicked: (count, { price }) => {
        if (Number(price) < from) return;
        count.ticks += 1;
        if (Number(price) > Number(count.highest)) count.highest = price;
      },
    },
  });

test("names position, projection, key and field of the first difference", async () => {
  const parted = await diffRules(openTape(goldenPath), [busiest(1, 0)], [busiest(2, 5000)]);
  const position = goldenLines.findIndex((line) => {
    const event = JSON.parse(line) as { type: string; price?: number };
    return event.type === "PriceTicked" && Number(event.price) < 5000;
  });
  expect(parted).toMatchObject({ position: position + 1, projection: "busiest" });
  expect(parted?.key).toBe((JSON.parse(goldenLines[position] ?? "") as { instrument: string }).instrument);
});

test("two versions that compute the same don't part", async () => {
  expect(await diffRules(openTape(goldenPath), [busiest(1, 0)], [busiest(2, 0)])).toBeUndefined();
  expect(await diffRules(openTape(goldenPath), marketRules, marketRules)).toBeUndefined();
});

test("what one set lacks is not compared", async () => {
  expect(await diffRules(openTape(goldenPath), marketRules, [busiest(1, 0)])).toBeUndefined();
});
