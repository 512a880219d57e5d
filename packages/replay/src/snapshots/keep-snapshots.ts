import { type EventLog, type Rules, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { foldTo } from "../fold/fold-to.ts";
import { type Candidate, loadedSnapshot, rulesId, snapshotsBefore } from "../fold/loaded-snapshot.ts";
import type { StoreLog } from "../store/store-log.ts";

/** Distance between snapshots, in events. */
const SNAPSHOT_EVERY = 50_000;

/** Most snapshots of one set of rules; on a longer tape their distance is doubled, as often as needed. */
const SNAPSHOTS_MAX = 256;

/** Options of snapshots: their distance, their rules, and who is told of them. */
export interface SnapshotOptions {
  /**
   * Distance in events: one snapshot at each multiple of it, or of a double of it if that would be more than
   * 256.
   */
  readonly every?: number;
  readonly projections?: Rules;
  /** Called after each snapshot with its position and with the head they are to reach. */
  readonly onSnapshot?: (position: number, head: number) => void;
}

/**
 * Brings a store's snapshots up to its head, going on from the last one; gives how many were made. Snapshots
 * of other rules, or of an older version of these, stay until the new ones reach as far, and are then
 * removed. Only a store keeps snapshots.
 *
 * @throws RangeError for `every` that is no whole number of 1 or more; what reading and writing the store
 * throws.
 */
export async function keepSnapshots(
  log: EventLog,
  { every = SNAPSHOT_EVERY, projections = marketRules, onSnapshot }: SnapshotOptions = {},
): Promise<number> {
  if (!Number.isSafeInteger(every) || every < 1)
    throw new RangeError(`every: ${every} must be a whole number of events, 1 or more`);
  if (!isStoreLog(log)) return 0;
  const ordered = State.initial(projections).projections;
  const rules = rulesId(ordered);
  const { shelf } = log;
  const head = await log.head();
  const [last = 0] = shelf.positions(rules, head);
  let step = every;
  while (head / step > SNAPSHOTS_MAX) step *= 2;
  let made = 0;
  let latest: Candidate[] = [];
  for (let position = last - (last % step) + step; position <= head; position += step) {
    const from = [...latest, ...snapshotsBefore(log, ordered, position)];
    const kept = loadedSnapshot(await foldTo(log, position, ordered, from));
    log.transact(() => shelf.put(rules, { ...kept, position, state: kept.state.pack() }));
    latest = [{ position, load: () => kept }];
    made += 1;
    onSnapshot?.(position, head);
  }
  if (made === 0) return 0;
  log.transact(() => {
    if (shelf.positions(rules, head).length > SNAPSHOTS_MAX) shelf.thin(rules, step);
    shelf.dropOthers(rules);
    return 0;
  });
  return made;
}

/** A store is known by its methods, so that lmdb isn't loaded to ask. */
function isStoreLog(log: EventLog): log is StoreLog {
  return "files" in log;
}
