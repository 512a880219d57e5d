/**
 * Changes the code one place at a time and sees whether a test goes red: `npm run mutate -- [rules|readers] [--share S]
 * [FILE…]`. What came of a mutant is kept in `ledger.jsonl`, so that the command, given again, goes on; `report.md` tells
 * what is known. It works on the sources in place and puts them back, so nothing else may use the checkout meanwhile.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { filesOf, groups } from "./files.mjs";
import { writeReport } from "./write-report.mjs";

const { values, positionals } = parseArgs({
  options: { share: { type: "string", default: "1" } },
  allowPositionals: true,
});
const group = positionals[0] in groups ? positionals.shift() : "rules";
const all = Object.values(groups).flatMap(filesOf);
const digestOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
const contents = Object.fromEntries(all.map((file) => [file, digestOf(file)]));
const files = positionals.length > 0 ? positionals : filesOf(groups[group]);
const stryker = "--package=@stryker-mutator/core@9.6.1 dlx stryker run test/mutation/stryker.json".split(" ");
const { status } = spawnSync("pnpm", [...stryker, "-m", files.join(",")], {
  stdio: "inherit",
  env: {
    ...process.env,
    MUTATION_CONTENTS: JSON.stringify(contents),
    MUTATION_SHARE: values.share,
    MUTATION_GROUP: group,
  },
});
writeReport(contents);
process.exitCode = status ?? 1;
