/**
 * Verifies a tape and the rules on it: every line is an event, and every route of folding them comes to one
 * state.
 */
import {
  LiveFold,
  MarketError,
  type ReadableLog,
  type Rules,
  type Appended,
  type State,
} from "@tapefold/core";
import { upTo } from "../tape/as-of.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { marketRules } from "@tapefold/projections";
import { replay } from "../play/replay.ts";
import { type HistoryPoint, isIndexed } from "../tape/tape-index.ts";
import { lastValueFrom, map } from "rxjs";
import { type Difference, firstDifference, nameOfFirst } from "./first-difference.ts";
import { ReusedIds } from "./reused-ids.ts";
import { SequenceGaps } from "./sequence-gaps.ts";
import { snapshotDifference } from "./snapshot-difference.ts";

/** The outcome of verifying a tape. */
export interface Verification {
  readonly state: State;
  readonly events: number;
  /** Where two routes part; null if all agree. */
  readonly difference: Difference | null;
  /** Gaps in the sources' numbers: how many, and the first of them. */
  readonly gapCount: number;
  readonly gaps: readonly Appended["gaps"][number][];
  /** Number of ids that stand on lines of different instants. */
  readonly reusedIds: number;
  /** Digests of the tape's past, as a store keeps them; none for other logs. */
  readonly history: readonly HistoryPoint[];
}

/**
 * Folds the log by every route and compares the states: as read, in one array, in chunks, one by one, resumed, by the pure
 * step, live.
 *
 * @throws MarketError, what reading the log throws.
 */
export async function verifyTape(log: ReadableLog, rules: Rules = marketRules): Promise<Verification> {
  const index = isIndexed(log) ? await log.index() : undefined;
  await index?.check();
  const { state, head, known } = await foldTape(log, { projections: rules });
  const beforehand = { rules, known };
  const gaps = new SequenceGaps();
  const ids = new ReusedIds();
  const found = await firstDifference(log, beforehand, head, (events) => {
    gaps.watch(events);
    ids.watch(events);
  });
  const difference =
    found ?? (await liveDifference(log, rules, state)) ?? (await snapshotDifference(log, rules));
  return {
    state,
    events: head,
    difference: difference ?? null,
    gapCount: gaps.count,
    gaps: gaps.kept,
    reusedIds: ids.count,
    // A snapshot folder is a store too, but its history is not that of the tape.
    history: index?.name === log.name ? index.history() : [],
  };
}

/**
 * Compares the live route at the end alone, as it learns of amendments as they come; the tape may have grown
 * meanwhile. Undefined too if an amendment reaches back further than a live fold keeps.
 */
async function liveDifference(
  log: ReadableLog,
  rules: Rules,
  expected: State,
): Promise<Difference | undefined> {
  const live = new LiveFold(rules);
  try {
    await lastValueFrom(replay(upTo(log, expected.position)).pipe(map((batch) => live.add(batch))), {
      defaultValue: undefined,
    });
  } catch (error) {
    if (error instanceof MarketError && error.code === "AMENDMENT_TOO_OLD") return undefined;
    throw error;
  }
  const { state } = live.fold;
  if (state.digest === expected.digest || live.passedOver > 0) return undefined;
  return { way: "live, as an Observable", position: expected.position, ...nameOfFirst(expected, state) };
}
