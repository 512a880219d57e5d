/** Folds a tape up to a position from the nearest state that holds as of it. */
import {
  type Amendment,
  type AnyProjection,
  Fold,
  Foresight,
  type Recorded,
  type State,
  subjectOf,
} from "@tapefold/core";
import { upTo } from "../tape/as-of.ts";
import type { LoadedSnapshot, TapeIndex } from "../tape/tape-index.ts";
import { type FoldedTape, foldOver, foldTape, type FoldTapeOptions } from "./fold-tape.ts";
import type { Candidate } from "./loaded-snapshot.ts";

/** Folds up to a position from the first candidate that holds as of it, else from the first event. */
export async function foldTo(
  index: TapeIndex,
  end: number,
  rules: readonly AnyProjection[],
  from: Iterable<Candidate>,
  onFolded?: FoldTapeOptions["onFolded"],
): Promise<Pick<FoldedTape, "state" | "known">> {
  const amendments = index.amendments(end);
  const kept = nearest(index, amendments, from);
  if (kept === undefined)
    return foldTape(upTo(index, end), { projections: rules, ...(onFolded && { onFolded }) });
  const { state, refused, lines } = kept;
  const foresight = new Foresight(refused, "stop", lines);
  const known = new Set(lines.map(([name]) => name));
  // An amendment from before the snapshot waits for a tick only if none of that id came before it, or one may come again.
  foresight.note(
    amendments.filter(({ position, event }) => {
      const name = subjectOf(event);
      return position > state.position || known.has(name) || !index.holdsAny(new Set([name]), state.position);
    }),
  );
  foresight.upTo = end;
  const isSparse = index.sparse !== undefined;
  const begin = (): Fold => new Fold(state.projections, { from: state, foresight, isSparse });
  const fold = await foldOver(upTo(index, end), begin, foresight, onFolded);
  return { state: fold.state, known: fold.known };
}

/**
 * The first state that holds as of the end. A state at s does only if no amendment after it concerns a tick
 * at or before s.
 */
function nearest(
  index: TapeIndex,
  amendments: readonly Recorded<Amendment>[],
  from: Iterable<Candidate>,
): LoadedSnapshot | undefined {
  for (const { position, load } of from) {
    const later = amendments.filter((amendment) => amendment.position > position);
    if (index.holdsAny(new Set(later.map(({ event }) => subjectOf(event))), position)) continue;
    const kept = load();
    if (kept !== undefined && !later.some(({ event }) => holds(kept.state, event))) return kept;
  }
  return undefined;
}

/** True if a state contains the close or the split that an amendment concerns. */
function holds(state: State, amendment: Amendment): boolean {
  return state.projections.some(
    ({ definition: { amendable } }) => amendable?.holds(amendment, state.read) === true,
  );
}
