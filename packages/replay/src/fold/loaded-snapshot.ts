/** Snapshots to go on from: made of folds, and read from a tape's index if the same rules made them. */
import {
  type AnyProjection,
  digestOf,
  fingerprint,
  MarketError,
  type PackedState,
  type Rules,
  State,
} from "@tapefold/core";
import { type LoadedSnapshot, SNAPSHOT_FORM, type TapeIndex } from "../tape/tape-index.ts";
import { version } from "../tape/version.ts";
import type { FoldedTape } from "./fold-tape.ts";

/**
 * Names the rules, and the version of tapefold, that made a snapshot: a snapshot of another name is never
 * read.
 */
export function rulesId(projections: Rules): string {
  return digestOf([version, SNAPSHOT_FORM, State.initial(projections).projections.map(fingerprint)]).slice(
    0,
    16,
  );
}

/** A state with what a fold must know to go on from it. */
export function loadedSnapshot({ state, known }: Pick<FoldedTape, "state" | "known">): LoadedSnapshot {
  const { refused, lines } = known.foresight;
  const gates = state.projections.flatMap(({ definition }) => definition.amendable ?? []);
  const goesOn = (opened: number): boolean =>
    gates.every((gate) => gate.goesOn?.(opened, state.read) !== false);
  const before = lines.filter(([, position]) => position <= state.position);
  const lasting = new Set(before.flatMap(([name, , opened]) => (goesOn(opened) ? name : [])));
  return { state, refused: [...refused], lines: before.filter(([name]) => lasting.has(name)) };
}

/** A state that a fold may go on from, at a position; `load` gives undefined if the state proves unusable. */
export interface Candidate {
  readonly position: number;
  readonly load: () => LoadedSnapshot | undefined;
}

/** The snapshots of some rules on a tape, the last one at or before a position first. */
export function* snapshotsBefore(
  index: TapeIndex,
  rules: readonly AnyProjection[],
  end: number,
): Generator<Candidate> {
  const id = rulesId(rules);
  for (const position of index.snapshotsOf(id, end)) {
    const load = (): LoadedSnapshot | undefined => {
      const snapshot = index.snapshot(id, position);
      const state = snapshot === undefined ? undefined : unpacked(snapshot.state, rules);
      if (snapshot === undefined || state?.position !== position) return undefined;
      return { state, refused: snapshot.refused, lines: snapshot.lines };
    };
    yield { position, load };
  }
}

/**
 * The state of a snapshot.
 *
 * @throws MarketError `SNAPSHOT_STALE` where other rules, or other versions of them, made it.
 */
export function stateOf(state: PackedState | State, rules: readonly AnyProjection[]): State {
  return state instanceof State ? state : State.unpack(state, rules);
}

/** A stale snapshot is ignored; the tape is folded instead. */
function unpacked(state: PackedState | State, rules: readonly AnyProjection[]): State | undefined {
  try {
    return stateOf(state, rules);
  } catch (error) {
    if (error instanceof MarketError && error.code === "SNAPSHOT_STALE") return undefined;
    throw error;
  }
}
