import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { MarketError, type Recorded } from "@tapefold/core";
import { nanoid } from "nanoid";
import { fileTape } from "../jsonl/file-tape.ts";
import {
  snapshotFolderPath,
  digestOf,
  isSame,
  MADE_OF,
  type MadeOf,
  snapshotFolderStore,
} from "./snapshot-folder.ts";
import { keepSnapshots, type SnapshotOptions } from "./keep-snapshots.ts";
import { isDirectory } from "../disk/stats.ts";
import { unwritable } from "../disk/disk-faults.ts";
import { syncFolder } from "../disk/sync-folder.ts";
import { beginUnfinished } from "../disk/unfinished.ts";
import { openStoreLog, type StoreLog } from "../store/store-log.ts";

/**
 * Writes the snapshot folder of a `.jsonl` tape, up to the tape's end, and gives how many snapshots were
 * made. The folder of a tape that has only grown is extended; else it is made anew aside, and moved to its
 * place when it is whole.
 *
 * @throws MarketError `LOG_UNREADABLE` for a tape with repeated lines, which a store would leave out, or one
 * that changes meanwhile; `LOG_IN_USE`, `LOG_UNWRITABLE`; what reading the tape throws.
 */
export async function writeSnapshotFolder(path: string, options: SnapshotOptions = {}): Promise<number> {
  const place = snapshotFolderPath(path);
  if (await hasOnlyGrown(path)) return fill(place, path, options);
  if (isOfSomeoneElse(place))
    throw unfit("can't have snapshots: what stands in their place is something else, move it away", path);
  const mark = nanoid();
  const unfinished = `${place}.unfinished-${mark}`;
  const replaced = `${place}.replaced-${mark}`;
  const remove = (): void => rmSync(unfinished, { recursive: true, force: true });
  const end = beginUnfinished(remove);
  try {
    const made = await fill(unfinished, path, options);
    // Windows moves no folder in which a file is open: with a reader there, this fails and the old one stays.
    if (existsSync(place)) renameSync(place, replaced);
    renameSync(unfinished, place);
    syncFolder(dirname(place));
    return made;
  } catch (error) {
    throw ofPlace(unwritable(error, place), unfinished, place);
  } finally {
    remove();
    rmSync(replaced, { recursive: true, force: true });
    end();
  }
}

/** A fault in the unfinished folder is reported with the final place. */
function ofPlace(error: unknown, unfinished: string, place: string): unknown {
  if (!(error instanceof MarketError) || !error.message.includes(unfinished)) return error;
  return new MarketError(
    "LOG_UNWRITABLE",
    error.message.replaceAll(unfinished, place),
    { log: place },
    error,
  );
}

/** True for a place that holds anything a store does not. */
function isOfSomeoneElse(place: string): boolean {
  if (!existsSync(place)) return false;
  return !isDirectory(place) || readdirSync(place).some((name) => !/^data\.mdb(-lock)?$/.test(name));
}

/** True if a tape's snapshot folder was made of the tape's beginning. */
async function hasOnlyGrown(path: string): Promise<boolean> {
  const found = await snapshotFolderStore(path);
  if (found === undefined) return false;
  await found.store.close();
  return isSame(await digestOf(path, found.madeOf.bytes), found.madeOf);
}

/** Adds the events of a tape that a store doesn't have yet, and the snapshots. */
async function fill(place: string, path: string, options: SnapshotOptions): Promise<number> {
  const before = await digestOf(path);
  const tape = fileTape(path);
  let log: StoreLog | undefined;
  try {
    const from = existsSync(place) ? (await (log = await openStoreLog(place)).head()) + 1 : 1;
    for await (const batch of tape.read({ from })) {
      // Opened only now: a tape that can't be read leaves nothing behind.
      log ??= await openStoreLog(place);
      await add(log, batch, path);
    }
    if (log === undefined) return 0;
    const made = await keepSnapshots(log, options);
    const after = await digestOf(path);
    if (after === undefined || !isSame(before, after))
      throw unfit("was changed while it was read; try again", path);
    const madeOf: MadeOf = { ...after, events: await log.head() };
    const { meta } = log.files;
    log.transact(() => {
      meta.putSync(MADE_OF, madeOf);
      return 0;
    });
    return made;
  } finally {
    await log?.close();
  }
}

async function add(log: StoreLog, batch: readonly Recorded[], path: string): Promise<void> {
  const repeats = unfit("has repeated lines; append it to a store, which leaves them out", path);
  try {
    const { repeated } = await log.append(batch.map(({ event }) => event));
    if (repeated > 0) throw repeats;
  } catch (error) {
    throw error instanceof MarketError && error.code === "ID_CONFLICT" ? repeats : error;
  }
}

function unfit(why: string, path: string): MarketError<"LOG_UNREADABLE"> {
  return new MarketError("LOG_UNREADABLE", `${why} (${path})`, { log: path });
}
