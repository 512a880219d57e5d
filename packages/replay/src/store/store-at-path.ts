import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { watchPath } from "../disk/watch-path.ts";
import type { IndexedLog } from "../tape/tape-index.ts";
import type { StoreTape } from "./store-tape.ts";

/** The store in a directory, opened at the first reading; so lmdb is loaded for stores alone. */
export function storeAtPath(path: string): IndexedLog {
  let opened: Promise<StoreTape> | undefined;
  const index = (): Promise<StoreTape> =>
    (opened ??= import("./store-tape.ts").then(({ openStoreTape }) => openStoreTape(path)));
  return {
    name: path,
    index,
    async *read(options) {
      yield* (await index()).read(options);
    },
    watch: (told) => watchStore(path, () => told("grown")),
  };
}

/** Tells when what is committed to the store in a directory may have changed. */
export function watchStore(path: string, changed: () => void): () => void {
  return watchPath(join(path, STORE_DATA), changed);
}

/** The file in the directory that everything is kept in. */
export const STORE_DATA = "data.mdb";

/** True for a path that is a directory, which no other tape is. */
export function isDirectory(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** What stands at a path; undefined where nothing can. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
