import { type FSWatcher, watch } from "node:fs";

/** Milliseconds between looks if the platform reports nothing. */
const LOOK_MS = 50;
/**
 * Milliseconds between looks if it does: a network's disk may not, or the name may stand for another file by
 * now.
 */
const LOOK_AGAIN_MS = 1_000;

/** Calls `changed` whenever a path's content may have changed, until the returned function is called. */
export function watchPath(path: string, changed: () => void): () => void {
  let watcher: FSWatcher | undefined;
  let isTold = true;
  const disarm = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const arm = (): void => {
    try {
      watcher = watch(path, (kind) => {
        // The name may stand for another file from now on.
        if (kind === "rename") disarm();
        changed();
      });
      watcher.on("error", disarm);
    } catch (error) {
      // The reader reports a missing file; any other fault means that the platform can't watch.
      isTold = (error as NodeJS.ErrnoException).code === "ENOENT";
    }
  };
  const look = (): void => {
    if (watcher === undefined && isTold) arm();
    changed();
  };
  arm();
  const timer = setInterval(look, isTold ? LOOK_AGAIN_MS : LOOK_MS);
  return () => {
    clearInterval(timer);
    disarm();
  };
}
