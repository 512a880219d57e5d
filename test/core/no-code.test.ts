/** Where the environment lets no code be made at run time, everything goes on by the general code. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { foldedOften } from "./folded-often.ts";

const program = fileURLToPath(new URL("./folded-often.ts", import.meta.url));

test("the digest is the same with and without code made at run time", () => {
  const digest = foldedOften();
  expect(digest).toMatch(/^[0-9a-f]{64} compiled$/);
  const args = ["--disallow-code-generation-from-strings", "--import", "tsx", program];
  const without = execFileSync(process.execPath, args, { encoding: "utf8" });
  expect(without).toBe(digest.replace("compiled", "general"));
});
