import { type Stats, statSync } from "node:fs";

/** True for a directory; no other kind of tape is one. */
export function isDirectory(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** The stats of a path; undefined if nothing can stand there. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
