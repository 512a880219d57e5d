/** The public histories the tests compare with; they lie beside the repository and are no part of it. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

export const hasSharedData = existsSync(folder);

/** Added to a test's name where the data is missing, so that the report says why it did not run. */
export const sharedDataNote = hasSharedData ? "" : " (skipped: no ../shared/data beside the repository)";

/** Path of a file of the shared data. */
export function sharedFile(name: string): string {
  return `${folder}${name}`;
}

/** The lines of a shared file, unpacked, without the line ends. */
export function sharedLines(name: string): string[] {
  const bytes = readFileSync(sharedFile(name));
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").replace(/^\uFEFF/, "");
  return text.split(/\r?\n/).filter((line) => line !== "");
}
