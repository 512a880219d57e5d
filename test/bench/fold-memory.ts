// node --import tsx test/bench/fold-memory.ts TICKS TICKS_A_SESSION: folds a tape as it is made; the most memory it took, in megabytes.
import { Fold } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { workload } from "./workload.ts";

const [ticks = 0, ticksPerSession = 0] = process.argv.slice(2).map(Number);
const fold = new Fold(marketRules);
let head = 0;
for (const batch of workload({ ticks, ticksPerSession })) {
  fold.add(batch);
  head = batch.at(-1)?.position ?? head;
}
if (fold.state.position !== head) throw new Error(`folded up to ${fold.state.position} of ${head}`);
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
