/** Faults of the disk in words. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { MarketError } from "@tapefold/core";

/** With less free than this a write may have failed for want of space: lmdb tells a short write as a read error. */
const FREE_BYTES_MIN = 4 * 1024 * 1024;

/** Why a log can't be written. */
export function unwritable(error: unknown, path: string): unknown {
  if (error instanceof MarketError || !(error instanceof Error)) return error;
  return new MarketError("LOG_UNWRITABLE", `${why(error, path)} (${path})`, { log: path }, error);
}

function why(error: Error, path: string): string {
  const { code } = error as { code?: unknown };
  if (code === "ENOSPC" || isFull(path))
    return "the disk is full, nothing of this was written; make space and go on";
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such folder; make it first";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === 13 || code === 30 || code === 1)
    return "may not be written; check its permissions";
  return `cannot be written: ${error.message}`;
}

function isFull(path: string): boolean {
  for (let place = path; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize < FREE_BYTES_MIN;
    } catch {
      if (dirname(place) === place) return false;
    }
  }
}
