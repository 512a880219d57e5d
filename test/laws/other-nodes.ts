/**
 * Folds the golden tape under other versions of Node and compares the digests; takes minutes where a version must be
 * fetched first, so it is no test: `npx tsx test/laws/other-nodes.ts [VERSION…]`. Ends with 1 where one differs.
 */
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const tape = path("test/sessions/golden.jsonl");
const command = path("packages/replay/src/cli/main.ts");
// These read TypeScript by themselves; this process's own Node is the measure.
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["22.23.3", "24.21.0"];

function digestBy(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, [...args, command, "replay", tape, "--json"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
  return (JSON.parse(stdout) as { digest: string }).digest;
}

const here = digestBy(path("node_modules/.bin/tsx"), []);
console.log(`${process.version.slice(1)}  ${here}`);
for (const version of versions) {
  const there = digestBy("npm", ["exec", "--yes", `--package=node@${version}`, "--", "node"]);
  console.log(`${version}  ${there}`);
  if (there !== here) process.exitCode = 1;
}
