/**
 * The law of the hand-over: however appends, subscriptions, slow readers and disconnections fall together, every
 * subscriber sees each position once, in order, and nothing more is held than was agreed.
 */
import { type EventLog, memoryLog, type ReadableLog, type Recorded } from "@tapefold/core";
import { follow, type Followed } from "@tapefold/replay";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ticks } from "../made-ticks.ts";

/** One batch of the delayed log: whoever is slower than the others is behind at once. */
const WINDOW = 2;

/** The log as a slow disk would give it: each batch comes when the scheduler lets it. */
function delayed(log: EventLog, scheduler: fc.Scheduler): ReadableLog {
  return {
    name: log.name,
    watch: (told) => log.watch?.(told) ?? (() => undefined),
    async *read(options) {
      await scheduler.schedule(Promise.resolve(), "read");
      for await (const batch of log.read(options)) {
        for (let from = 0; from < batch.length; from += 2) {
          yield batch.slice(from, from + 2);
          await scheduler.schedule(Promise.resolve(), "read on");
        }
      }
    },
  };
}

interface Subscriber {
  readonly seen: number[];
  readonly leave: () => void;
  hasLeft: boolean;
}

interface Model {
  appended: number;
  subscribers: number;
}

interface Real {
  readonly log: EventLog;
  readonly followed: Followed;
  readonly scheduler: fc.Scheduler;
  readonly subscribers: Subscriber[];
}

type Command = fc.AsyncCommand<Model, Real>;

const always = (): boolean => true;

const append = (count: number): Command => ({
  check: always,
  run: async (model, { log }) => {
    await log.append(ticks(count, model.appended));
    model.appended += count;
  },
  toString: () => `append ${count}`,
});

const subscribe = (isSlow: boolean): Command => ({
  check: always,
  run: async (model, { followed, scheduler, subscribers }) => {
    model.subscribers += 1;
    const seen: number[] = [];
    const take = (batch: readonly Recorded[]): void => {
      seen.push(...batch.map(({ position }) => position));
      expect(followed.held).toBeLessThanOrEqual(WINDOW);
    };
    if (!isSlow) {
      const subscription = followed.subscribe(take);
      subscribers.push({ seen, hasLeft: false, leave: () => subscription.unsubscribe() });
      return;
    }
    const subscriber = { seen, hasLeft: false, leave: () => undefined };
    subscribers.push(subscriber);
    void (async () => {
      for await (const batch of followed) {
        if (subscriber.hasLeft) return;
        take(batch);
        await scheduler.schedule(Promise.resolve(), "digest");
        await scheduler.schedule(Promise.resolve(), "digest more");
      }
    })();
  },
  toString: () => `subscribe${isSlow ? " slowly" : ""}`,
});

const leave = (place: number): Command => ({
  check: ({ subscribers }) => subscribers > 0,
  run: async (_, { subscribers }) => {
    const subscriber = subscribers[place % subscribers.length] as Subscriber;
    subscriber.hasLeft = true;
    subscriber.leave();
  },
  toString: () => `leave ${place}`,
});

const wait: Command = {
  check: always,
  run: async (_, { scheduler }) => {
    for (let turn = 0; turn < 3 && scheduler.count() > 0; turn += 1) await scheduler.waitOne();
  },
  toString: () => "wait",
};

const commands = fc.commands(
  [
    fc.integer({ min: 1, max: 8 }).map(append),
    fc.boolean().map(subscribe),
    fc.nat(9).map(leave),
    fc.constant(wait),
    fc.constant(wait),
  ],
  { maxCommands: 40, size: "max" },
);

test("every subscriber sees each position once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), commands, async (scheduler, run) => {
      const log = memoryLog();
      const followed = follow(delayed(log, scheduler), { window: WINDOW });
      const subscribers: Subscriber[] = [];
      const model: Model = { appended: 0, subscribers: 0 };
      await fc.asyncModelRun(() => ({ model, real: { log, followed, scheduler, subscribers } }), run);
      const all = Array.from({ length: model.appended }, (_, index) => index + 1);
      const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      for (await idle(); scheduler.count() > 0; await idle()) await scheduler.waitAll();
      for (const { seen, hasLeft } of subscribers)
        expect(seen).toEqual(hasLeft ? all.slice(0, seen.length) : all);
      for (const subscriber of subscribers) {
        subscriber.hasLeft = true;
        subscriber.leave();
      }
      // A slow one notices at its next batch that it has left.
      await log.append(ticks(1, model.appended));
      for (await idle(); scheduler.count() > 0; await idle()) await scheduler.waitAll();
      expect(followed.held).toBe(0);
    }),
  );
});
