/** From a tape on disk to the market's state, all rules, against reading the same file and parsing its lines. */
import assert from "node:assert/strict";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync } from "node:zlib";
import type { MarketEvent, Recorded, State } from "@tapefold/core";
import { foldTape, openLog, openTape, writeTape } from "@tapefold/replay";
import { SHORT_TAPE } from "./market-sides.ts";
import { nanosOfAsync, type Row, row, type Scale } from "./measure.ts";
import { workload } from "./workload.ts";

const NEW_LINE = 0x0a;

export async function fromTape(scale: Scale): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));
  try {
    return await measured(folder, scale);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, scale: Scale): Promise<Row[]> {
  const options = scale === "short" ? SHORT_TAPE : { ticks: 1_000_000 };
  const paths = {
    lines: join(folder, "a.jsonl"),
    packed: join(folder, "a.jsonl.gz"),
    store: join(folder, "a.tape"),
  };
  const events = await writeTape(paths.lines, eventsOf(workload(options)));
  await pipeline(createReadStream(paths.lines), createGzip(), createWriteStream(paths.packed));
  const log = await openLog(paths.store);
  for (const batch of eventsOf(workload(options))) await log.append(batch);
  await log.close();

  const states: State[] = [];
  const folded = async (path: string): Promise<void> => {
    const { state } = await foldTape(openTape(path));
    states.push(state);
  };
  const check = (): void => {
    for (const { position } of states) assert.equal(position, events);
    const digests = new Set(states.splice(0).map(({ digest }) => digest));
    assert.equal(digests.size, 1, "each form of the tape comes to one state");
  };
  const sums = new Set<number>();
  const sides = {
    lines: () => folded(paths.lines),
    packed: () => folded(paths.packed),
    store: () => folded(paths.store),
    bare: async () => void sums.add(parsed(readFileSync(paths.lines))),
    barePacked: async () => void sums.add(parsed(gunzipSync(readFileSync(paths.packed)))),
  };
  const laps = await inTurns(sides, check, events, scale === "short" ? 1 : 5);
  assert.equal(sums.size, 1, "each form of the tape is parsed alike");
  return [
    row(".jsonl to state; bare parsing of it", laps.lines, laps.bare, { must: 1.2, wish: 0.85 }),
    row(".jsonl.gz to state; bare parsing of the .jsonl", laps.packed, laps.bare, { must: 1.4, wish: 1 }),
    row(".jsonl.gz to state; unpacking it and bare parsing", laps.packed, laps.barePacked),
    row("store to state; bare parsing of the .jsonl", laps.store, laps.bare),
  ];
}

/** Nanoseconds an event of each side, round by round; the first round warms up. What they came to is checked after each, outside the clock. */
async function inTurns<Side extends string>(
  sides: Readonly<Record<Side, () => Promise<void>>>,
  check: () => void,
  events: number,
  rounds: number,
): Promise<Record<Side, number[]>> {
  const names = Object.keys(sides) as Side[];
  const laps = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const nanos = await nanosOfAsync(sides[name]);
      if (round > 0) laps[name].push(nanos / events);
    }
    check();
  }
  return laps;
}

function* eventsOf(batches: Iterable<readonly Recorded[]>): Generator<MarketEvent[]> {
  for (const batch of batches) yield batch.map(({ event }) => event);
}

/** The least that anybody must do: to find the lines, parse each, and touch a field. */
function parsed(bytes: Buffer): number {
  let sum = 0;
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEW_LINE, from);
    sum += (JSON.parse(bytes.toString("utf8", from, end)) as { seq: number }).seq;
    from = end + 1;
  }
  return sum;
}
