// node digest-by.mjs WAY BATCH TAPE: prints the digest that a tape comes to, from the installed packages.
import { LiveFold } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { foldTape, openTape, stateAt, verifyTape } from "@tapefold/replay";

const [way, batch, path] = process.argv.slice(2);
const log = openTape(path, process.stdin);
const ways = {
  fold: async () => (await foldTape(log)).state,
  "state at": async () => (await stateAt(log)).state,
  verify: async () => {
    const { state, difference } = await verifyTape(log);
    if (difference !== null) throw new Error(JSON.stringify(difference));
    return state;
  },
  live: async () => {
    const live = new LiveFold(marketRules);
    for await (const events of log.read())
      for (let from = 0; from < events.length; from += Number(batch))
        live.add(events.slice(from, from + Number(batch)));
    return live.fold.state;
  },
};
process.stdout.write((await ways[way]()).digest);
