// node --expose-gc --import tsx test/bench/subscribers.bench.ts TICKS: subscribers of one fold, of a growing store, and of a session that never closes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setImmediate } from "node:timers/promises";
import { project, record, type Recorded, shareState } from "@tapefold/core";
import { quote } from "@tapefold/projections";
import { follow, openLog } from "@tapefold/replay";
import { Subject } from "rxjs";
import { marketTape } from "./market-tape.ts";
import { quantile } from "./measure.ts";

const VALUES = 50;
const OLD_SPACE_MEGABYTES = 512;
const ticks = Number(process.argv[2] ?? 2_000_000);

manySubscribers(Math.min(ticks, 10_000));
await growingStore(Math.min(ticks, 500_000));
openForEver(ticks);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Milliseconds to fold the ticks in batches of 100, the session being open, for so many subscribers of one state, each
 * of whom takes so many values of it.
 */
function folded(all: readonly Recorded[], subscribers: number, values: number): number {
  const source = new Subject<readonly Recorded[]>();
  const state$ = source.pipe(project({ state: { rules: [quote], look: (state) => state } }), shareState());
  let seen = 0;
  for (let which = 0; which < subscribers; which += 1) {
    const mine = Array.from({ length: values }, (_, index) => quote(`X000:${which * values + index}`));
    state$.subscribe(({ state }) => (seen += mine.map((value) => state.get(value)).length));
  }
  const first = all.findIndex(({ event }) => event.type === "PriceTicked");
  source.next(all.slice(0, first));
  const started = performance.now();
  for (let from = first; from < all.length; from += 100) source.next(all.slice(from, from + 100));
  const took = performance.now() - started;
  assert.equal(seen, subscribers * values * (1 + Math.ceil((all.length - first) / 100)));
  return took;
}

/** One subscriber who takes the values of a hundred stands for their cost. */
function manySubscribers(count: number): void {
  const tape = marketTape({ sizes: [count], days: 1, shares: 100 * VALUES });
  const all = record([...tape].filter(({ type }) => type !== "SessionClosed"));
  const sides = [1, 10, 100].flatMap((many): [number, number][] => [
    [many, VALUES],
    [1, many * VALUES],
  ]);
  // The first round compiles the code; then the sides take turns.
  const rounds = [0, 1, 2, 3, 4, 5].map(() => sides.map(([many, values]) => folded(all, many, values)));
  const medians = sides.map((_, side) =>
    quantile(
      rounds.slice(1).map((laps) => laps[side] as number),
      0.5,
    ),
  );
  const [one = 0, , ten = 0, , hundred = 0, theirValues = 0] = medians;
  say(
    `subscribers of ${VALUES} values on one fold: 1 ${one.toFixed(0)} ms, 10 ${ten.toFixed(0)} ms, 100 ${hundred.toFixed(0)} ms; a hundred cost ${(hundred / theirValues).toFixed(2)} of what their values cost (must 1.2), and ${(hundred / one).toFixed(2)} of one`,
  );
}

async function growingStore(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-growing-"));
  const path = join(folder, "growing.tape");
  const log = await openLog(path);
  const events = [...marketTape({ sizes: [count], days: 1, shares: 50 })];
  const acknowledged: number[] = [];
  const latencies: number[] = [];
  await log.append(events.slice(0, 100));
  const subscription = follow(path).subscribe((batch) => {
    const now = performance.now();
    for (const { position } of batch) {
      const at = acknowledged[position];
      if (at !== undefined) latencies.push(now - at);
    }
  });
  const started = performance.now();
  const rate = 50_000;
  for (let from = 100; from < events.length; from += 100) {
    const due = started + (from / rate) * 1000;
    while (performance.now() < due) await setImmediate();
    const { head } = await log.append(events.slice(from, from + 100));
    // The last event of an append stands for it.
    acknowledged[head] = performance.now();
    await setImmediate();
  }
  const reached = Math.round(events.length / ((performance.now() - started) / 1000));
  while (latencies.length === 0) await setImmediate();
  subscription.unsubscribe();
  await log.close();
  rmSync(folder, { recursive: true });
  say(
    `acknowledged append to a store until its follower has it: p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms at ${reached} events a second (must 20 ms)`,
  );
}

/** Kept are the million events that may still be amended, so that memory is bounded, not small. */
function openForEver(count: number): void {
  const script = fileURLToPath(new URL("open-session.ts", import.meta.url));
  const limits = ["--expose-gc", `--max-old-space-size=${OLD_SPACE_MEGABYTES}`];
  const printed = execFileSync(process.execPath, [...limits, "--import", "tsx", script, String(count)]);
  const [early = NaN, late = NaN] = String(printed).split(" ").map(Number);
  say(
    `a session that never closes (--max-old-space-size=${OLD_SPACE_MEGABYTES}): ${early} MB after ${count} ticks, ${late} MB after ${5 * count}; ${late - early} MB more (must 60)`,
  );
}
