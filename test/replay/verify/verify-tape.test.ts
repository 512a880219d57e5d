import { type AnyProjection, defineProjection, memoryLog, type ReadableLog } from "@tapefold/core";
import { generateTape, verifyTape } from "@tapefold/replay";
import { beforeAll, describe, expect, test } from "vitest";

const log = memoryLog("generated");

beforeAll(async () => {
  for (const batch of generateTape({ seed: 11, instruments: 12, ticks: 3_000 })) await log.append(batch);
});

/** A rule over the ticks of one instrument. */
function rule<S extends object>(initial: S, tick: (document: S, price: number) => void): AnyProjection {
  return defineProjection<S>({
    name: "mine",
    version: 1,
    key: ({ instrument }) => instrument,
    initial,
    on: { PriceTicked: (document, { price }) => tick(document as S, Number(price)) },
  });
}

test("the market's rules come to one state, however a tape is folded", async () => {
  const { difference, events, gapCount, state } = await verifyTape(log);
  expect([difference, gapCount]).toEqual([null, 0]);
  expect(events).toBe(await log.head());
  expect(state.position).toBe(events);
});

describe("a rule that isn't deterministic is named with place and key", () => {
  test("where it remembers more than its document", async () => {
    let calls = 0;
    const { difference } = await verifyTape(log, [
      rule({ count: 0 }, (document) => {
        calls += 1;
        document.count = calls;
      }),
    ]);
    expect(difference).toMatchObject({ projection: "mine", key: expect.stringMatching(/^X/) as string });
  });

  test("where it keeps a part of its document in two places", async () => {
    const aliasing = rule<{ count: number; now: { price: number }; before: { price: number } }>(
      { count: 0, now: { price: 0 }, before: { price: 0 } },
      (document, price) => {
        document.count += 1;
        if (document.count === 1) document.before = document.now;
        else document.now.price = price;
      },
    );
    const { difference } = await verifyTape(log, [aliasing]);
    expect(difference).toMatchObject({ projection: "mine", ...(await firstSecondTick(log)) });
  });
});

test("a rule that throws stops at the same place in all ways", async () => {
  const touchy = rule({ ticks: 0 }, (document) => {
    document.ticks += 1;
    if (document.ticks === 50) throw new Error("enough");
  });
  const { difference, state } = await verifyTape(log, [touchy]);
  expect(difference).toBeNull();
  expect(state.stopped).toHaveLength(1);
});

/** Where an instrument ticks for the second time, the first to do so. */
async function firstSecondTick(from: ReadableLog): Promise<{ position: number; key: string } | undefined> {
  const ticked = new Set<string>();
  for await (const batch of from.read()) {
    for (const { position, event } of batch) {
      if (event.type !== "PriceTicked") continue;
      if (ticked.has(event.instrument)) return { position, key: event.instrument };
      ticked.add(event.instrument);
    }
  }
  return undefined;
}
