/**
 * Verifies a tape and the rules on it: every line is an event, and every way of folding them comes to one state.
 */
import { Fold, type ReadableLog, type Rules, type SequenceGap, type State } from "@tapefold/core";
import { upTo } from "../tape/as-of.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { marketRules } from "@tapefold/projections";
import { replay } from "../play/replay.ts";
import { isIndexed } from "../tape/tape-index.ts";
import { type Difference, firstDifference } from "./compare.ts";
import { SequenceGaps } from "./sequence-gaps.ts";
import { snapshotDifference } from "./snapshot-difference.ts";
import type { Beforehand } from "./fold-route.ts";

export interface Verdict {
  readonly state: State;
  readonly events: number;
  /** Where two ways part; null where all agree. */
  readonly difference: Difference | null;
  /** Gaps in the sources' numbers: how many, and the first of them. */
  readonly gapCount: number;
  readonly gaps: readonly SequenceGap[];
}

/**
 * Folds the log in every way there is.
 *
 * @throws MarketError for what makes the log no tape.
 */
export async function verifyTape(log: ReadableLog, rules: Rules = marketRules): Promise<Verdict> {
  if (isIndexed(log)) await (await log.index())?.check();
  const { state, head, known } = await foldTape(log, { projections: rules });
  const beforehand = { rules, known };
  const gaps = new SequenceGaps();
  const found = await firstDifference(log, beforehand, head, (events) => gaps.watch(events));
  const difference =
    found ?? (await observedDifference(log, beforehand, state)) ?? (await snapshotDifference(log, rules));
  return { state, events: head, difference: difference ?? null, gapCount: gaps.count, gaps: gaps.kept };
}

/** The Observable way reads the tape for itself, so only its end is compared; it may have grown meanwhile. */
async function observedDifference(
  log: ReadableLog,
  { rules, known }: Beforehand,
  expected: State,
): Promise<Difference | undefined> {
  const fold = new Fold(rules, known);
  await new Promise<void>((resolve, reject) => {
    replay(upTo(log, expected.position)).subscribe({
      next: (batch) => void fold.add(batch),
      error: reject,
      complete: resolve,
    });
  });
  if (fold.state.digest === expected.digest) return undefined;
  return { way: "as an Observable", position: expected.position, projection: "", key: "" };
}
