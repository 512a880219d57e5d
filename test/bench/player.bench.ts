/** The session player on a long tape: until it is ready, and from the request for a place until it is seen. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { MarketEvent, Recorded } from "@tapefold/core";
import { foldTape, openTape, writeTape } from "@tapefold/replay";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import type { Page } from "playwright-core";
import { executablePath, launch } from "../browser/chromium.ts";
import { PageDouble } from "../replay/player/page-double.ts";
import { SHORT_TAPE } from "./market-sides.ts";
import { nanosOfAsync, quantile, ratio, type Row, type Scale } from "./measure.ts";
import { workload } from "./workload.ts";

const NANOS_PER_MILLISECOND = 1_000_000;

export async function player(scale: Scale): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));
  const path = join(folder, "long.jsonl");
  try {
    const head = await writeTape(
      path,
      eventsOf(workload(scale === "short" ? SHORT_TAPE : { ticks: 1_000_000 })),
    );
    const seeks = scale === "short" ? 4 : 100;
    const rows = [
      await ready(path, head, scale === "short" ? 1 : 3),
      ...(await atServer(path, placesOf(head, seeks))),
    ];
    // A browser is measured where there is one, and not by the way.
    if (scale === "full" && executablePath !== undefined)
      rows.push(...(await painted(path, placesOf(head, seeks))));
    return [...rows, await pageSize()];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From opening the tape until a page has its first moment; the first round warms up. */
async function ready(path: string, head: number, rounds: number): Promise<Row> {
  const laps: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round += 1) {
    let page: PageDouble | undefined;
    const ours = await nanosOfAsync(async () => {
      page = await PageDouble.of(openTape(path));
      await page.until(() => page?.position !== undefined);
    });
    assert.equal(page?.status?.head, head);
    await page?.close();
    const theirs = await nanosOfAsync(async () => {
      const { state } = await foldTape(openTape(path));
      assert.equal(state.position, head);
    });
    if (round === 0) continue;
    laps.ours.push(ours);
    laps.theirs.push(theirs);
  }
  const text = (nanos: readonly number[]): string => milliseconds(quantile(nanos) / NANOS_PER_MILLISECOND, 0);
  return {
    what: "player ready, its page with the first moment; a full replay of the tape",
    ours: text(laps.ours),
    theirs: text(laps.theirs),
    value: ratio(laps.ours, laps.theirs),
    unit: "x",
    must: 1.5,
  };
}

async function atServer(path: string, places: readonly number[]): Promise<Row[]> {
  const page = await PageDouble.of(openTape(path));
  await page.until(() => page.position !== undefined);
  const times: number[] = [];
  for (const place of places) times.push((await nanosOfAsync(() => page.at(place))) / NANOS_PER_MILLISECOND);
  await page.close();
  return quantiles("from a page's request for a random place to its documents", times, 100);
}

async function painted(path: string, places: readonly number[]): Promise<Row[]> {
  const server = await servePlayer(await loadPlayer(path));
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
  await page.goto(server.url);
  await page.locator("#scrubber").waitFor();
  const times: number[] = [];
  for (const place of places) times.push(await dragTo(page, place));
  const rows = quantiles(
    `from the slider to a random place until it is painted, Chromium ${browser.version().split(".")[0]}`,
    times,
    150,
  );
  await browser.close();
  await server.close();
  return rows;
}

/** Milliseconds from moving the slider until the page has painted the place. */
function dragTo(page: Page, place: number): Promise<number> {
  return page.evaluate(`(async () => {
    const started = performance.now();
    const slider = document.getElementById("scrubber");
    slider.value = "${place}";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const isThere = () => document.querySelector('[data-position="${place}"]') !== null;
    if (!isThere()) await new Promise((resolve) => {
      const watch = new MutationObserver(() => isThere() && resolve(watch.disconnect()));
      watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    return performance.now() - started;
  })()`);
}

async function pageSize(): Promise<Row> {
  const served = await loadPlayer(undefined, { static: true });
  const files = [...(await served.files()).values()];
  await served.close();
  const kilobytes = (sum: number): string => `${Math.round(sum / 1000)} kB`;
  const whole = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const packed = files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0);
  return {
    what: "the page with the worker that folds in it, packed; unpacked",
    ours: kilobytes(packed),
    theirs: kilobytes(whole),
    value: packed / 1_000_000,
    unit: "MB",
    must: 0.3,
  };
}

function quantiles(what: string, times: readonly number[], must: number): Row[] {
  return [0.5, 0.95].map((share) => {
    const value = quantile(times, share);
    const row: Row = {
      what: `${what}: p${share * 100}`,
      ours: milliseconds(value, 1),
      theirs: "",
      value,
      unit: "ms",
    };
    return share === 0.5 ? row : { ...row, must };
  });
}

/** Places spread over the tape without an order, never twice the same. */
function placesOf(head: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => 1 + Math.floor(((at * 0.618_034) % 1) * (head - 1)));
}

const milliseconds = (value: number, digits: number): string => `${value.toFixed(digits)} ms`;

function* eventsOf(batches: Iterable<readonly Recorded[]>): Generator<MarketEvent[]> {
  for (const batch of batches) yield batch.map(({ event }) => event);
}
