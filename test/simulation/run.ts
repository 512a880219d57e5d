/**
 * `npm run simulate -- SEEDS [FROM]`: so many runs of a whole system in one process, each by its seed: writers, a log,
 * workers and subscribers among crashes, lost power, full disks, short writes and a jumping clock. A seed that fails is
 * named, and `-- 1 SEED` runs it again, step by step the same.
 */
import { simulation } from "./bundle.ts";

const [seeds = 1_000, from = 0] = process.argv.slice(2).map(Number);
const { simulate } = await simulation();
const seen = new Map<string, number>();
let [steps, failed] = [0, 0];
for (let seed = from; seed < from + seeds; seed += 1) {
  const run = await simulate(seed);
  steps += run.steps;
  for (const [what, times] of run.seen) seen.set(what, (seen.get(what) ?? 0) + times);
  if (run.failure === undefined) continue;
  failed += 1;
  process.stdout.write(
    `seed ${seed}: ${run.failure instanceof Error ? run.failure.stack : JSON.stringify(run.failure)}\n`,
  );
}
for (const [what, times] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1)))
  process.stdout.write(`${String(times).padStart(9)}  ${what}\n`);
process.stdout.write(`${seeds} seeds, ${steps} steps, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
