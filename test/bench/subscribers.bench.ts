// node --expose-gc --import tsx test/bench/subscribers.bench.ts TICKS: subscribers of a live fold, of a growing store, and of a session that never closes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type MarketEvent, project, record, type Recorded } from "@tapefold/core";
import { quote } from "@tapefold/projections";
import { follow, openLog } from "@tapefold/replay";
import { Subject } from "rxjs";
import { marketTape } from "./market-tape.ts";
import { quantile } from "./measure.ts";

const VALUES = 50;
const ticks = Number(process.argv[2] ?? 2_000_000);

await manySubscribers(Math.min(ticks, 10_000));
await growingStore(Math.min(ticks, 500_000));
await openForEver(ticks);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Milliseconds to fold the ticks in batches of 100, the session being open, for so many subscribers of 50 values each. */
function folded(all: readonly Recorded[], subscribers: number): number {
  const source = new Subject<readonly Recorded[]>();
  const chosen = Array.from({ length: subscribers * VALUES }, (_, index) => [
    `value${index}`,
    quote(`X000:${index}`),
  ]);
  source.pipe(project(Object.fromEntries(chosen) as Record<string, ReturnType<typeof quote>>)).subscribe();
  const first = all.findIndex(({ event }) => event.type === "PriceTicked");
  source.next(all.slice(0, first));
  const started = performance.now();
  for (let from = first; from < all.length; from += 100) source.next(all.slice(from, from + 100));
  return performance.now() - started;
}

async function manySubscribers(count: number): Promise<void> {
  const tape = marketTape({ sizes: [count], days: 1, shares: 100 * VALUES });
  const all = record([...tape].filter(({ type }) => type !== "SessionClosed"));
  // The first one compiles the code.
  folded(all, 10);
  const [one = 0, ten = 0, hundred = 0] = [1, 10, 100].map((subscribers) =>
    quantile(
      [0, 1, 2].map(() => folded(all, subscribers)),
      0.5,
    ),
  );
  const share = hundred / 100 / (ten / 10);
  say(
    `subscribers of ${VALUES} values on one fold: 1 ${one.toFixed(0)} ms, 10 ${ten.toFixed(0)} ms, 100 ${hundred.toFixed(0)} ms; each of a hundred costs ${share.toFixed(2)} of each of ten (must 1.2)`,
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

async function openForEver(count: number): Promise<void> {
  const source = new Subject<readonly Recorded[]>();
  source.pipe(project({ last: quote("X000:0") })).subscribe();
  let batch: Recorded[] = [];
  let position = 0;
  let early = 0;
  for (const event of openSession(count)) {
    position += 1;
    batch.push({ position, event });
    if (batch.length < 1_000) continue;
    source.next(batch);
    batch = [];
    if (early === 0 && position >= count / 5) early = residentMegabytes();
  }
  source.next(batch);
  const late = residentMegabytes();
  say(
    `a session that never closes: ${early.toFixed(0)} MB after ${count / 5} ticks, ${late.toFixed(0)} MB after ${count}; ${(late - early).toFixed(0)} MB more (must 60 at 2 M and 10 M)`,
  );
}

function* openSession(count: number): Generator<MarketEvent> {
  for (const event of marketTape({ sizes: [count], days: 1, shares: 50 }))
    if (event.type !== "SessionClosed") yield event;
}

function residentMegabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1024 / 1024;
}
