/** A bundle of one rule has the gate of its set, and leaves out what it doesn't use. */
import { build } from "esbuild";
import { expect, test } from "vitest";

test("a rule in a bundle of its own stands behind the gate", async () => {
  const contents = `
    import { State } from "@tapefold/core";
    import { sessionStreak } from "@tapefold/projections";
    export const names = State.initial([sessionStreak]).projections.map(({ definition }) => definition.name);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const text = outputFiles[0]?.text ?? "";
  const bundle = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { names: string[] };
  expect(bundle.names).toContain("admission");
  expect(bundle.names).toContain("index-level");
  // The wrap's sentences are not asked for.
  expect(text).not.toContain("wrap/statements.ts");
});
