/** The example that prints what OpenTelemetry counts. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { project } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { follow, metered } from "@tapefold/replay";
import { firstValueFrom } from "rxjs";
import { expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const root = new URL("../../../", import.meta.url);

test("the example prints events, refusals, lag, documents and the time of folds", async () => {
  const stray =
    '{"id":"stray","type":"PriceTicked","at":"2026-02-10T10:00:00Z","instrument":"NONE","price":1}';
  const path = folder.write("refused.jsonl", [...goldenLines, stray, ""].join("\n"));
  const args = ["--import", "tsx", "test/examples/metrics.ts", path];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  for (const line of [
    "tapefold.events 280",
    "tapefold.refusals 1 unknown",
    "tapefold.lag 0",
    "tapefold.fold.duration 1 batches",
  ])
    expect(stdout).toContain(line);
  expect(stdout).toMatch(/tapefold\.documents [1-9]\d+/);
});

test("without an SDK nothing is changed by it", async () => {
  const tape = follow(goldenPath);
  const { batches, state } = metered(tape);
  const shown = tape.pipe(batches, project({ market: { rules: marketRules, look: state } }));
  expect((await firstValueFrom(shown)).market.digest).toMatch(/^9b3acce8/);
});
