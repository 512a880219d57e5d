/**
 * Compares two versions of a rule over one tape: the first position where their states part, and what differs
 * there.
 */
import {
  Fold,
  type Parting,
  partingOf,
  type ReadableLog,
  type Recorded,
  type State,
  type Rules,
} from "@tapefold/core";
import { type FoldedTape, foldTape } from "../fold/fold-tape.ts";

/**
 * Folds a tape by two sets of projections and compares those of the same name. Undefined if all their
 * documents are equal at every position.
 *
 * @throws MarketError, what reading the log throws.
 */
export async function diffRules(log: ReadableLog, left: Rules, right: Rules): Promise<Parting | undefined> {
  const sides = [
    await foldTape(log, { projections: left }),
    await foldTape(log, { projections: right }),
  ] as const;
  const [ours, theirs] = sides.map(({ state, known }) => new Fold(state.projections, known)) as [Fold, Fold];
  for await (const batch of log.read()) {
    const before = [ours.state, theirs.state] as const;
    ours.add(batch);
    theirs.add(batch);
    if (partingOf(ours.state, theirs.state) !== undefined) return walked(before, batch, sides);
  }
  return undefined;
}

/** Folds a batch again, one event at a time. */
function walked(
  before: readonly [State, State],
  batch: readonly Recorded[],
  sides: readonly [FoldedTape, FoldedTape],
): Parting | undefined {
  const [ours, theirs] = before.map((state, side) => {
    const { known } = sides[side] as FoldedTape;
    return new Fold(state.projections, { ...known, from: state });
  }) as [Fold, Fold];
  for (const recorded of batch) {
    ours.add([recorded]);
    theirs.add([recorded]);
    const parted = partingOf(ours.state, theirs.state);
    if (parted !== undefined) return parted;
  }
  return undefined;
}
