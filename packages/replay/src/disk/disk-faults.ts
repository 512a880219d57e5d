/** Describes faults of the disk in words. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { MarketError } from "@tapefold/core";

/**
 * Free bytes below which a write may have failed for lack of space: lmdb reports a short write as a read
 * error.
 */
const FREE_BYTES_MIN = 4 * 1024 * 1024;

/**
 * Requires this many more free bytes on the disk of a path.
 *
 * @throws MarketError `LOG_UNWRITABLE`
 */
export function mustHaveRoom(path: string, bytes: number): void {
  if (freeBytes(path) >= bytes) return;
  throw new MarketError("LOG_UNWRITABLE", `${FULL} (${path})`, { log: path });
}

/** Why a log can't be written. */
export function unwritable(error: unknown, path: string): unknown {
  if (error instanceof MarketError || !(error instanceof Error)) return error;
  return new MarketError("LOG_UNWRITABLE", `${why(error, path)} (${path})`, { log: path }, error);
}

function why(error: Error, path: string): string {
  const { code } = error as { code?: unknown };
  if (code === "ENOSPC" || code === "EDQUOT" || freeBytes(path) < FREE_BYTES_MIN) return FULL;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such folder; make it first";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === 13 || code === 30 || code === 1)
    return "may not be written; check its permissions";
  // Node's message ends with a call and a path, which may be a temporary one.
  return `cannot be written: ${error.message.split(", ")[0]}`;
}

const FULL = "the disk is full, nothing of this was written; make space and go on";

/** Free space on the disk that holds, or would hold, a path; Infinity if the system doesn't tell. */
function freeBytes(path: string): number {
  for (let place = path; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize;
    } catch {
      if (dirname(place) === place) return Infinity;
    }
  }
}
