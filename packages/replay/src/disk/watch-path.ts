import { type FSWatcher, watch } from "node:fs";

/** How often to look where the platform tells nothing. */
const LOOK_MS = 50;
/** And where it does, but a network's disk may not, or the name may have come to stand for another file. */
const LOOK_AGAIN_MS = 1_000;

/** Tells when what stands at a path may have changed, until the function it gives is called. */
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
      // No such file is told by whoever reads it; anything else is the platform's way of not telling.
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
