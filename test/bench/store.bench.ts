// node --import tsx test/bench/store.bench.ts [TICKS]: the store side by side with what it stands on.
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fold, type MarketEvent } from "@tapefold/core";
import { openStoreLog } from "../faults/store-log.ts";
import { marketRules } from "@tapefold/projections";
import { generateTape, keepSnapshots, openLog, openTape, stateAt, writeTape } from "@tapefold/replay";

const ticks = Number(process.argv[2] ?? 200_000);
/** As many as a tape of ten million events keeps. */
const SNAPSHOTS = 100;
const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const bytesOf = (path: string): number =>
  statSync(path).isFile()
    ? statSync(path).size
    : readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

try {
  const lines = join(folder, "tape.jsonl");
  await writeTape(lines, generateTape({ seed: 1, instruments: 200, ticks }));
  const events: MarketEvent[] = [];
  for await (const batch of openTape(lines).read()) for (const { event } of batch) events.push(event);
  const batches: MarketEvent[][] = [];
  for (let from = 0; from < events.length; from += 512) batches.push(events.slice(from, from + 512));

  // Raw lmdb commits the very bytes that the store made, each time right after it: the disk's moods fall on both.
  const store = join(folder, "tape.tape");
  const log = await openStoreLog(store);
  const rawLog = await openStoreLog(join(folder, "raw.tape"));
  const rawly = ([key, bytes]: readonly [number, Buffer]): Promise<number> =>
    timed(() => {
      rawLog.files.root.transactionSync(() => {
        rawLog.files.chunks.putSync(key, bytes);
      });
    });
  const [appends, raws]: [number[], number[]] = [[], []];
  for (const batch of batches) {
    appends.push(await timed(() => log.append(batch)));
    const [last] = log.files.chunks.getRange({ reverse: true, limit: 1 });
    if (last !== undefined) raws.push(await rawly([last.key, last.value]));
  }
  const perEvent = (ms: number): string => `${((ms * 1e6) / events.length).toFixed(0)} ns/event`;
  const micros = (ms: number): string => `${(ms * 1000).toFixed(0)} us`;
  const [batch, rawBatch] = [median(appends), median(raws)];
  say(
    `append, 512 a commit: ${micros(batch)}; raw lmdb, the same bytes: ${micros(rawBatch)}; ${(rawBatch / batch).toFixed(2)} of its speed`,
  );

  const file = openSync(join(folder, "plain"), "a");
  const one = await openLog(join(folder, "single.tape"));
  const [syncs, rawSingles, singles]: [number[], number[], number[]] = [[], [], []];
  for (const [place, event] of events
    .filter(({ type }) => type === "PriceTicked")
    .slice(0, 3_000)
    .entries()) {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    syncs.push(
      await timed(() => {
        writeSync(file, line);
        fdatasyncSync(file);
      }),
    );
    rawSingles.push(await rawly([1e9 + place, line]));
    singles.push(await timed(() => one.append([event])));
  }
  closeSync(file);
  await one.close();
  await rawLog.close();
  // The first thousand warm up.
  const [write, raw, append] = [syncs, rawSingles, singles].map((all) => median(all.slice(1_000))) as [
    number,
    number,
    number,
  ];
  say(
    `one event, durable: ${micros(append)}; write + fdatasync: ${micros(write)}; ${(append / write).toFixed(2)} times as long; one put of raw lmdb: ${(raw / write).toFixed(2)} times`,
  );

  await keepSnapshots(log);
  say(
    `on disk with snapshots: ${(bytesOf(store) / events.length).toFixed(1)} B/event; .jsonl ${(bytesOf(lines) / events.length).toFixed(1)}; ${(bytesOf(store) / bytesOf(lines)).toFixed(2)} of it`,
  );
  await log.close();

  const bare = await timed(() => {
    const bytes = readFileSync(lines);
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(10, from);
      JSON.parse(bytes.toString("utf8", from, end));
      from = end + 1;
    }
  });
  const read = await timed(async () => {
    for await (const _ of openTape(store).read());
  });
  // By hand, so that no snapshot helps.
  const full = await timed(async () => {
    const recorded = [];
    for await (const batch of openTape(store).read()) recorded.push(...batch);
    fold(marketRules, recorded);
  });
  say(
    `bare JSON.parse of the lines: ${perEvent(bare)}; store read: ${perEvent(read)}, ${(read / bare).toFixed(2)} of it; store to state: ${perEvent(full)}, ${(full / bare).toFixed(2)} of it`,
  );

  const sought = join(folder, "sought.tape");
  const soughtLog = await openLog(sought);
  await soughtLog.append(events);
  const every = Math.max(1, Math.floor(events.length / SNAPSHOTS));
  const snapshots = await timed(() => keepSnapshots(soughtLog, { every }));
  await soughtLog.close();
  const seeks: number[] = [];
  const tape = openTape(sought);
  for (let place = 1; place < 20; place += 1) {
    const position = Math.floor((events.length * (place + 0.377)) / 20);
    seeks.push(await timed(() => stateAt(tape, { position })));
  }
  say(
    `a position, ${SNAPSHOTS} snapshots made in ${snapshots.toFixed(0)} ms: median ${median(seeks).toFixed(0)} ms, worst ${Math.max(...seeks).toFixed(0)}; full replay ${full.toFixed(0)} ms: ${((100 * median(seeks)) / full).toFixed(1)} %, worst ${((100 * Math.max(...seeks)) / full).toFixed(1)} %`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
