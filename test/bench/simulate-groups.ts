// node --import tsx test/bench/simulate-groups.ts: 64 groups of skewed sizes over 1 to 16 workers, events counted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventLine, foldSpread, openTape, stateAt } from "@tapefold/replay";
import { marketTape } from "./market-tape.ts";

const GROUPS = 64;
const DAYS = 3;
/** Ticks of the largest group in a session; the smallest has a tenth, the others lie between on a curve. */
const TICKS_MOST = 400;

/** Sizes fall as powers do, and are spread over the names so that no order helps. */
const sizes = Array.from({ length: GROUPS }, (_, index) =>
  Math.round(TICKS_MOST * 10 ** (-((index * 37) % GROUPS) / (GROUPS - 1))),
);

const folder = mkdtempSync(join(tmpdir(), "tapefold-groups-"));
const path = join(folder, "groups.jsonl");
const all = [...marketTape({ sizes, days: DAYS, shares: 2 })];
writeFileSync(path, all.map((event) => `${eventLine(event)}\n`).join(""));
const { state } = await stateAt(openTape(path));
const ticks = all.filter(({ type }) => type === "PriceTicked").length;
process.stdout.write(
  `${GROUPS} groups, ${ticks} ticks (largest group ${Math.max(...sizes) * DAYS}, smallest ${Math.min(...sizes) * DAYS}), ${all.length - ticks} other events\n`,
);
process.stdout.write("workers  largest  mean  largest/mean  largest with what all share/mean  same state\n");
let worst = 0;
for (const workers of [1, 2, 4, 8, 16]) {
  const folded = await foldSpread(path, { workers, isLocal: true });
  const largest = Math.max(...folded.ticks);
  const mean = ticks / workers;
  worst = Math.max(worst, largest / mean);
  const common = all.length - ticks;
  const isSame = folded.state.digest === state.digest && folded.alone === undefined;
  const figures = [
    largest,
    Math.round(mean),
    (largest / mean).toFixed(3),
    ((largest + common) / (mean + common)).toFixed(3),
  ];
  process.stdout.write(`${[workers, ...figures, isSame ? "yes" : `no (${folded.alone})`].join("  ")}\n`);
}
rmSync(folder, { recursive: true });
if (worst > 1.3) process.exitCode = 1;
