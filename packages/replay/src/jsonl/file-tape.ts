import type { ReadableLog } from "@tapefold/core";
import { watchPath } from "../disk/watch-path.ts";
import { jsonlLog } from "./jsonl-log.ts";
import { tapeBytes } from "./tape-bytes.ts";

/** The tape of lines in a file, plain or packed; a plain one can be followed. */
export function fileTape(path: string): ReadableLog {
  const lines = jsonlLog(path, tapeBytes(path));
  return path.endsWith(".gz") ? lines : { ...lines, watch: (told) => watchPath(path, () => told("grown")) };
}
