import { type EventLog, orderRules, type Rules } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type Candidate, foldTo, keptBefore, rulesId } from "../fold/state-at.ts";
import type { StoreLog } from "../store/store-log.ts";

/** How far apart snapshots lie, in events. */
const SNAPSHOT_EVERY = 50_000;

/** Most snapshots of one set of rules; of a longer tape they lie twice as far apart, or four times, and so on. */
const SNAPSHOTS_MAX = 256;

export interface SnapshotOptions {
  /** One at each multiple of so many events, or of a double of it where that would be more than 256. */
  readonly every?: number;
  readonly projections?: Rules;
  /** Told after each snapshot how far they reach, and how far they are to. */
  readonly onSnapshot?: (position: number, head: number) => void;
}

/**
 * Brings a store's snapshots up to its head, going on from the last one; gives how many were made. What other rules
 * made, an older version of these too, stays until these reach as far, and then goes. Only a store keeps any.
 *
 * @throws RangeError for `every` that is no whole number of 1 or more; what reading and writing the store throws.
 */
export async function keepSnapshots(
  log: EventLog,
  { every = SNAPSHOT_EVERY, projections = marketRules, onSnapshot }: SnapshotOptions = {},
): Promise<number> {
  if (!Number.isSafeInteger(every) || every < 1)
    throw new RangeError(`every: ${every} must be a whole number of events, 1 or more`);
  if (!isStoreLog(log)) return 0;
  const ordered = orderRules(projections);
  const rules = rulesId(ordered);
  const { shelf } = log;
  const head = await log.head();
  const [last = 0] = shelf.positions(rules, head);
  let step = every;
  while (head / step > SNAPSHOTS_MAX) step *= 2;
  let made = 0;
  let latest: Candidate[] = [];
  for (let position = last - (last % step) + step; position <= head; position += step) {
    const from = [...latest, ...keptBefore(log, ordered, position)];
    const { state, known } = await foldTo(log, position, ordered, from);
    const refused = [...known.foresight.refused];
    log.transact(() => shelf.put(rules, { position, state: state.pack(), refused }));
    latest = [{ position, load: () => ({ state, refused }) }];
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

/** Told by what it has, so that lmdb isn't loaded to ask. */
function isStoreLog(log: EventLog): log is StoreLog {
  return "files" in log;
}
