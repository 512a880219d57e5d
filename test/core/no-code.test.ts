/** Where the environment lets no code be made at run time, everything goes on by the general code. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folded = fileURLToPath(new URL("./folded-often.ts", import.meta.url));

test("the digest is the same with and without code made at run time", () => {
  const run = (...flags: string[]): string =>
    execFileSync(process.execPath, [...flags, "--import", "tsx", folded], { encoding: "utf8" });
  const digest = run();
  expect(digest).toMatch(/^[0-9a-f]{64} compiled$/);
  expect(run("--disallow-code-generation-from-strings")).toBe(digest.replace("compiled", "general"));
});
