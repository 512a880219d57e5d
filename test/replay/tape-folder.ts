/** A folder for the tapes of one test file, removed when its tests are done. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadableLog, Recorded } from "@tapefold/core";
import { afterAll } from "vitest";

export interface TapeFolder {
  /** The path of a name in it. */
  path(name: string): string;
  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array): string;
}

export function tapeFolder(): TapeFolder {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  return { path, write };
}

export const goldenPath = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));

/** The golden tape's lines, without their ends. */
export const goldenLines: readonly string[] = readFileSync(goldenPath, "utf8").trimEnd().split("\n");

/** All events of a log; with the fault that ended it, if one did. */
export async function readAll(log: ReadableLog): Promise<{ events: Recorded[]; error: unknown }> {
  const events: Recorded[] = [];
  try {
    for await (const batch of log.read()) events.push(...batch);
  } catch (error) {
    return { events, error };
  }
  return { events, error: undefined };
}
