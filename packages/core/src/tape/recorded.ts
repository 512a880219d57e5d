import type { MarketEvent } from "./event.ts";

/** An event and its place on the tape. */
export interface Recorded<E = MarketEvent> {
  /** 1-based, gap-free; the only order there is. */
  readonly position: number;
  readonly event: E;
}

/** Gives events their positions, the first one `from`. */
export function record<E>(events: readonly E[], from = 1): Recorded<E>[] {
  return events.map((event, index) => ({ position: from + index, event }));
}
