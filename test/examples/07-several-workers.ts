// One tape, folded by one thread and by two: the same state, to the last digit.
import { execFileSync } from "node:child_process";

const tape = process.argv[2] ?? "test/sessions/golden.jsonl";

function digestBy(workers: number): string {
  const words = ["tapefold", "replay", tape, "--json", "--workers", String(workers)];
  // The shell finds npx on Windows, too.
  const json = execFileSync("npx", words, { encoding: "utf8", shell: process.platform === "win32" });
  return (JSON.parse(json) as { digest: string }).digest;
}

for (const workers of [1, 2]) console.log(workers, digestBy(workers));
