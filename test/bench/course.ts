/** A fold, at full speed if nothing else is said, that goes over one kind of tape again and again, stretch by stretch. */
import { Fold, type Recorded } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { nanosOf, type Runner, stretches, TURN_STRETCHES } from "./measure.ts";
import { workload, type WorkloadOptions } from "./workload.ts";

/** Nanoseconds an event: of all events, and of stretches that hold ticks alone. */
export interface Lap {
  readonly events: number;
  readonly ticks: number;
}

export class Course {
  readonly #options: WorkloadOptions;
  #tape: Iterator<readonly Recorded[]> = [][Symbol.iterator]();
  readonly #begin: () => Runner;
  #run: Runner | undefined;
  #all = { nanos: 0, events: 0 };
  #ticks = { nanos: 0, events: 0 };
  /** How often it has come to the end, and where it is. */
  finished = 0;
  position = 0;

  constructor(options: WorkloadOptions, begin: () => Runner = fullSpeed) {
    this.#options = options;
    this.#begin = begin;
  }

  /** Its turn: so many stretches. */
  turn(steps = TURN_STRETCHES): void {
    for (let step = 0; step < steps; step += 1) this.step();
  }

  /** Folds the next stretch; making it, and the listings before it, stand outside the clock. */
  step(): void {
    const { run, events } = this.#next();
    this.position = events.at(-1)?.position ?? 0;
    const nanos = nanosOf(() => run(events));
    count(this.#all, nanos, events.length);
    if (events.every(({ event }) => event.type === "PriceTicked")) count(this.#ticks, nanos, events.length);
  }

  /** The next stretch, and what folds it: over the tape's end a new fold, which has the listings already. */
  #next(): { run: Runner; events: readonly Recorded[] } {
    const next = this.#tape.next();
    if (this.#run !== undefined && next.done !== true) return { run: this.#run, events: next.value };
    if (this.#run !== undefined) this.finished += 1;
    this.#run = this.#begin();
    this.#tape = stretches(workload(this.#options));
    this.#run(this.#tape.next().value as readonly Recorded[]);
    return { run: this.#run, events: this.#tape.next().value as readonly Recorded[] };
  }

  /** The cost of the steps since the last lap. */
  lap(): Lap {
    const [events, ticks] = [this.#all, this.#ticks].map(({ nanos, events: folded }) => nanos / folded);
    this.#all = { nanos: 0, events: 0 };
    this.#ticks = { nanos: 0, events: 0 };
    return { events: events ?? NaN, ticks: ticks ?? NaN };
  }
}

function fullSpeed(): Runner {
  const fold = new Fold(marketRules);
  return (events) => void fold.add(events);
}

function count(sum: { nanos: number; events: number }, nanos: number, events: number): void {
  sum.nanos += nanos;
  sum.events += events;
}

/** Lets courses take turns; the first lap warms up and doesn't count. */
export function lapsOf(courses: readonly Course[], laps: number, turns: number, steps?: number): Lap[][] {
  const all: Lap[][] = courses.map(() => []);
  for (let lap = 0; lap <= laps; lap += 1) {
    for (let turn = 0; turn < turns; turn += 1) for (const course of courses) course.turn(steps);
    courses.forEach((course, which) => {
      const took = course.lap();
      if (lap > 0) all[which]?.push(took);
    });
  }
  return all;
}
