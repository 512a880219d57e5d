/** Empty projects with packages installed, as strangers have them. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

/** The packages that are ours, in the order in which they build on each other. */
export const names = ["@tapefold/core", "@tapefold/projections", "@tapefold/replay", "tapefold"];

/** For commands whose output is taken. */
export function quietly(cwd: string): ExecFileSyncOptionsWithStringEncoding {
  return { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
}

/** The folder of a new project with some packages installed, of ours from their tarballs. */
export function project(...packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-project-"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "stranger", private: true, type: "module" }),
  );
  const tarballs = inject("tarballs");
  const wanted = packages.map((one) => tarballs[one] ?? one);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...wanted], quietly(folder));
  return folder;
}
