import { watchStore } from "./watch-store.ts";
import type { IndexedLog } from "../tape/tape-index.ts";
import type { StoreTape } from "./store-tape.ts";

/** The store in a directory, opened at the first reading, so that lmdb is loaded for stores alone. */
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
