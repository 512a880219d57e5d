import {
  memoryLog,
  type MarketEvent,
  MarketError,
  project,
  type ReadableLog,
  type Recorded,
} from "@tapefold/core";
import { recordClose, sessionStreak } from "@tapefold/projections";
import { openTape, replay } from "@tapefold/replay";
import { lastValueFrom, take, toArray } from "rxjs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { goldenLines, goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();

test("gives the events of the tape in order, then completes", async () => {
  const batches = await lastValueFrom(replay(goldenPath).pipe(toArray()));
  expect(batches.flat()).toEqual((await readAll(openTape(goldenPath))).events);
});

test("is cold: nothing is read before the subscription, and each reads for itself", async () => {
  const path = folder.path("later.jsonl");
  const events$ = replay(path);
  folder.write("later.jsonl", `${goldenLines[0]}\n`);
  const [one, two] = await Promise.all([lastValueFrom(events$), lastValueFrom(events$)]);
  expect(one).toEqual(two);
  expect(one).not.toBe(two);
});

test("takes the operator over the fold", async () => {
  const seen = await lastValueFrom(
    replay(goldenPath).pipe(
      project({ streak: sessionStreak("KS11"), record: recordClose("KS11") }),
      toArray(),
    ),
  );
  expect(seen.at(-1)).toMatchObject({ streak: { confirmed: 2 } });
});

test("unsubscribing ends the reading", async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let batches = 0;
  const endless: ReadableLog = {
    name: "endless",
    async *read() {
      try {
        for (;;) {
          batches += 1;
          yield [];
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        release();
      }
    },
  };
  await lastValueFrom(replay(endless).pipe(take(3)));
  await released;
  expect(batches).toBeLessThan(6);
});

test("faults come through the error channel, after the events before them", async () => {
  const path = folder.write("torn.jsonl", `${goldenLines[0]}\n${goldenLines[1]?.slice(0, 30)}`);
  const seen: Recorded[] = [];
  const error = await new Promise((resolve) => {
    replay(path).subscribe({ next: (batch) => seen.push(...batch), error: resolve });
  });
  expect(seen.map(({ position }) => position)).toEqual([1]);
  expect(error).toBeInstanceOf(MarketError);
  expect(error).toMatchObject({ code: "LOG_TORN" });
  await expect(lastValueFrom(replay(folder.path("missing.jsonl")))).rejects.toMatchObject({
    code: "LOG_NOT_FOUND",
  });
});

describe("in tape time", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  const SECOND = 1_000_000;
  const ticks = (...seconds: number[]): MarketEvent[] =>
    seconds.map((second, index) => ({
      id: `t${index}`,
      type: "PriceTicked",
      at: second * SECOND,
      instrument: "X",
      price: 1,
    }));

  async function played(
    events: readonly MarketEvent[],
    speed: number,
    ms: readonly number[],
  ): Promise<number[][]> {
    const log = memoryLog();
    await log.append(events);
    const seen: number[][] = [];
    let batch: number[] = [];
    replay(log, { speed }).subscribe((due) => batch.push(...due.map(({ position }) => position)));
    for (const step of [0, ...ms]) {
      await vi.advanceTimersByTimeAsync(step);
      seen.push(batch);
      batch = [];
    }
    return seen;
  }

  test("events fall due as they happened, so many times as fast", async () => {
    expect(await played(ticks(0, 1, 2, 10), 2, [499, 1, 500, 3_999, 1])).toEqual([
      [1],
      [],
      [2],
      [3],
      [],
      [4],
    ]);
  });

  test("listings are due at once, however far back they are dated", async () => {
    const at = Date.UTC(1800, 0, 1) * 1000;
    const market = { mic: "XBIN", name: "M", country: "ZZ", region: "R", zone: "UTC" };
    const listed: MarketEvent = { id: "m", type: "MarketListed", at, ...market };
    const [first, ...rest] = ticks(0, 1, 2);
    expect(await played([listed, first!, { ...listed, id: "n" }, ...rest], 1, [1_000, 1_000])).toEqual([
      [1, 2, 3],
      [4],
      [5],
    ]);
  });

  test("a late event goes out with the one before it", async () => {
    expect(await played(ticks(0, 5, 1, 6), 1, [5_000, 1_000])).toEqual([[1], [2, 3], [4]]);
  });

  test("a night is waited out, however long a timer can be", async () => {
    const days = 30 * 86_400;
    expect(await played(ticks(0, days), 1, [days * 1_000 - 1, 1])).toEqual([[1], [], [2]]);
  });

  test("unsubscribing ends the waiting", async () => {
    const log = memoryLog();
    await log.append(ticks(0, 3_600));
    const subscription = replay(log, { speed: 1 }).subscribe();
    await vi.advanceTimersByTimeAsync(10);
    expect(vi.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a speed of nothing is refused", () => {
    expect(() => replay(goldenPath, { speed: 0 })).toThrow(RangeError);
    expect(() => replay(goldenPath, { speed: NaN })).toThrow(RangeError);
  });
});
