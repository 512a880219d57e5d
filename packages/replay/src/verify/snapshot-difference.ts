import { MarketError, type ReadableLog, type Rules, State } from "@tapefold/core";
import { foldTo } from "../fold/fold-to.ts";
import { type Candidate, loadedSnapshot, rulesId, stateOf } from "../fold/loaded-snapshot.ts";
import { isIndexed } from "../tape/tape-index.ts";
import { type Difference, nameOfFirst } from "./first-difference.ts";

/**
 * Folds to each snapshot of a tape, without the use of any, and gives the first that is another state.
 *
 * @throws MarketError `LOG_DAMAGED` for a snapshot that is not as it was written.
 */
export async function snapshotDifference(
  log: ReadableLog,
  projections: Rules,
): Promise<Difference | undefined> {
  const index = isIndexed(log) ? await log.index() : undefined;
  if (index === undefined) return undefined;
  const rules = State.initial(projections).projections;
  const id = rulesId(rules);
  const positions = [...index.snapshotsOf(id, await index.head())].reverse();
  // A state folded here may serve the next snapshot; a stored one may not.
  let folded: Candidate[] = [];
  for (const position of positions) {
    const snapshot = index.snapshot(id, position);
    if (snapshot === undefined) {
      // A writer may have removed the snapshot meanwhile.
      if (![...index.snapshotsOf(id, position)].includes(position)) continue;
      const message = `snapshot ${position} fails its checksum; append the tape to a new store (${log.name})`;
      throw new MarketError("LOG_DAMAGED", message, { log: log.name, position });
    }
    const kept = loadedSnapshot(await foldTo(index, position, rules, folded));
    const found = stateOf(snapshot.state, rules);
    if (found.digest !== kept.state.digest)
      return { way: "to a snapshot", position, ...nameOfFirst(kept.state, found) };
    folded = [{ position, load: () => kept }];
  }
  return undefined;
}
