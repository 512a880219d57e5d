/** A whole system among crashes and faults, by seed; and that the simulation finds what is put wrong on purpose. */
import { expect, test } from "vitest";
import { isLong } from "../runs.ts";
import { simulation } from "./bundle.ts";
import { plants } from "./plants.ts";

/** A thousand seeds take minutes: `npm run simulate`. Each plant takes a bundle of its own: `npm run test:laws`. */
const SEEDS = isLong ? 120 : 5;
const tried = isLong ? plants : [];

const { simulate } = await simulation();

test("nothing acknowledged is lost, each subscriber sees each position once, and workers come to one fold", async () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const { failure, seen: counts } = await simulate(seed);
    if (failure !== undefined)
      throw new Error(
        `seed ${seed}: ${failure instanceof Error ? failure.message : JSON.stringify(failure)}`,
        { cause: failure },
      );
    for (const what of counts.keys()) seen.add(what);
  }
  if (!isLong) return expect([...seen]).toContain("crash");
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "a writer is told LOG_TORN",
      "a writer is told of a full disk",
      "crash",
      "full disk",
      "full server",
      "loss of power",
      "lost connection",
      "whole state",
    ]),
  );
});

test.each([4, 5])("seed %i is one run, however often it is made", async (seed) => {
  expect(await simulate(seed)).toEqual(await simulate(seed));
});

test.each(tried)("it is found if $name", async ({ seed, ...plant }) => {
  const { simulate: simulatePlanted } = await simulation(plant);
  expect((await simulate(seed)).failure).toBeUndefined();
  expect((await simulatePlanted(seed)).failure).toBeInstanceOf(Error);
});
