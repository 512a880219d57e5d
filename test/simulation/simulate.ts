/** One run of the simulated system by its seed: on a file if it is even, on a server if it is odd. */
import { Chance } from "./chance.ts";
import { fileRun } from "./file-run.ts";
import { serverRun } from "./server-run.ts";
import { marketDay } from "./market-day.ts";
import { enter, World } from "./world.ts";

/** Steps of a run with trouble, and most that it may take to come to its end without. */
const TROUBLED = 1_500;
const MOST = 60_000;

export interface Simulated {
  /** Why the run failed; undefined if all held. */
  readonly failure: unknown;
  readonly steps: number;
  /** How often what happened. */
  readonly seen: ReadonlyMap<string, number>;
}

export async function simulate(seed: number): Promise<Simulated> {
  const run = enter(new World(seed));
  const day = marketDay(seed, new Chance(seed + 0.5));
  const { isOver, progress, trouble, check } = seed % 2 === 0 ? fileRun(run, day) : serverRun(run, day);
  const failed = (): boolean => run.failures.length > 0;
  while (!failed() && run.steps < TROUBLED && !isOver()) {
    trouble();
    await step(run);
  }
  run.calm();
  while (!failed() && run.steps < MOST && !isOver()) await step(run);
  if (!failed() && !isOver())
    run.failures.push(new Error(`some never came to the end: ${JSON.stringify(progress())}`));
  if (!failed()) await checked(run, check);
  return { failure: run.failures[0], steps: run.steps, seen: run.seen };
}

async function checked(run: World, check: () => Promise<void>): Promise<void> {
  let isDone = false;
  run.supervise(
    "checker",
    () => check().finally(() => (isDone = true)),
    () => isDone,
  );
  while (!isDone) await step(run);
}

/** One step, and all that follows from it at once. */
async function step(run: World): Promise<void> {
  run.step();
  await new Promise((resolve) => setImmediate(resolve));
}
