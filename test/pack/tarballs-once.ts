/** Makes the tarballs once, before the tests of this folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeTarballs, type Tarballs } from "./make-tarballs.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly tarballs: Tarballs;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-tarballs-"));
  provide("tarballs", makeTarballs(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}
