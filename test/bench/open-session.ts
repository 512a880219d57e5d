// node --expose-gc --import tsx test/bench/open-session.ts TICKS: megabytes that a session which never closes takes after so many ticks, and after five times as many.
import { project, type Recorded } from "@tapefold/core";
import { quote } from "@tapefold/projections";
import { Subject } from "rxjs";
import { marketTape } from "./market-tape.ts";

const ticks = Number(process.argv[2]);
const source = new Subject<readonly Recorded[]>();
source.pipe(project({ last: quote("X000:0") })).subscribe();
const taken: number[] = [];
let batch: Recorded[] = [];
let position = 0;
for (const event of marketTape({ sizes: [5 * ticks], days: 1, shares: 50 })) {
  if (event.type === "SessionClosed") continue;
  position += 1;
  batch.push({ position, event });
  if (batch.length < 1000) continue;
  source.next(batch);
  batch = [];
  if (position === ticks || position === 5 * ticks) taken.push(residentMegabytes());
}
process.stdout.write(taken.join(" "));

function residentMegabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Math.round(process.memoryUsage().rss / 1024 / 1024);
}
