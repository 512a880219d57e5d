/** The state at any moment of a tape: from the nearest snapshot where the tape keeps some, else from its first event. */
import {
  type AnyProjection,
  type Amendment,
  amendmentsOf,
  digestOf,
  fingerprint,
  Fold,
  MarketError,
  orderRules,
  type PackedState,
  type ReadableLog,
  type Recorded,
  type State,
  type StoppedProjection,
  stopFor,
  unpackState,
  type Rules,
} from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, upTo } from "../tape/as-of.ts";
import { type FoldedTape, foldTape } from "./fold-tape.ts";
import { isIndexed, type Kept, SNAPSHOT_FORM, type TapeIndex } from "../tape/tape-index.ts";
import { version } from "../tape/version.ts";

/**
 * The state as of a position or instant; the end of the tape if absent. Forward and back cost the same.
 *
 * @throws MarketError `POSITION_UNKNOWN` past the head; what reading the log throws.
 */
export async function stateAt(
  log: ReadableLog,
  asOf: AsOf = END_OF_TAPE,
  projections: Rules = marketRules,
): Promise<FoldedTape> {
  const index = isIndexed(log) ? await log.index() : undefined;
  if (index === undefined) return foldTape(log, { asOf, projections });
  try {
    return await indexedStateAt(index, asOf, projections);
  } catch (error) {
    const isBeside = index.name !== log.name;
    // What is only kept beside the tape may be damaged; the tape is not.
    if (isBeside && error instanceof MarketError) return foldTape(log, { asOf, projections });
    throw error;
  }
}

async function indexedStateAt(index: TapeIndex, asOf: AsOf, projections: Rules): Promise<FoldedTape> {
  const head = await index.head();
  const end = positionOf(asOf, index, head);
  const rules = orderRules(projections);
  const folded = await foldTo(index, end, rules, keptBefore(index, rules, end));
  return { ...folded, head };
}

/** A state that a fold might go on from, at a position; `load` gives undefined where it turns out to be none. */
export interface Candidate {
  readonly position: number;
  readonly load: () => Kept | undefined;
}

/** Folds up to a position from the first candidate that holds as of it, else from the first event. */
export async function foldTo(
  index: TapeIndex,
  end: number,
  rules: readonly AnyProjection[],
  from: Iterable<Candidate>,
): Promise<Pick<FoldedTape, "state" | "known">> {
  const amendments = index.amendments(end);
  const kept = nearest(index, amendments, from);
  if (kept === undefined) return foldTape(upTo(index, end), { projections: rules });
  const fold = await foldOn(index, kept, end, amendments);
  return { state: fold.state, known: fold.known };
}

/** Names the rules that a snapshot was made by, and the version of tapefold: a snapshot of another name is never read. */
export function rulesId(projections: Rules): string {
  return digestOf([version, SNAPSHOT_FORM, orderRules(projections).map(fingerprint)]).slice(0, 16);
}

function positionOf(asOf: AsOf, index: TapeIndex, head: number): number {
  if ("instant" in asOf) return asOf.instant === Infinity ? head : index.positionAt(asOf.instant);
  if (asOf.position <= head) return asOf.position;
  const message = `the tape has no position ${asOf.position}; its last is ${head} (${index.name})`;
  throw new MarketError("POSITION_UNKNOWN", message, { asked: String(asOf.position), head });
}

/** The snapshots that a tape keeps of some rules, the last one up to a position first. */
export function* keptBefore(
  index: TapeIndex,
  rules: readonly AnyProjection[],
  end: number,
): Generator<Candidate> {
  const id = rulesId(rules);
  for (const position of index.snapshotsOf(id, end)) {
    const load = (): Kept | undefined => {
      const snapshot = index.snapshot(id, position);
      const state = snapshot === undefined ? undefined : unpacked(snapshot.state, rules);
      return state?.position === position ? { state, refused: snapshot?.refused ?? [] } : undefined;
    };
    yield { position, load };
  }
}

/** The first state that holds as of the end: one at s, only if no amendment after it concerns a tick at or before s. */
function nearest(
  index: TapeIndex,
  amendments: readonly Recorded<Amendment>[],
  from: Iterable<Candidate>,
): Kept | undefined {
  for (const { position, load } of from) {
    const later = amendments.filter((amendment) => amendment.position > position);
    if (index.holdsAny(new Set(later.map(({ event }) => event.tick)), position)) continue;
    const kept = load();
    if (kept !== undefined) return kept;
  }
  return undefined;
}

/** A stale state is none: it is folded again. */
function unpacked(state: PackedState, rules: readonly AnyProjection[]): State | undefined {
  try {
    return unpackState(state, rules);
  } catch (error) {
    if (error instanceof MarketError && error.code === "SNAPSHOT_STALE") return undefined;
    throw error;
  }
}

/** Folds on from a state, as often as it takes to know the refused amendments and the throwing projections. */
async function foldOn(
  index: TapeIndex,
  { state, refused: before }: Kept,
  end: number,
  amendments: readonly Recorded<Amendment>[],
): Promise<Fold> {
  const refused = new Set(before);
  const stops: StoppedProjection[] = [];
  for (;;) {
    const ticks = amendmentsOf(amendments, { refused });
    const fold = new Fold(state.projections, {
      from: state,
      amendments: { upTo: end, ticks, refused },
      stops,
    });
    try {
      let halt;
      for await (const batch of upTo(index, end).read({ from: state.position + 1 })) {
        halt = fold.add(batch);
        if (halt !== undefined) break;
      }
      if (halt === undefined) return fold;
      refused.add(halt.position);
      // What threw may have done so for the sake of that amendment.
      stops.splice(0);
    } catch (error) {
      stops.push(stopFor(error, [...state.stopped, ...stops]));
    }
  }
}
