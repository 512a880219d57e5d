import { type Stats, statSync } from "node:fs";

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
