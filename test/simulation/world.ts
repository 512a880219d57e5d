/**
 * The world of one simulated run: processes that may die between any two steps, a clock that may jump, and completions
 * that come in any order. Nothing happens in it but by `step`, and each step is chosen by the seed.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { Chance } from "./chance.ts";
import { CALM, type Weather, weatherOf } from "./weather.ts";

/** Thrown by all that a dead process still asks of the machine. */
export class Crashed extends Error {
  override readonly name = "Crashed";
}

export interface Process {
  readonly pid: number;
  readonly name: string;
  isDead: boolean;
  readonly onEnd: () => void;
}

/** How long it takes until somebody begins a dead process again. */
const RESTART_MS = 50;

interface Step {
  readonly owner: Process | undefined;
  readonly run: () => void;
}

interface TimerOptions {
  readonly owner: Process | undefined;
  readonly everyMs?: number;
}

interface Timer extends Step {
  readonly at: number;
  readonly everyMs: number | undefined;
}

const running = new AsyncLocalStorage<Process>();

export class World {
  readonly chance: Chance;
  weather: Weather;
  nowMs = 0;
  steps = 0;
  /** Counts of what was told or happened, for whoever wants to know that it did. */
  readonly seen = new Map<string, number>();
  readonly failures: unknown[] = [];
  #pids = 100;
  readonly #alive = new Map<number, Process>();
  #timers = 0;
  readonly #pending: Step[] = [];
  readonly #clock = new Map<number, Timer>();

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.weather = weatherOf(this.chance);
  }

  get process(): Process {
    const process = running.getStore();
    if (process === undefined) throw new Error("no process asks this");
    return process;
  }

  isAlive(pid: number): boolean {
    return this.#alive.has(pid);
  }

  count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.weather = CALM;
  }

  get isCalm(): boolean {
    return this.weather === CALM;
  }

  /** Runs a process over and over: whenever it has died or ended, it is begun anew after a while. */
  supervise(name: string, main: () => Promise<void>, isOver: () => boolean = () => false): void {
    const begin = (): void => {
      const process: Process = {
        pid: (this.#pids += 1),
        name,
        isDead: false,
        onEnd: () => {
          if (!isOver()) this.timer(begin, RESTART_MS, { owner: undefined });
        },
      };
      this.#alive.set(process.pid, process);
      running.run(process, main).then(
        () => this.#end(process),
        (error: unknown) => {
          if (!process.isDead) this.failures.push(error);
          this.#end(process);
        },
      );
    };
    begin();
  }

  /** Ends a process where it stands. */
  kill(process: Process): void {
    if (process.isDead) return;
    this.count("crash");
    this.#end(process);
  }

  /** Ends all processes at once. */
  killAll(): void {
    for (const process of this.#alive.values()) this.kill(process);
  }

  #end(process: Process): void {
    if (process.isDead) return;
    process.isDead = true;
    this.#alive.delete(process.pid);
    process.onEnd();
  }

  /** Where a process asks something of the machine, it may die before it is done, and in the midst, and after. */
  mayDie(): void {
    const { process } = this;
    if (!process.isDead && this.chance.comes(this.weather.crash)) this.kill(process);
    if (process.isDead) throw new Crashed(process.name);
  }

  /** Something that the machine does for the process that asks, in a step of its own. */
  later(run: () => void, owner: Process | undefined = running.getStore()): void {
    this.#pending.push({ owner, run });
  }

  timer(
    run: () => void,
    ms: number,
    { everyMs, owner }: TimerOptions = { owner: running.getStore() },
  ): number {
    this.#clock.set((this.#timers += 1), { owner, run, at: this.nowMs + ms, everyMs });
    return this.#timers;
  }

  clear(timer: number): void {
    this.#clock.delete(timer);
  }

  /** Does one thing that is due, whichever chance has it; else lets time pass. */
  step(): void {
    this.steps += 1;
    if (this.chance.comes(this.weather.jump)) this.nowMs += this.chance.pick([1_000, 70_000, 3_600_000]);
    if (this.#pending.length === 0 && this.#clock.size > 0) {
      const next = Math.min(...[...this.#clock.values()].map(({ at }) => at));
      this.nowMs = Math.max(this.nowMs, next);
    }
    for (const [key, timer] of this.#clock) {
      if (timer.at > this.nowMs) continue;
      if (timer.everyMs === undefined) this.#clock.delete(key);
      else this.#clock.set(key, { ...timer, at: this.nowMs + timer.everyMs });
      this.#pending.push(timer);
    }
    const [step] = this.#pending.splice(this.chance.below(this.#pending.length), 1);
    if (step === undefined || step.owner?.isDead === true) return;
    try {
      if (step.owner === undefined) running.exit(step.run);
      else running.run(step.owner, step.run);
    } catch (error) {
      if (!(error instanceof Crashed)) this.failures.push(error);
    }
  }
}

let present: World | undefined;

/** The world that the simulated machine asks. */
export function world(): World {
  if (present === undefined) throw new Error("there is no world yet");
  return present;
}

export function enter(next: World): World {
  present = next;
  return next;
}
