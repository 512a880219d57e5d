/** A fold at full speed that goes over one kind of tape again and again, a stretch at a time. */
import { Fold, type Recorded } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { nanosOf, stretches, TURN_STRETCHES } from "./measure.ts";
import { workload, type WorkloadOptions } from "./workload.ts";

/** Nanoseconds an event: of all events, and of stretches that hold ticks alone. */
export interface Lap {
  readonly events: number;
  readonly ticks: number;
}

export class Course {
  readonly #options: WorkloadOptions;
  #tape: Iterator<readonly Recorded[]> = [][Symbol.iterator]();
  #fold = new Fold(marketRules);
  #all = { nanos: 0, events: 0 };
  #ticks = { nanos: 0, events: 0 };
  /** How often it has come to the end. */
  finished = -1;

  constructor(options: WorkloadOptions) {
    this.#options = options;
  }

  /** Its turn: so many stretches. */
  turn(steps = TURN_STRETCHES): void {
    for (let step = 0; step < steps; step += 1) this.step();
  }

  /** Folds the next stretch; making it, and the listings before it, stand outside the clock. */
  step(): void {
    let next = this.#tape.next();
    if (next.done === true) {
      this.finished += 1;
      this.#fold = new Fold(marketRules);
      this.#tape = stretches(workload(this.#options));
      this.#fold.add(this.#tape.next().value as readonly Recorded[]);
      next = this.#tape.next();
    }
    const events = next.value as readonly Recorded[];
    const nanos = nanosOf(() => void this.#fold.add(events));
    count(this.#all, nanos, events.length);
    if (events.every(({ event }) => event.type === "PriceTicked")) count(this.#ticks, nanos, events.length);
  }

  get position(): number {
    return this.#fold.position;
  }

  /** What the steps since the last lap cost. */
  lap(): Lap {
    const [events, ticks] = [this.#all, this.#ticks].map(({ nanos, events: folded }) => nanos / folded);
    this.#all = { nanos: 0, events: 0 };
    this.#ticks = { nanos: 0, events: 0 };
    return { events: events ?? NaN, ticks: ticks ?? NaN };
  }
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
