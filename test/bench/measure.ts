/** The tools that benchmarks measure with. Sides of a comparison take turns all the way, so that both meet the same machine. */
import type { Recorded } from "@tapefold/core";

/** `short` only shows that every result is right. */
export type Scale = "full" | "short";

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** The figure it is held against. */
  readonly theirs: string;
  /** The figure that counts: mostly ours over theirs. */
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

/** As many events as stay in the processor's cache: what has just been read is hot as well. */
const STRETCH_EVENTS = 1000;
/** Stretches until the next side's turn; long enough that a side's own state is in the cache for most of it. */
export const TURN_STRETCHES = 100;
const NANOS_PER_MILLISECOND = 1_000_000;

/**
 * Every side folds the same tape, so many stretches in turn, each the first one equally often. Making the events and
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
    const entrants = names.map((name) => new Entrant(name, sides[name](), tape()));
    while (entrants.some((entrant) => !entrant.isDone)) {
      for (const entrant of entrants) entrant.turn();
      entrants.push(entrants.shift() as Entrant<Side>);
    }
    if (round > 0) for (const { name, nanos, events } of entrants) laps[name].push(nanos / events);
  }
  return laps;
}

class Entrant<Side extends string> {
  readonly name: Side;
  readonly #run: Runner;
  readonly #stretches: Iterator<readonly Recorded[]>;
  nanos = 0;
  events = 0;
  isDone = false;

  constructor(name: Side, run: Runner, tape: Iterable<readonly Recorded[]>) {
    this.name = name;
    this.#run = run;
    this.#stretches = stretches(tape);
  }

  turn(): void {
    for (let left = TURN_STRETCHES; left > 0 && !this.isDone; left -= 1) {
      const { value, done = false } = this.#stretches.next() as IteratorResult<
        readonly Recorded[],
        undefined
      >;
      if (value !== undefined) this.#fold(value);
      this.isDone = done;
    }
  }

  #fold(stretch: readonly Recorded[]): void {
    const nanos = nanosOf(() => this.#run(stretch));
    if (stretch[0]?.event.type === "MarketListed") return;
    this.nanos += nanos;
    this.events += stretch.length;
  }
}

/** Batches joined to stretches long enough to be timed; the first batch, the listings, stays by itself. */
export function* stretches(batches: Iterable<readonly Recorded[]>): Generator<readonly Recorded[]> {
  let stretch: Recorded[] = [];
  for (const batch of batches) {
    stretch.push(...batch);
    if (stretch.length < STRETCH_EVENTS && batch[0]?.event.type !== "MarketListed") continue;
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
