/** A tape folded live and at once, batch by batch. */
import { fold, LiveFold, MarketError } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import type { Log } from "./tapes.ts";

export interface LiveComparison {
  /** Position after which the two part; undefined if they never do. */
  readonly difference: number | undefined;
  /** Batches compared: up to an amendment that reaches back further than a live fold keeps. */
  readonly batches: number;
}

/** Compares by batches of so many events each; a bound of few events makes stretches short, which then are joined. */
export function compareLive(log: Log, sizes: readonly number[], events: number): LiveComparison {
  const live = new LiveFold(marketRules, { amendable: { events } });
  let batches = 0;
  for (let from = 0, turn = 0; from < log.length; turn += 1) {
    const batch = log.slice(from, from + (sizes[turn % sizes.length] ?? 1));
    from += batch.length;
    try {
      live.add(batch);
    } catch (error) {
      if (error instanceof MarketError && error.code === "AMENDMENT_TOO_OLD") break;
      throw error;
    }
    if (live.passedOver > 0) break;
    if (live.fold.state.digest !== fold(marketRules, log.slice(0, from)).digest)
      return { difference: from, batches };
    batches += 1;
  }
  return { difference: undefined, batches };
}
