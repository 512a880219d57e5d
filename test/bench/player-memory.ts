// node --expose-gc --import tsx test/bench/player-memory.ts [MINUTES]: the session player at 60x, ten minutes if none are
// given; every few seconds what is reachable in its server and in its page, in megabytes. Exit 1 if either has grown.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generateTape, writeTape } from "@tapefold/replay";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import type { CDPSession } from "playwright-core";
import { launch } from "../browser/chromium.ts";
import { quantile } from "./measure.ts";

interface Sample {
  readonly second: number;
  readonly position: number;
  readonly server: number;
  readonly page: number;
  /** Elements and texts of the page. */
  readonly nodes: number;
}

/** Until it has been compiled, its caches are filled, and the chart has all its points. */
const WARM_UP = 0.3;
/** Most by which the last fifth may lie above the first one after the warm-up. */
const GROWTH_MAX = 1.1;
const BYTES_PER_MEGABYTE = 1_000_000;
const seconds = 60 * Number(process.argv[2] ?? 10);
const collect = globalThis.gc;
if (collect === undefined) throw new Error("memory is measured after a collection; run node --expose-gc");

const folder = mkdtempSync(join(tmpdir(), "tapefold-memory-"));
const path = join(folder, "made.jsonl");
await writeTape(path, generateTape({ seed: 7, instruments: 120, ticks: 600_000 }));
const server = await servePlayer(await loadPlayer(path));
const browser = await launch();
try {
  const samples = await played();
  const isFlat = (["server", "page", "nodes"] as const).map((part) => grown(part, samples) <= GROWTH_MAX);
  process.exitCode = isFlat.every(Boolean) ? 0 : 1;
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

async function played(): Promise<readonly Sample[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
  const devtools = await page.context().newCDPSession(page);
  await page.goto(`${server.url}&p=250000`);
  await page.locator('[data-position="250000"]').waitFor();
  await page.click("#play");
  const started = performance.now();
  const samples: Sample[] = [];
  for (let second = 0; second < seconds; second = (performance.now() - started) / 1000) {
    await sleep(5_000);
    if ((await page.locator("#play").innerText()) === "play") await page.click("#play");
    const position = Number(await page.locator("[data-position]").first().getAttribute("data-position"));
    const sample = { second: Math.round(second), position, ...(await reachable(devtools)) };
    samples.push(sample);
    process.stdout.write(`${words(sample)}\n`);
  }
  return samples;
}

async function reachable(devtools: CDPSession): Promise<Pick<Sample, "server" | "page" | "nodes">> {
  collect?.();
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { nodes } = await devtools.send("Memory.getDOMCounters");
  const { heapUsed, external } = process.memoryUsage();
  return { server: (heapUsed + external) / BYTES_PER_MEGABYTE, page: usedSize / BYTES_PER_MEGABYTE, nodes };
}

/** How often what it was at first it is at the end. */
function grown(part: "server" | "page" | "nodes", samples: readonly Sample[]): number {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP)).map((sample) => sample[part]);
  const fifth = Math.ceil(warm.length / 5);
  const [first, last] = [quantile(warm.slice(0, fifth)), quantile(warm.slice(-fifth))];
  process.stdout.write(`${part}: ${first.toFixed(1)} to ${last.toFixed(1)}, ${(last / first).toFixed(3)}x\n`);
  return last / first;
}

function words({ second, position, server: ours, page, nodes }: Sample): string {
  return `${second} s  #${position}  server ${ours.toFixed(1)} MB  page ${page.toFixed(1)} MB  ${nodes} nodes`;
}
