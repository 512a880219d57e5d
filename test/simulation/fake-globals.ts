/** The clock and the process of a simulated machine, put in the place of the globals. */
import { world } from "./world.ts";

type Run = (...given: unknown[]) => void;

export function setTimeout(run: Run, ms = 0, ...given: unknown[]): number {
  return world().timer(() => run(...given), ms);
}

export function setInterval(run: Run, ms = 0, ...given: unknown[]): number {
  return world().timer(() => run(...given), ms, { owner: world().process, everyMs: Math.max(1, ms) });
}

export function clearTimeout(timer: number): void {
  world().clear(timer);
}

export const clearInterval = clearTimeout;

export const performance = { now: (): number => world().nowMs };

export const process = {
  platform: "linux",
  env: {},
  versions: { node: "20.20.2" },
  stdin: undefined,
  get pid(): number {
    return world().process.pid;
  },
  /** Only asked with signal 0: whether a process lives. */
  kill(pid: number): void {
    if (!world().isAlive(pid)) throw Object.assign(new Error("ESRCH"), { code: "ESRCH" });
  },
  on: () => undefined,
  off: () => undefined,
};
