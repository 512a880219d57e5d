import { conflate } from "@tapefold/replay";
import fc from "fast-check";
import { Subject, VirtualTimeScheduler } from "rxjs";
import { expect, test } from "vitest";

type Step = { readonly key: string; readonly value: number } | { readonly waitMs: number };

const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ key: fc.constantFrom("a", "b", "__proto__"), value: fc.nat(99) }),
    fc.record({ waitMs: fc.integer({ min: 1, max: 25 }) }),
  ),
);

/** Deliveries, with when, and what the source held. */
function run(script: readonly Step[], byKey: boolean) {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<{ key: string; value: number }>();
  const given: { key: string; value: number; ms: number }[] = [];
  let isOver = false;
  source
    .pipe(conflate({ intervalMs: 10, scheduler, ...(byKey ? { key: ({ key }) => key } : {}) }))
    .subscribe({
      next: (value) => given.push({ ...value, ms: scheduler.now() }),
      complete: () => (isOver = true),
    });
  let nowMs = 0;
  for (const step of script) {
    if ("waitMs" in step) nowMs += step.waitMs;
    else scheduler.schedule(() => source.next(step), nowMs);
  }
  scheduler.schedule(() => source.complete(), nowMs);
  scheduler.flush();
  expect(isOver).toBe(true);
  return { given, values: script.flatMap((step) => ("key" in step ? [step] : [])), endMs: nowMs };
}

test("the last value of each key is always given", () => {
  fc.assert(
    fc.property(steps, (script) => {
      const { given, values } = run(script, true);
      const lastOf = (list: readonly { key: string; value: number }[]): Map<string, number> =>
        new Map(list.map(({ key, value }) => [key, value]));
      expect(lastOf(given)).toEqual(lastOf(values));
    }),
  );
});

test("deliveries lie an interval apart, but for the end's, and each gives a key once", () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (script, byKey) => {
      const { given, endMs } = run(script, byKey);
      const times = [...new Set(given.map(({ ms }) => ms))];
      times.slice(1).forEach((ms, index) => {
        if (ms !== endMs) expect(ms - (times[index] as number)).toBeGreaterThanOrEqual(10);
      });
      const distinct = new Set(given.map(({ key, ms }) => `${ms} ${byKey ? key : ""}`));
      // The first of all goes out at once; what ends with it goes out at the same instant.
      if (endMs > 0) expect(given.filter(({ ms }) => ms !== endMs).length).toBeLessThanOrEqual(distinct.size);
    }),
  );
});

test("a fault comes after what waits, and unsubscribing ends the waiting", () => {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<number>();
  const told: unknown[] = [];
  const subscription = source
    .pipe(conflate({ intervalMs: 10, scheduler }))
    .subscribe({ next: (value) => told.push(value), error: (error) => told.push(error) });
  [1, 2, 3].forEach((value) => source.next(value));
  source.error("fault");
  expect(told).toEqual([1, 3, "fault"]);
  expect(subscription.closed).toBe(true);
  const left = new Subject<number>();
  left
    .pipe(conflate({ intervalMs: 10, scheduler }))
    .subscribe((value) => told.push(value))
    .unsubscribe();
  left.next(4);
  scheduler.flush();
  expect(told).toHaveLength(3);
});
