import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Brings the names in a folder to the disk: a new file's bytes alone don't bring its name there. Windows refuses to sync
 * a folder and needs it not: NTFS keeps a journal of names.
 */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
