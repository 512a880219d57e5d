/**
 * Changes the rules one by one and sees whether a test goes red: `npm run mutate`, or `npm run mutate -- FILE…` for
 * some files. It works on the sources in place and puts them back, so that nothing else may use the checkout meanwhile.
 */
import { spawnSync } from "node:child_process";

const files = process.argv.slice(2);
const stryker = [
  "--package=@stryker-mutator/core@9.6.1",
  "dlx",
  "stryker",
  "run",
  "test/mutation/stryker.json",
];
const { status } = spawnSync("pnpm", [...stryker, ...(files.length === 0 ? [] : ["-m", files.join(",")])], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
