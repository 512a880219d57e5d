/** The market's rules at full speed against RxJS `scan` with an immer recipe over one root state, per event. */
import assert from "node:assert/strict";
import { Fold, formatUnits, type Recorded } from "@tapefold/core";
import { instrumentState, marketRules } from "@tapefold/projections";
import { from, type Observable, scan } from "rxjs";
import { Course } from "./course.ts";
import { nanosOf, type Row, type Scale, timesFaster } from "./measure.ts";
import { type NaiveMarket, naiveStart, naiveStep } from "./naive-market.ts";
import { workload } from "./workload.ts";

const ROUNDS = 5;

interface Market {
  readonly instruments: number;
  readonly indices: readonly number[];
}

export function naiveScan(scale: Scale): Row[] {
  if (scale === "short") return [measured({ instruments: 20, indices: [5, 20] }, 200)];
  return [
    measured({ instruments: 2000, indices: [225, 500, 2000] }, 3000, { must: 2000 }),
    measured({ instruments: 200, indices: [30, 100, 200] }, 3000),
  ];
}

/** The naive way folds so many events; ours a longer tape of the same kind, and the naive one's too. */
function measured(market: Market, events: number, limits: Pick<Row, "must"> = {}): Row {
  const steps = events < 1000 ? 1 : 20;
  const course = new Course({ ...market, ticks: 1_000_000, ticksPerSession: 1_000_000 });
  course.turn(10 * steps);
  course.lap();

  const checked = new Fold(marketRules);
  const [first = [], ...rest] = tapeOf(market, events);
  checked.add(first);
  let naive = folded(naiveStart, first);
  const laps = { ours: [] as number[], theirs: [] as number[] };
  for (const batch of rest) {
    course.turn(steps);
    laps.ours.push(course.lap().ticks);
    laps.theirs.push(nanosOf(() => (naive = folded(naive, batch))) / batch.length);
    checked.add(batch);
  }
  assertSame(checked, naive);
  const name = `full speed; rxjs scan with immer on one root, ${market.instruments.toLocaleString("en")} instruments`;
  return timesFaster(name, laps.ours, laps.theirs, limits);
}

/** Within one session: what prepares (listings, a tick of each instrument), then a part of the ticks for each round. */
function tapeOf(market: Market, ticks: number): Recorded[][] {
  const { instruments } = market;
  const all = [...workload({ ...market, ticks: instruments + ticks, ticksPerSession: 1_000_000 })].flat();
  const start = all.findIndex(({ event }) => event.type === "PriceTicked") + instruments;
  const parts = [all.slice(0, start)];
  const length = Math.ceil(ticks / ROUNDS);
  for (let from = start; from < start + ticks; from += length)
    parts.push(all.slice(from, Math.min(from + length, start + ticks)));
  return parts;
}

function folded(market: NaiveMarket, batch: readonly Recorded[]): NaiveMarket {
  let last = market;
  const events: Observable<Recorded> = from(batch);
  events
    .pipe(scan((state, { event }) => naiveStep(state, event), market))
    .subscribe((state) => (last = state));
  return last;
}

/** @throws AssertionError where a price or level differs. */
function assertSame({ state }: Fold, { instruments }: NaiveMarket): void {
  for (const [id, { power, units }] of Object.entries(instruments)) {
    const text = (price: number | null): string | null =>
      price === null ? null : formatUnits(price, Math.round(Math.log10(power)));
    const { open, high, low, last } = instrumentState(state, id);
    const { open: o, high: h, low: l, last: p } = units;
    assert.deepEqual([open, high, low, last], [o, h, l, p].map(text), id);
  }
}
