/** Finds where the states of two tapes part: the first position, and the first field there. */
import {
  canonicalText,
  contentText,
  Fold,
  type Parting,
  partingOf,
  type ReadableLog,
  type Recorded,
  type State,
  type Rules,
} from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type FoldedTape, foldTape } from "../fold/fold-tape.ts";

interface Side {
  readonly log: ReadableLog;
  readonly folded: FoldedTape;
}

/**
 * The first position at which two tapes come to different states; undefined if they come to one state at every
 * position. Rule and key are empty if one tape has ended. An amendment applies from its tick on.
 *
 * @throws MarketError, what reading the logs throws.
 */
export async function diffTapes(
  leftLog: ReadableLog,
  rightLog: ReadableLog,
  projections: Rules = marketRules,
): Promise<Parting | undefined> {
  const left = { log: leftLog, folded: await foldTape(leftLog, { projections }) };
  const right = { log: rightLog, folded: await foldTape(rightLog, { projections }) };
  const from = await firstUnlike(left, right);
  const end = Math.min(left.folded.head, right.folded.head);
  if (from <= end) {
    const parted = await firstParting(left, right, { projections, from, end });
    if (parted !== undefined) return parted;
  }
  if (left.folded.head === right.folded.head) return undefined;
  const { head } = left.folded.head < right.folded.head ? left.folded : right.folded;
  const typeAt = async ({ log, folded }: Side): Promise<string | null> =>
    folded.head === head ? null : eventAt(log, head + 1);
  return {
    position: head + 1,
    projection: "",
    key: "",
    field: "",
    left: await typeAt(left),
    right: await typeAt(right),
  };
}

/**
 * The first position at which the tapes differ, in an event or in its amendments; past the shorter tape if
 * there is none.
 */
async function firstUnlike(left: Side, right: Side): Promise<number> {
  let next = 1;
  for await (const [ours, theirs] of pairs(left.log, right.log)) {
    const isLike =
      contentText(ours.event) === contentText(theirs.event) && said(left, ours) === said(right, theirs);
    if (!isLike) return ours.position;
    next = ours.position + 1;
  }
  return next;
}

function said({ folded }: Side, recorded: Recorded): string {
  return canonicalText(folded.known.foresight.saidOf(recorded) ?? null);
}

/** Both tapes, event by event, as far as the shorter one goes. */
async function* pairs(left: ReadableLog, right: ReadableLog): AsyncGenerator<readonly [Recorded, Recorded]> {
  const others = right.read()[Symbol.asyncIterator]();
  let [batch, at]: [readonly Recorded[], number] = [[], 0];
  for await (const ours of left.read()) {
    for (const recorded of ours) {
      while (at === batch.length) {
        const next = await others.next();
        if (next.done === true) return;
        [batch, at] = [next.value, 0];
      }
      yield [recorded, batch[at++] as Recorded];
    }
  }
}

/**
 * Compares states from a position on in growing stretches, then goes event by event through the first stretch
 * that ends in different states.
 */
async function firstParting(
  left: Side,
  right: Side,
  { projections, from, end }: { projections: Rules; from: number; end: number },
): Promise<Parting | undefined> {
  const begin = ({ folded }: Side): Fold => new Fold(projections, folded.known);
  const folds: [Fold, Fold] = [begin(left), begin(right)];
  let before: [State, State] = [folds[0].state, folds[1].state];
  let stretch: [Recorded, Recorded][] = [];
  let length = from - 1;
  for await (const [ours, theirs] of pairs(left.log, right.log)) {
    if (ours.position > end) break;
    folds[0].add([ours]);
    folds[1].add([theirs]);
    if (ours.position >= from) stretch.push([ours, theirs]);
    if (ours.position < from - 1 || (ours.position >= from && stretch.length < length && ours.position < end))
      continue;
    if (folds[0].state.digest !== folds[1].state.digest) return walked(before, stretch, left, right);
    before = [folds[0].state, folds[1].state];
    length = Math.max(1, Math.min(2 * stretch.length, 1_000));
    stretch = [];
  }
  return undefined;
}

function walked(
  before: readonly [State, State],
  stretch: readonly (readonly [Recorded, Recorded])[],
  left: Side,
  right: Side,
): Parting | undefined {
  const goOn = (from: State, { folded }: Side): Fold => new Fold(from.projections, { ...folded.known, from });
  const [ours, theirs] = [goOn(before[0], left), goOn(before[1], right)];
  for (const [a, b] of stretch) {
    ours.add([a]);
    theirs.add([b]);
    if (ours.state.digest !== theirs.state.digest) return parting(ours.state, theirs.state);
  }
  return undefined;
}

/** States of other digests differ in a document, else in their instants. */
function parting(left: State, right: State): Parting {
  const nowhere = {
    position: left.position,
    projection: "",
    key: "",
    field: "",
    left: left.at,
    right: right.at,
  };
  return partingOf(left, right) ?? nowhere;
}

async function eventAt(log: ReadableLog, position: number): Promise<string> {
  for await (const [recorded] of log.read({ from: position })) return recorded?.event.type ?? "";
  return "";
}
