/**
 * The state at any moment of a tape: from the nearest snapshot if the tape has one, else from its first
 * event.
 */
import {
  type Amendment,
  digestOf,
  fingerprint,
  Fold,
  Foresight,
  MarketError,
  type PackedState,
  type AnyProjection,
  type ReadableLog,
  type Recorded,
  type Rules,
  State,
  subjectOf,
} from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, unknownPosition, upTo } from "../tape/as-of.ts";
import { type FoldedTape, foldOver, foldTape, type FoldTapeOptions } from "./fold-tape.ts";
import { isIndexed, type LoadedSnapshot, SNAPSHOT_FORM, type TapeIndex } from "../tape/tape-index.ts";
import { version } from "../tape/version.ts";

/**
 * The state as of a position or instant; as of the end of the tape if absent. Forward and back cost the same.
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
    const isFromFolder = index.name !== log.name;
    // A snapshot folder may be damaged while the tape is not.
    if (isFromFolder && error instanceof MarketError) return foldTape(log, { asOf, projections });
    throw error;
  }
}

async function indexedStateAt(index: TapeIndex, asOf: AsOf, projections: Rules): Promise<FoldedTape> {
  const head = await index.head();
  const end = positionOf(asOf, index, head);
  const rules = State.initial(projections).projections;
  const folded = await foldTo(index, end, rules, keptBefore(index, rules, end));
  return { ...folded, head };
}

/** A state that a fold may go on from, at a position; `load` gives undefined if the state proves unusable. */
export interface Candidate {
  readonly position: number;
  readonly load: () => LoadedSnapshot | undefined;
}

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
 * Names the rules, and the version of tapefold, that made a snapshot: a snapshot of another name is never
 * read.
 */
export function rulesId(projections: Rules): string {
  return digestOf([version, SNAPSHOT_FORM, State.initial(projections).projections.map(fingerprint)]).slice(
    0,
    16,
  );
}

function positionOf(asOf: AsOf, index: TapeIndex, head: number): number {
  if ("instant" in asOf) return asOf.instant === Infinity ? head : index.positionAt(asOf.instant);
  if (asOf.position <= head) return asOf.position;
  throw unknownPosition(asOf.position, head, index.name);
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

/** The snapshots of some rules on a tape, the last one at or before a position first. */
export function* keptBefore(
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
