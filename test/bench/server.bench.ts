// node --import tsx test/bench/server.bench.ts EVENTS: a tape on a server beside the bare client and a file; one worker and two.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { eventLine, foldSpread, foldTape, openLog, openTape } from "@tapefold/replay";
import { NatsServer, whyNoServer } from "../faults/nats/nats-server.ts";
import { marketTape } from "./market-tape.ts";
import { quantile } from "./measure.ts";

const BATCH = 1_000;
const ROUNDS = 3;
const count = Number(process.argv[2] ?? 400_000);
if (whyNoServer !== "") {
  process.stdout.write(`not measured${whyNoServer}\n`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "tapefold-server-"));
const file = join(folder, "tape.jsonl");
const events = [...marketTape({ sizes: Array.from({ length: 4 }, () => count / 4), days: 1, shares: 50 })];
writeFileSync(file, events.map((event) => `${eventLine(event)}\n`).join(""));
const server = await NatsServer.start("-js");
try {
  await appends();
  await reads();
  for (const path of [server.address("TAPE0"), file]) await workers(path);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** Seconds that some work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function appends(): Promise<void> {
  const connection = await connect({ servers: `127.0.0.1:${server.port}` });
  const jsm = await jetstreamManager(connection);
  const batches = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, index) =>
    events.slice(index * BATCH, (index + 1) * BATCH),
  );
  const [ours, theirs]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await jsm.streams.add({ name: `BARE${round}`, subjects: [`bare${round}`] });
    const js = jsm.jetstream();
    theirs?.push(
      await timed(async () => {
        for (const batch of batches)
          await js.publish(`bare${round}`, batch.map((event) => `${JSON.stringify(event)}\n`).join(""));
      }),
    );
    const log = await openLog(server.address(`TAPE${round}`));
    ours?.push(
      await timed(async () => {
        for (const batch of batches) await log.append(batch);
      }),
    );
    await log.close();
  }
  await connection.close();
  say("append in batches of 1,000, of the bare client's speed", ours ?? [], theirs ?? [], "must 0.5");
}

async function reads(): Promise<void> {
  const [ours, theirs]: number[][] = [[], []];
  const digests = new Set<string>();
  const folded = (path: string): Promise<number> =>
    timed(async () => digests.add((await foldTape(openTape(path))).state.digest));
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [fromServer, fromFile] = [await folded(server.address("TAPE0")), await folded(file)];
    if (round > 0) ours?.push(fromServer);
    if (round > 0) theirs?.push(fromFile);
  }
  assert.equal(digests.size, 1);
  say("from the server to the state, of a file's speed", ours ?? [], theirs ?? [], "must 0.5");
}

/** Beginning the threads is part of the time. */
async function workers(path: string): Promise<void> {
  const [one, two]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [count, laps] of [
      [1, one],
      [2, two],
    ] as const) {
      laps?.push(
        await timed(async () => {
          const { alone, ticks } = await foldSpread(path, { workers: count });
          assert.equal(alone, undefined);
          assert.equal(ticks.length, count);
        }),
      );
    }
  const of = path === file ? "a file" : "the server";
  say(
    `four market groups of ${of} by two workers, of one worker's speed`,
    two ?? [],
    one ?? [],
    "must 1.6 of the server",
  );
}

function say(what: string, ours: readonly number[], theirs: readonly number[], must: string): void {
  const [a, b] = [quantile(ours, 0.5), quantile(theirs, 0.5)];
  process.stdout.write(`${what}: ${(b / a).toFixed(2)} (${a.toFixed(2)} s to ${b.toFixed(2)} s; ${must})\n`);
}
