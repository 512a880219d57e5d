/** From the append to the in-memory log until a subscriber of all rules has the values after it. */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { defineProjection, memoryLog, project, type Recorded } from "@tapefold/core";
import { Subject } from "rxjs";
import { chosenOf, SHORT_TAPE } from "./market-sides.ts";
import { quantile, type Row, type Scale } from "./measure.ts";
import { workload } from "./workload.ts";

/** Events a second, in batches of a size, for so long. */
interface Load {
  readonly rate: number;
  readonly batch: number;
  readonly seconds: number;
}

export async function latency(scale: Scale): Promise<Row[]> {
  const seconds = scale === "short" ? 0.05 : 10;
  return [
    ...(await measured({ rate: 1000, batch: 1, seconds }, scale)),
    ...(await measured({ rate: 50_000, batch: 100, seconds }, scale, [
      { must: 0.3 },
      { must: 2.5, wish: 1 },
    ])),
  ];
}

type Limits = Pick<Row, "must" | "wish">;

/** Changes with every event, so that every batch is shown. */
const accepted = defineProjection<{ count: number }>({
  name: "accepted",
  version: 1,
  key: () => "all",
  initial: { count: 0 },
  on: {
    EventAccepted: (events) => {
      events.count += 1;
    },
  },
});

async function measured(load: Load, scale: Scale, limits: readonly Limits[] = [{}, {}]): Promise<Row[]> {
  const ticks = load.rate * load.seconds;
  const market = scale === "short" ? SHORT_TAPE : { ticksPerSession: 100_000 };
  const { instruments = 2000, indices = [2000] } = market as { instruments?: number; indices?: number[] };
  const rest = workload({ ...market, ticks: ticks + instruments });
  const listings = rest.next().value ?? [];
  const log = memoryLog();
  const events = new Subject<readonly Recorded[]>();
  let seen = 0;
  const chosen = { ...chosenOf(`INDEX${indices.at(-1)}`), accepted: accepted("all") };
  events.pipe(project(chosen)).subscribe(({ position }) => (seen = position));
  const append = async (batch: readonly Recorded[]): Promise<void> => {
    await log.append(batch.map(({ event }) => event));
    for await (const appended of log.read({ from: batch[0]?.position ?? 1 })) events.next(appended);
  };
  await append(listings);
  // Not part of the load: the first session opens, each instrument has a tick, the code is compiled.
  let warm = instruments + 2;
  const latencies: number[] = [];
  let started = 0;
  // Made as they are needed: half a million events lying ready would be a heap of their own to collect.
  for (const batch of slices(rest, load.batch)) {
    if (warm > 0) {
      warm -= batch.length;
      await append(batch);
      started = performance.now();
      continue;
    }
    const due = started + (latencies.length * load.batch * 1000) / load.rate;
    while (performance.now() < due) await setImmediate();
    const begun = performance.now();
    await append(batch);
    latencies.push(performance.now() - begun);
    assert.equal(seen, batch.at(-1)?.position);
  }
  const reached = (latencies.length * load.batch * 1000) / (performance.now() - started);
  return [0.5, 0.99].map((share, which) => ({
    what: `append to subscriber, ${thousands(load.rate)} events a second in batches of ${load.batch}: p${share * 100}`,
    ours: `${quantile(latencies, share).toFixed(3)} ms`,
    theirs: `${thousands(Math.round(reached / 100) * 100)} a second reached`,
    value: quantile(latencies, share),
    unit: "ms",
    ...limits[which],
  }));
}

/** The events in batches of one size; what is left over at the end is left out. */
function* slices(batches: Iterable<readonly Recorded[]>, size: number): Generator<Recorded[]> {
  let left: Recorded[] = [];
  for (const batch of batches) {
    left = [...left, ...batch];
    let from = 0;
    for (; from + size <= left.length; from += size) yield left.slice(from, from + size);
    left = left.slice(from);
  }
}

const thousands = (rate: number): string => `${rate / 1000} k`;
