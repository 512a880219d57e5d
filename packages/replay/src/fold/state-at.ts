/**
 * The state at any moment of a tape: from the nearest snapshot if the tape has one, else from its first
 * event.
 */
import { MarketError, type ReadableLog, type Rules, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, unknownPosition } from "../tape/as-of.ts";
import { isIndexed, type TapeIndex } from "../tape/tape-index.ts";
import { foldTo } from "./fold-to.ts";
import { type FoldedTape, foldTape } from "./fold-tape.ts";
import { snapshotsBefore } from "./loaded-snapshot.ts";

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
  const folded = await foldTo(index, end, rules, snapshotsBefore(index, rules, end));
  return { ...folded, head };
}

function positionOf(asOf: AsOf, index: TapeIndex, head: number): number {
  if ("instant" in asOf) return asOf.instant === Infinity ? head : index.positionAt(asOf.instant);
  if (asOf.position <= head) return asOf.position;
  throw unknownPosition(asOf.position, head, index.name);
}
