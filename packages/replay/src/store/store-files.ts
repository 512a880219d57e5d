/** The directory of a store: made whole or not at all, and looked over before lmdb maps it. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { MarketError } from "@tapefold/core";
import { type Database, open, type RootDatabase } from "lmdb";
import { pack } from "msgpackr";
import { nanoid } from "nanoid";
import { mustBeWhole } from "./data-file.ts";
import { reserveLock } from "./lock-room.ts";
import { damaged, seal } from "./chunk/sealed.ts";
import { statsOf } from "../disk/stats.ts";
import { STORE_DATA } from "./watch-store.ts";
import { unwritable } from "../disk/disk-faults.ts";
import { syncFolder } from "../disk/sync-folder.ts";
import { beginUnfinished } from "../disk/unfinished.ts";

/** Raised when an older tapefold can no longer read what is written. */
const STORE_FORMAT = 1;

export const HEAD_PLACE = "head";

export interface StoreFiles {
  readonly root: RootDatabase;
  /** `format`, `owner`, and `head`, sealed: the position of the last event. */
  readonly meta: Database<unknown, string>;
  /** Sealed chunks by the position of their first event. */
  readonly chunks: Database<Buffer, number>;
  /** Positions of the events that no source numbers, by id. */
  readonly ids: Database<number, string>;
  /** Sealed: the last number of each source. */
  readonly sources: Database<Buffer, string>;
  /** Sealed amendments by position. */
  readonly amendments: Database<Buffer, number>;
  /** Sealed snapshots by rules and position, and their shared buckets by rules and digest. */
  readonly snapshots: Database<Buffer, [string, number | string]>;
}

const LOCK = `${STORE_DATA}-lock`;
/** Disk space for a new store: what it takes, and as much again. */
const NEW_BYTES = 256 * 1024;
const OPTIONS = { noSubdir: true, overlappingSync: false, maxDbs: 8 } as const;

/**
 * Opens the files of a store; for writing they are created if they do not exist.
 *
 * @throws MarketError `LOG_NOT_FOUND`, `LOG_UNREADABLE`, `LOG_UNWRITABLE`, `LOG_DAMAGED`
 */
export async function openFiles(path: string, isWriter: boolean): Promise<StoreFiles> {
  const stats = statsOf(path);
  if (stats !== undefined && !stats.isDirectory()) {
    throw unreadable("is a file where a store is a directory; name a tape of lines .jsonl", path);
  }
  if (!existsSync(join(path, STORE_DATA))) {
    if (stats !== undefined && (!isWriter || readdirSync(path).length > 0)) {
      throw unreadable("is a directory, but no store; give a store or a .jsonl file", path);
    }
    if (!isWriter)
      throw new MarketError("LOG_NOT_FOUND", `there is no such store; check the path (${path})`, {
        log: path,
      });
    await makeFiles(path);
  }
  mustBeWhole(join(path, STORE_DATA), path);
  const files = map(path, isWriter);
  const format = formatOf(files, path);
  if (format === STORE_FORMAT) return files;
  await files.root.close();
  if (typeof format !== "number") throw damaged("its format is not told", path);
  throw unreadable(
    `is a store of format ${format}, and ${STORE_FORMAT} is known here; update tapefold`,
    path,
  );
}

function formatOf(files: StoreFiles, path: string): unknown {
  try {
    return files.meta.get("format");
  } catch (error) {
    throw damaged(`cannot be read: ${String(error)}`, path, error);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(join(path, STORE_DATA), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function map(path: string, isWriter: boolean): StoreFiles {
  try {
    // Within a process lmdb shares what is open: a reader that came first must not make it read-only for a writer.
    const readOnly = !isWriter && !isWritable(path);
    if (!readOnly) reserveLock(join(path, LOCK));
    const root = open({ ...OPTIONS, path: join(path, STORE_DATA), readOnly });
    const binary = { encoding: "binary" } as const;
    const files = {
      root,
      meta: root.openDB<unknown, string>({ name: "meta" }),
      chunks: root.openDB<Buffer, number>({ name: "chunks", ...binary }),
      ids: root.openDB<number, string>({ name: "ids" }),
      sources: root.openDB<Buffer, string>({ name: "sources", ...binary }),
      amendments: root.openDB<Buffer, number>({ name: "amendments", ...binary }),
      snapshots: root.openDB<Buffer, [string, number | string]>({ name: "snapshots", ...binary }),
    };
    // lmdb gives undefined for a database that isn't there and can't be made.
    if (Object.values(files).some((part: unknown) => part === undefined))
      throw damaged("a part of it is missing", path);
    return files;
  } catch (error) {
    if (error instanceof MarketError) throw error;
    if (isWriter) throw unwritable(error, path);
    const isFull = (error as NodeJS.ErrnoException).code === "ENOSPC";
    const why = isFull
      ? "no room is left beside it for its lock file; make space"
      : `cannot be opened: ${String(error)}`;
    throw unreadable(why, path, error);
  }
}

/** Makes the store aside, so that a directory of its name is a whole one. */
async function makeFiles(path: string): Promise<void> {
  const unfinished = `${resolve(path)}.unfinished-${nanoid()}`;
  const remove = (): void => {
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true });
  };
  const end = beginUnfinished(remove);
  try {
    mkdirSync(unfinished);
    mustHold(NEW_BYTES, join(unfinished, "room"));
    const files = map(unfinished, true);
    files.root.transactionSync(() => {
      files.meta.putSync("format", STORE_FORMAT);
      files.meta.putSync("head", seal(pack(0), HEAD_PLACE));
    });
    await files.root.close();
    renameSync(unfinished, path);
    syncFolder(dirname(path));
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(join(path, STORE_DATA))) throw unwritable(cause(error), path);
  } finally {
    remove();
    end();
  }
}

/** Takes room on the disk and gives it back: lmdb ends the process if there is none, rather than say so. */
function mustHold(bytes: number, path: string): void {
  writeFileSync(path, Buffer.alloc(bytes));
  rmSync(path);
}

/** A fault in the unfinished store is reported as one of the store. */
function cause(error: unknown): unknown {
  return error instanceof MarketError && error.code === "LOG_UNWRITABLE" ? error.cause : error;
}

function unreadable(why: string, path: string, cause?: unknown): MarketError<"LOG_UNREADABLE"> {
  return new MarketError("LOG_UNREADABLE", `${why} (${path})`, { log: path }, cause);
}
