/** The market's rules at full speed against RxJS `scan` with an immer recipe over one root state, per event. */
import assert from "node:assert/strict";
import { Fold, formatUnits, type Recorded } from "@tapefold/core";
import { instrumentState, marketRules } from "@tapefold/projections";
import { from, type Observable, scan } from "rxjs";
import { nanosOf, type Row, type Scale, timesFaster } from "./measure.ts";
import { type NaiveMarket, naiveStart, naiveStep } from "./naive-market.ts";
import { workload, type WorkloadOptions } from "./workload.ts";

const ROUNDS = 5;
const LONG_STRETCH = 20_000;

export function naiveScan(scale: Scale): Row[] {
  if (scale === "short") return [measured({ instruments: 20, indices: [5, 20] }, 200)];
  return [
    measured({ instruments: 2000, indices: [225, 500, 2000] }, 3000, { must: 2000 }),
    measured({ instruments: 200, indices: [30, 100, 200] }, 3000),
  ];
}

/** The naive way folds so many events; ours a longer tape of the same kind, warmed up, and the naive one's too. */
function measured(
  options: Pick<WorkloadOptions, "instruments" | "indices"> & { readonly instruments: number },
  events: number,
  limits: Pick<Row, "must"> = {},
): Row {
  const stretch = Math.ceil(events / ROUNDS);
  const [first = [], ...rest] = tapeOf(options, options.instruments, events, stretch);
  const checked = new Fold(marketRules);
  checked.add(first);
  let market = folded(naiveStart, first);

  const warm = new Fold(marketRules);
  const isShort = events < LONG_STRETCH / 10;
  const long = tapeOf(options, options.instruments, isShort ? 1000 : 400_000, isShort ? 100 : LONG_STRETCH);
  const ours: number[] = [];
  const theirs: number[] = [];
  const warmUp = Math.floor((long.length - rest.length) / 2);
  for (const batch of long.slice(0, warmUp)) warm.add(batch);
  rest.forEach((batch, round) => {
    const next = long[warmUp + round] as readonly Recorded[];
    ours.push(nanosOf(() => void warm.add(next)) / next.length);
    theirs.push(nanosOf(() => (market = folded(market, batch))) / batch.length);
    checked.add(batch);
  });
  assertSame(checked, market);
  const name = `full speed; rxjs scan with immer on one root, ${options.instruments.toLocaleString("en")} instruments`;
  return timesFaster(name, ours, theirs, limits);
}

/** Within one session: what prepares (listings, a tick of each instrument), then stretches of ticks. */
function tapeOf(
  options: Pick<WorkloadOptions, "instruments" | "indices">,
  preparing: number,
  ticks: number,
  stretch: number,
): Recorded[][] {
  const all = [
    ...workload({ ...options, ticks: preparing + ticks, ticksPerSession: 2 * (preparing + ticks) }),
  ].flat();
  const start = all.findIndex(({ event }) => event.type === "PriceTicked") + preparing;
  const parts = [all.slice(0, start)];
  for (let from = start; from < start + ticks; from += stretch) parts.push(all.slice(from, from + stretch));
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
    const { open, high, low, last } = instrumentState((projection, key) => state.read(projection, key), id);
    const { open: o, high: h, low: l, last: p } = units;
    assert.deepEqual([open, high, low, last], [o, h, l, p].map(text), id);
  }
}
