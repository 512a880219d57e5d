import { join } from "node:path";
import { watchPath } from "../disk/watch-path.ts";

/** The file in the directory of a store that holds everything. */
export const STORE_DATA = "data.mdb";

/** Calls `changed` when the committed content of the store in a directory may have changed. */
export function watchStore(path: string, changed: () => void): () => void {
  return watchPath(join(path, STORE_DATA), changed);
}
