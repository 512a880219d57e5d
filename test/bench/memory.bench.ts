/** The most memory that a fold of a long tape takes, in processes of their own that may use equally much. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { quantile, type Row, type Scale } from "./measure.ts";

const OLD_SPACE_MEGABYTES = 256;

export function memory(scale: Scale): Row[] {
  const [few, many, runs] = scale === "short" ? [2000, 4000, 1] : [1_000_000, 10_000_000, 3];
  const peaks: { few: number[]; many: number[] } = { few: [], many: [] };
  for (let run = 0; run < runs; run += 1) {
    peaks.few.push(peakOf(few));
    peaks.many.push(peakOf(many));
  }
  const [small, large] = [quantile(peaks.few), quantile(peaks.many)];
  const limits = { must: 40, wish: 16 };
  const text = (megabytes: number): string => `${megabytes.toFixed(0)} MB`;
  return [
    {
      what: `peak RSS over 10 M events; over 1 M (--max-old-space-size=${OLD_SPACE_MEGABYTES})`,
      ours: text(large),
      theirs: text(small),
      value: large - small,
      unit: "MB",
      ...limits,
    },
  ];
}

/** Megabytes. */
function peakOf(ticks: number): number {
  const script = fileURLToPath(new URL("fold-memory.ts", import.meta.url));
  const options = [`--max-old-space-size=${OLD_SPACE_MEGABYTES}`, "--import", "tsx", script, String(ticks)];
  const megabytes = Number(execFileSync(process.execPath, options, { encoding: "utf8" }));
  assert.ok(megabytes > 0, "the process says how much it took");
  return megabytes;
}
