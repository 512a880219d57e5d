/** The most memory that a fold of a long tape takes, in processes of their own that may use equally much. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { quantile, type Row, type Scale } from "./measure.ts";

const OLD_SPACE_MEGABYTES = 256;

export function memory(scale: Scale): Row[] {
  const [few, many, runs] = scale === "short" ? [2000, 4000, 1] : [1_000_000, 10_000_000, 3];
  const what = `peak RSS over 10 M events; over 1 M (--max-old-space-size=${OLD_SPACE_MEGABYTES})`;
  const short = peaksOf(few, few / 10, runs);
  return [
    row(`${what}, 100 k ticks a session`, peaksOf(many, few / 10, runs), short, { must: 40, wish: 16 }),
    // The state keeps the sessions that have been; what is left is what the events take.
    row(`${what}, 10 sessions`, peaksOf(many, many / 10, 1), short),
  ];
}

function row(
  what: string,
  ours: readonly number[],
  theirs: readonly number[],
  limits: Pick<Row, "must" | "wish"> = {},
): Row {
  const [large, small] = [quantile(ours), quantile(theirs)];
  const text = (megabytes: number): string => `${megabytes.toFixed(0)} MB`;
  return { what, ours: text(large), theirs: text(small), value: large - small, unit: "MB", ...limits };
}

/** Megabytes, run by run. */
function peaksOf(ticks: number, ticksPerSession: number, runs: number): number[] {
  const script = fileURLToPath(new URL("fold-memory.ts", import.meta.url));
  const limit = `--max-old-space-size=${OLD_SPACE_MEGABYTES}`;
  const args = [limit, "--import", "tsx", script, String(ticks), String(ticksPerSession)];
  return Array.from({ length: runs }, () => {
    const megabytes = Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
    assert.ok(megabytes > 0, "the process says how much it took");
    return megabytes;
  });
}
