/** `node:timers/promises` of a simulated machine. */
import { world } from "./world.ts";

export function setTimeout(ms: number): Promise<void> {
  return new Promise((resolve) => world().timer(resolve, ms));
}

export function setImmediate(): Promise<void> {
  return setTimeout(0);
}
