/** The example that prints what OpenTelemetry counts. */
import { metrics } from "@opentelemetry/api";
import { project } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { follow, metered } from "@tapefold/replay";
import { firstValueFrom } from "rxjs";
import { expect, test, vi } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();

test("the example prints events, refusals, lag, documents and the time of folds", async () => {
  const stray =
    '{"id":"stray","type":"PriceTicked","at":"2026-02-10T10:00:00Z","instrument":"NONE","price":1}';
  const path = folder.write("refused.jsonl", [...goldenLines, stray, ""].join("\n"));
  const lines = await linesOf(path);
  expect(lines).toEqual(
    expect.arrayContaining([
      "tapefold.events 280",
      "tapefold.refusals 1 unknown",
      "tapefold.lag 0",
      "tapefold.fold.duration 1 batches",
      expect.stringMatching(/^tapefold\.documents [1-9]\d+$/),
    ]),
  );
});

test("without an SDK nothing is changed by it", async () => {
  const tape = follow(goldenPath);
  const { batches, state } = metered(tape);
  const shown = tape.pipe(batches, project({ market: { rules: marketRules, look: state } }));
  expect((await firstValueFrom(shown)).market.digest).toMatch(/^242790f0/);
});

/** The lines that the example prints of a tape, up to the last it counts. */
async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  const given = process.argv;
  process.argv = [...given.slice(0, 2), path];
  try {
    await new Promise<void>((done, failed) => {
      vi.spyOn(console, "log").mockImplementation((...words) => {
        lines.push(words.join(" "));
        if (words[0] === "tapefold.fold.duration") done();
      });
      import("../../examples/metrics.ts").catch(failed);
    });
  } finally {
    process.argv = given;
    vi.mocked(console.log).mockRestore();
    metrics.disable();
  }
  return lines;
}
