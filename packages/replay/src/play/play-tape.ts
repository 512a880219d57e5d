import { Fold, type ReadableLog, type Recorded } from "@tapefold/core";
import { type AsOf, Cut, END_OF_TAPE } from "../tape/as-of.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { marketRules } from "@tapefold/projections";
import { Pace } from "./pace.ts";

export interface PlayOptions {
  /** So many times the speed at which it happened. */
  readonly speed: number;
  /** The whole tape if absent. */
  readonly asOf?: AsOf;
}

/** Folds a tape while it plays and gives the fold at each step: at every moment what was known by then. */
export async function* playTape(
  log: ReadableLog,
  { speed, asOf = END_OF_TAPE }: PlayOptions,
): AsyncGenerator<Fold> {
  const pace = new Pace(speed);
  const cut = new Cut(asOf);
  const ended = new AbortController();
  const isSparse = log.sparse !== undefined;
  let fold = new Fold(marketRules, { isSparse });
  try {
    for await (const batch of log.read()) {
      const part = cut.before(batch);
      for await (const due of pace.dealOut(part, ended.signal)) {
        fold = await added(fold, due, log);
        yield fold;
      }
      if (part.length < batch.length) return;
    }
  } finally {
    ended.abort();
  }
}

/** Goes on, or folds again up to here where an event says something of an earlier one, or a rule throws. */
async function added(fold: Fold, events: readonly Recorded[], log: ReadableLog): Promise<Fold> {
  try {
    if (fold.add(events) === undefined) return fold;
  } catch {
    // A throwing rule is stopped by the fold below, and what is no rule's fault comes up again there.
  }
  const position = events.at(-1)?.position ?? 0;
  const again = await foldTape(log, { asOf: { position } });
  return new Fold(marketRules, { ...again.known, from: again.state });
}
