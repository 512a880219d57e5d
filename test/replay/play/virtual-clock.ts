import { VirtualTimeScheduler } from "rxjs";

/** A clock that stands until it is told to go on. */
export class VirtualClock extends VirtualTimeScheduler {
  constructor() {
    super(undefined, 0);
  }

  /** Goes on by so many milliseconds, letting everything that falls due happen in its turn. */
  async advance(ms: number): Promise<void> {
    const endMs = this.now() + ms;
    this.schedule(() => undefined, ms);
    for (await settled(); this.actions[0] !== undefined && this.actions[0].delay <= endMs; await settled()) {
      this.maxFrames = this.actions[0].delay;
      this.flush();
    }
  }
}

/** All that is at work without waiting for a clock has come to rest. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
