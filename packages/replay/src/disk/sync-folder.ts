import { closeSync, fsyncSync, openSync } from "node:fs";

/** Brings the names in a folder to the disk: a new file's bytes alone don't bring its name there. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
