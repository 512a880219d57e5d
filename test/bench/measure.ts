/** What the benchmarks measure with. Sides of a comparison take turns all the way, so that both meet the same machine. */
import type { Recorded } from "@tapefold/core";

/** `short` only shows that every result is right. */
export type Scale = "full" | "short";

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** What it is held against. */
  readonly theirs: string;
  /** What counts: mostly ours over theirs. */
  readonly value: number;
  readonly unit: "x" | "ms" | "MB";
  /** Most that the value may be, and should be; the least where `isLeast`. */
  readonly must?: number;
  readonly wish?: number;
  readonly isLeast?: true;
}

/** One side of a race: what it does with a stretch of the tape. */
export type Runner = (events: readonly Recorded[]) => void;

/** Nanoseconds an event, round by round; of rounds the first warms up and doesn't count. */
export type Laps<Side extends string> = Readonly<Record<Side, readonly number[]>>;

const STRETCH_EVENTS = 10_000;
const NANOS_PER_MILLISECOND = 1_000_000;

/**
 * Every side folds the same tape, stretch by stretch in turn, each the first one equally often. Making the events and
 * whatever comes before the first session stand outside the clock.
 */
export function race<Side extends string>(
  sides: Readonly<Record<Side, () => Runner>>,
  tape: () => Iterable<readonly Recorded[]>,
  rounds: number,
): Laps<Side> {
  const names = Object.keys(sides) as Side[];
  const laps = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const runners = names.map((name) => ({ name, run: sides[name](), nanos: 0 }));
    let events = 0;
    for (const stretch of stretches(tape())) {
      const isPreparation = stretch[0]?.event.type === "MarketListed";
      for (const runner of runners) {
        const nanos = nanosOf(() => runner.run(stretch));
        if (!isPreparation) runner.nanos += nanos;
      }
      if (!isPreparation) events += stretch.length;
      runners.push(runners.shift() as (typeof runners)[number]);
    }
    if (round > 0) for (const { name, nanos } of runners) laps[name].push(nanos / events);
  }
  return laps;
}

/** Batches joined to stretches long enough to be timed; the first batch, the listings, stays by itself. */
export function* stretches(
  batches: Iterable<readonly Recorded[]>,
  length = STRETCH_EVENTS,
): Generator<readonly Recorded[]> {
  let stretch: Recorded[] = [];
  for (const batch of batches) {
    stretch.push(...batch);
    if (stretch.length < length && batch[0]?.event.type !== "MarketListed") continue;
    yield stretch;
    stretch = [];
  }
  if (stretch.length > 0) yield stretch;
}

export function nanosOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) * NANOS_PER_MILLISECOND;
}

export async function nanosOfAsync(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) * NANOS_PER_MILLISECOND;
}

/** The value that a share of the others lie below, 0.5 for the median. */
export function quantile(values: readonly number[], share = 0.5): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The median of the ratios round by round, which what else the machine does touches least. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return quantile(ours.map((value, round) => value / (theirs[round] ?? NaN)));
}

/** A row of two sides in nanoseconds an event. */
export function row(
  what: string,
  ours: readonly number[],
  theirs: readonly number[],
  limits: Pick<Row, "must" | "wish"> = {},
): Row {
  const value = ratio(ours, theirs);
  return { what, ours: nanosText(ours), theirs: nanosText(theirs), value, unit: "x", ...limits };
}

/** The same of sides where ours is to be many times as fast. */
export function timesFaster(
  what: string,
  ours: readonly number[],
  theirs: readonly number[],
  limits: Pick<Row, "must" | "wish"> = {},
): Row {
  return { ...row(what, ours, theirs, limits), value: 1 / ratio(ours, theirs), isLeast: true };
}

function nanosText(values: readonly number[]): string {
  return `${Math.round(quantile(values)).toLocaleString("en")} ns`;
}
