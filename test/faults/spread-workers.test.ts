/** Workers of a tape that are ended while they fold: others take their place, and the state is the same. */
import { foldSpread, openTape, stateAt } from "@tapefold/replay";
import { expect, test } from "vitest";
import { run } from "../replay/cli/run-command.ts";
import { tapeFolder } from "../replay/tape-folder.ts";

const folder = tapeFolder();

test("threads ended with events in hand are replaced", async () => {
  const path = folder.path("long.jsonl");
  await run(["generate", "--seed", "3", "--instruments", "30", "--ticks", "20000", "--out", path]);
  const { state } = await stateAt(openTape(path));
  let begun = 0;
  const folded = await foldSpread(path, {
    workers: 2,
    onWorker: (worker) => {
      begun += 1;
      // The first before it has answered, the second later.
      if (begun <= 2) setTimeout(() => void worker.end(), begun === 1 ? 0 : 1_500);
    },
  });
  expect(folded.alone).toBeUndefined();
  expect(folded.losses).toBeGreaterThanOrEqual(1);
  expect(folded.losses).toBe(begun - 2);
  expect(folded.state.digest).toBe(state.digest);
  expect(Math.min(...folded.ticks)).toBeGreaterThan(0);
});
