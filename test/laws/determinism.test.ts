/** One tape, one digest: in another process, under another time zone and locale, whatever the way to the state. */
import { isLong, runs } from "../runs.ts";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { formatInstant } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { marketState } from "@tapefold/projections";
import { openTape, verifyTape } from "@tapefold/replay";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tapeFolder } from "../replay/tape-folder.ts";
import { eventsOf, folded, type Log } from "./tapes.ts";

const folder = tapeFolder();
const command = fileURLToPath(new URL("../../packages/replay/src/cli/main.ts", import.meta.url));
const tsx = fileURLToPath(new URL("../../node_modules/.bin/tsx", import.meta.url));

const elsewhere = [
  { TZ: "Australia/Lord_Howe", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
  { TZ: "America/St_Johns", LC_ALL: "sv_SE.UTF-8", LANG: "sv_SE.UTF-8" },
  { TZ: "UTC", LC_ALL: "C" },
];

// Other processes take their time: this is for `npm run test:laws`.
test.skipIf(!isLong).each(elsewhere)(
  "another process comes to the same digest with $TZ and $LC_ALL",
  async (env) => {
    const [log = []] = fc.sample(session(), { numRuns: 1, seed: 7 });
    const path = written(log);
    const { stdout } = await promisify(execFile)(tsx, [command, "replay", path, "--json"], {
      env: { ...process.env, ...env },
    });
    const { digest, valuesDigest } = marketState(folded(log));
    expect(JSON.parse(stdout)).toMatchObject({ digest, valuesDigest });
  },
);

test("every way of folding a tape comes to the same digest", async () => {
  await fc.assert(
    fc.asyncProperty(session(), async (log) => {
      const { difference, state } = await verifyTape(openTape(written(log)));
      expect(difference).toBeNull();
      expect(state.digest).toBe(folded(log).digest);
    }),
    { numRuns: runs(15) },
  );
});

function written(log: Log): string {
  const lines = eventsOf(log).map(
    (event) => `${JSON.stringify({ ...event, at: formatInstant(event.at) })}\n`,
  );
  return folder.write("generated.jsonl", lines.join(""));
}
