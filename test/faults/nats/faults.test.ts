import { connect, headers } from "@nats-io/transport-node";
import { jetstreamManager } from "@nats-io/jetstream";
import { MarketError, type Recorded } from "@tapefold/core";
import { type Followed, follow, openLog, openTape, stateAt } from "@tapefold/replay";
import { lastValueFrom } from "rxjs";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../../replay/cli/run-command.ts";
import { ticks } from "../../replay/made-ticks.ts";
import { goldenPath, readAll } from "../../replay/tape-folder.ts";
import { NatsServer, whyNoServer } from "./nats-server.ts";

const positions = (recorded: readonly Recorded[]): number[] => recorded.map(({ position }) => position);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function first(count: number, followed: Followed): Promise<Recorded[]> {
  const seen: Recorded[] = [];
  for await (const batch of followed) {
    seen.push(...batch);
    if (seen.length >= count) break;
  }
  return seen;
}

/** Code and message of a failing attempt. */
async function saidBy(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(MarketError);
  return error instanceof MarketError ? `${error.code}: ${error.message}` : "";
}

describe.skipIf(whyNoServer !== "")(`a tape on a server${whyNoServer}`, async () => {
  const isInstalled = whyNoServer === "";
  const servers: NatsServer[] = [];
  const started = async (...options: string[]): Promise<NatsServer> => {
    const server = await NatsServer.start(...options);
    servers.push(server);
    return server;
  };
  afterAll(() => Promise.all(servers.map((server) => server.stop())));
  const server = isInstalled ? await started("-js") : (undefined as never);

  /** Does something with the stream behind the tape's back. */
  async function meddle<T>(
    work: (jsm: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<T>,
  ): Promise<T> {
    const connection = await connect({ servers: `127.0.0.1:${server.port}` });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  test("is appended to and replayed by the commands, to the golden state", async () => {
    const address = server.address("GOLDEN");
    const added = await run(["append", address, goldenPath]);
    expect(added).toMatchObject({ code: 0, err: "" });
    expect(added.out).toBe(`${address}: 279 events added; it ends at position 279\n`);
    expect((await run(["append", address, goldenPath])).out).toContain(
      "0 events added, 279 stood there already",
    );
    const { state } = await stateAt(openTape(address));
    expect(state.digest).toBe((await stateAt(openTape(goldenPath))).state.digest);
    const subjects = await meddle((jsm) => jsm.streams.info("GOLDEN", { subjects_filter: ">" }));
    expect(Object.keys(subjects.state.subjects ?? {})).toEqual(
      expect.arrayContaining(["GOLDEN.m._", "GOLDEN.m.XTKS", "GOLDEN.m.XNYS", "GOLDEN.end"]),
    );
  });

  test("is followed while another writer appends", async () => {
    const address = server.address("FOLLOWED");
    const log = await openLog(address);
    await log.append(ticks(3));
    const followed = follow(address);
    const [one, other] = [first(40, followed), first(40, followed)];
    for (let from = 3; from < 40; from += 1) await log.append(ticks(1, from));
    expect(positions(await one)).toEqual(upTo(40));
    expect(await other).toEqual((await readAll(log)).events);
    await log.close();
  });

  test("an append that its writer did not end never was, and is written over", async () => {
    const address = server.address("TORN");
    const log = await openLog(address);
    await log.append(ticks(3));
    await log.close();
    await meddle(async (jsm) => {
      const named = headers();
      named.set("Tapefold-Append", "never-ended");
      named.set("Tapefold-Positions", "4-5");
      const lines = ticks(2, 90).map((tick) => JSON.stringify({ ...tick, at: "2026-02-10T00:00:00Z" }));
      await jsm.jetstream().publish("TORN.m._", `${lines.join("\n")}\n`, { headers: named });
    });
    expect(positions((await readAll(openTape(address))).events)).toEqual([1, 2, 3]);
    const again = await openLog(address);
    expect(await again.head()).toBe(3);
    await again.append(ticks(2, 3));
    expect((await readAll(again)).events.map(({ event }) => event)).toEqual(ticks(5));
    await again.close();
  });

  test("of two writers at once each appends behind the other, whole", async () => {
    const address = server.address("TWO");
    const logs = [await openLog(address), await openLog(address)];
    const batches = [0, 1, 2, 3, 4].flatMap((turn) =>
      logs.map((log, place) =>
        log.append(ticks(10, turn * 10).map((tick) => ({ ...tick, source: `writer-${place}` }))),
      ),
    );
    await Promise.all(batches);
    const { events } = await readAll(openTape(address));
    expect(positions(events)).toEqual(upTo(100));
    for (const source of ["writer-0", "writer-1"])
      expect(events.flatMap(({ event }) => (event.source === source ? [event.seq] : []))).toEqual(
        upTo(50).map((seq) => seq - 1),
      );
    expect(await saidBy((logs[0] as (typeof logs)[0]).append(ticks(1, 99), { expectedHead: 50 }))).toContain(
      "HEAD_MISMATCH",
    );
    for (const log of logs) await log.close();
  });

  test("a server killed and started again, three times, while it is appended to and followed, loses nothing", async () => {
    const restarted = await started("-js");
    const address = restarted.address("KILLED");
    const log = await openLog(address);
    await log.append(ticks(1));
    const seen = first(120, follow(address));
    const appending = (async () => {
      for (let from = 1; from < 120; from += 1) await log.append(ticks(1, from));
    })();
    for (let turn = 1; turn <= 3; turn += 1) {
      while ((await log.head()) < turn * 30) await new Promise((resolve) => setImmediate(resolve));
      await restarted.kill();
      await restarted.restart();
    }
    await appending;
    expect((await seen).map(({ event }) => event)).toEqual(ticks(120));
    expect((await readAll(openTape(address))).events.map(({ event }) => event)).toEqual(ticks(120));
    await log.close();
  });

  test("deleted under a follower: a clear error", async () => {
    const address = server.address("DELETED");
    const log = await openLog(address);
    await log.append(ticks(2));
    const followed = follow(address);
    const fault = lastValueFrom(followed).catch((error: unknown) => error);
    await first(2, followed);
    await meddle((jsm) => jsm.streams.delete("DELETED"));
    expect(await fault).toMatchObject({ code: "LOG_NOT_FOUND" });
    expect(await saidBy(log.append(ticks(1, 2)))).toMatch("LOG_NOT_FOUND: there is no such stream");
    await log.close();
  });

  test("made anew under a reader: a clear error", async () => {
    const address = server.address("ANEW");
    const log = await openLog(address);
    await log.append(ticks(2));
    await meddle((jsm) => jsm.streams.delete("ANEW"));
    await (await openLog(address)).close();
    expect((await readAll(log)).error).toMatchObject({ code: "LOG_DAMAGED" });
    await log.close();
  });

  test("faults are said in one line, with what to do", async () => {
    expect(await saidBy(first(1, follow(server.address("NONE"))))).toBe(
      `LOG_NOT_FOUND: there is no such stream; check its name (${server.address("NONE")})`,
    );
    const [bare, guarded] = [await started(), await started("-js", "--user", "me", "--pass", "secret")];
    expect(await saidBy(openLog(bare.address("X")))).toMatch(
      "LOG_UNREADABLE: the server keeps no streams; start it as nats-server -js",
    );
    expect(await saidBy(openLog(guarded.address("X")))).toMatch("refuses these credentials");
    const wrong = guarded.address("X").replace("//", "//me:wrong@");
    const said = await saidBy(openLog(wrong));
    expect(said).toMatch("refuses these credentials");
    expect(said).not.toContain("wrong");
    const log = await openLog(guarded.address("X").replace("//", "//me:secret@"));
    expect(log.name).toBe(guarded.address("X"));
    await log.close();
    await bare.kill();
    expect(await saidBy(openLog(bare.address("X")))).toMatch("doesn't answer");
    expect(await saidBy(openLog("nats://127.0.0.1/a.b"))).toMatch("USAGE");
    await meddle((jsm) => jsm.streams.add({ name: "OTHER", subjects: ["other"] }));
    expect(await saidBy(openLog(server.address("OTHER")))).toMatch("is a stream of something else");
  });

  test("an event too large for a message is refused, and nothing of its append stands", async () => {
    const log = await openLog(server.address("LARGE"));
    const [one, large] = [
      ticks(1)[0],
      {
        id: "large",
        at: 1,
        type: "MarketListed",
        mic: "XTKS",
        name: "x".repeat(1_100_000),
        country: "JP",
        region: "Asia",
        zone: "Asia/Tokyo",
      },
    ];
    expect(await saidBy(log.append([one, large] as never))).toMatch("max_payload");
    expect(await log.head()).toBe(0);
    expect((await log.append(ticks(2_500))).head).toBe(2_500);
    expect((await readAll(log)).events).toHaveLength(2_500);
    await log.close();
  });
});
