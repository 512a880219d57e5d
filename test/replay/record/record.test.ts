import { connect } from "@nats-io/transport-node";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { memoryLog } from "@tapefold/core";
import {
  eventMessages,
  messageSource,
  type MessageSource,
  openLog,
  openTape,
  record,
} from "@tapefold/replay";
import { afterAll, describe, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { run } from "../cli/run-command.ts";
import { ticks } from "../made-ticks.ts";
import { NatsServer, whyNoServer } from "../../faults/nats/nats-server.ts";
import { VirtualClock } from "../play/virtual-clock.ts";
import { goldenLines, readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const line = (seq: number): string =>
  JSON.stringify({ ...ticks(1, seq)[0], at: new Date(seq * 1000).toISOString() });

async function server(): Promise<{ readonly url: string; readonly server: WebSocketServer }> {
  const made = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(made, "listening");
  afterAll(() => made.close());
  return { server: made, url: `ws://127.0.0.1:${(made.address() as AddressInfo).port}` };
}

test("standard input is captured to its end, each event once, gaps told", async () => {
  const path = folder.path("input.tape");
  const lines = [
    line(1),
    line(2),
    line(5),
    line(2),
    "{",
    '{"id":"x"}',
    `{"type":"SessionOpened","at":"2026-02-10T00:00:00Z","mic":"XTKS","date":"2026-02-10"}`,
  ];
  const { code, out, err } = await run(["record", "-", path], { stdin: lines.join("\n") });
  expect(code).toBe(0);
  expect(out).toBe(
    `${path}: 4 events recorded, 1 stood there already, 2 could not be taken; it ends at position 4\n` +
      "gap: feed goes from 2 to 5 at position 3\n",
  );
  expect(err.split("\n")).toEqual([
    "tapefold: a message was left out: is no JSON ({)",
    expect.stringContaining('({"id":"x"})'),
    "",
  ]);
  const { events } = await readAll(openTape(path));
  expect(events[3]?.event.id).toMatch(/^[\w-]{21}$/);
});

test("golden lines come through as they are", async () => {
  const path = folder.path("golden.jsonl");
  await run(["record", "-", path, "--json"], { stdin: `${goldenLines.join("\n")}\n` });
  expect(
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text) as unknown),
  ).toEqual(goldenLines.map((text) => JSON.parse(text) as unknown));
});

test("a vendor's messages become ticks by a mapping", async () => {
  const { url, server: feed } = await server();
  const asked: string[] = [];
  feed.on("connection", (socket) => {
    socket.on("message", (data: Buffer) => {
      asked.push(data.toString());
      for (const text of readFileSync(here("coinbase-matches.jsonl"), "utf8").trimEnd().split("\n"))
        socket.send(text);
    });
  });
  const path = folder.path("coinbase.tape");
  let stop: () => void = () => undefined;
  const log = await openLog(path);
  await log.close();
  const recording = run(
    [
      "record",
      url,
      path,
      "--mapping",
      here("coinbase-matches.mapping.json"),
      "--source",
      "coinbase",
      "--send",
      '{"type":"subscribe"}',
    ],
    { onStop: (asked) => ((stop = asked), () => undefined) },
  );
  await vi.waitFor(
    async () =>
      expect(await openTape(path).read({ from: 3 })[Symbol.asyncIterator]().next()).toMatchObject({
        done: false,
      }),
    50_000,
  );
  stop();
  const { code, out, err } = await recording;
  expect({ code, asked }).toEqual({ code: 0, asked: ['{"type":"subscribe"}'] });
  expect(out).toContain("3 events recorded, 1 could not be taken; it ends at position 3\n");
  expect(out).toContain("gap: coinbase:BTC-USD goes from 502 to 505 at position 3\n");
  expect(err).toContain("the row has no price");
  const { events } = await readAll(openTape(path));
  expect(events[1]?.event).toEqual({
    id: "BTC-USD-502",
    type: "PriceTicked",
    at: Date.UTC(2026, 1, 10, 0, 0, 1, 250) * 1000,
    source: "coinbase:BTC-USD",
    seq: 502,
    instrument: "BTC-USD",
    price: "70012.00",
    size: "0.50000000",
  });
});

test("a trade whose time states no zone is left out, and the next one recorded", async () => {
  const path = folder.path("zoneless.tape");
  const trade = (id: number, time: string): string =>
    JSON.stringify({ type: "match", trade_id: id, price: "1", product_id: "A", time });
  const stdin = `${trade(1, "2026-02-10T00:00:00")}\n${trade(2, "2026-02-10T00:00:00Z")}\n`;
  const mapping = ["--mapping", here("coinbase-matches.mapping.json")];
  const { code, out, err } = await run(["record", "-", path, ...mapping], { stdin });
  expect(code).toBe(0);
  expect(out).toContain("1 event recorded");
  expect(err).toMatch(/^tapefold: a message was left out: the time of a trade states no zone/);
});

test("a source that is lost is connected to again, later each time it fails", async () => {
  const scheduler = new VirtualClock();
  const log = memoryLog();
  const stop = new AbortController();
  const tries: number[] = [];
  const source: MessageSource = {
    name: "feed",
    isRemote: true,
    messages: async function* () {
      tries.push(scheduler.now());
      if (tries.length === 4) {
        yield line(1);
        yield line(2);
      }
      throw new Error("gone");
    },
  };
  const told: string[] = [];
  const recording = record(source, log, {
    read: eventMessages,
    signal: stop.signal,
    scheduler,
    onTrouble: (what) => told.push(what),
  });
  await scheduler.advance(3_500);
  expect(tries).toEqual([0, 500, 1_500, 3_500]);
  await scheduler.advance(500);
  expect(tries.at(-1)).toBe(4_000);
  stop.abort();
  expect(await recording).toMatchObject({ head: 2, added: 2, reconnected: 4 });
  expect(told[0]).toBe("feed was lost, gone; connecting again in 0.5 s");
});

test("told to end, it writes what has come by then, though the source gives nothing more", async () => {
  const log = memoryLog();
  const stop = new AbortController();
  const source: MessageSource = {
    name: "feed",
    isRemote: false,
    messages: async function* () {
      yield line(1);
      stop.abort();
      await new Promise(() => undefined);
    },
  };
  expect(await record(source, log, { read: eventMessages, signal: stop.signal })).toMatchObject({
    added: 1,
    head: 1,
  });
});

test("an id that stands with other content costs that event alone", async () => {
  const log = memoryLog();
  const source = messageSource(
    "-",
    (async function* () {
      const [a, b] = [ticks(1)[0], ticks(1, 1)[0]].map((tick) => ({
        id: tick?.id,
        at: "2026-02-10T00:00:00Z",
        type: "PriceTicked",
        instrument: "X",
        price: 1,
      }));
      yield Buffer.from(
        `${JSON.stringify(a)}\n${JSON.stringify({ ...a, price: 2 })}\n${JSON.stringify(b)}\n`,
      );
    })(),
  ) as MessageSource;
  const recording = await record(source, log, { read: eventMessages, signal: new AbortController().signal });
  expect(recording).toMatchObject({ added: 2, refused: 1 });
});

test("what is no source is refused", async () => {
  const { code, err } = await run(["record", "http://x", folder.path("x.tape")]);
  expect(code).toBe(2);
  expect(err).toContain("USAGE: http://x is no source");
});

describe.skipIf(whyNoServer !== "")(`a subject on a server${whyNoServer}`, () => {
  test("is captured", async () => {
    const nats = await NatsServer.start();
    const publisher = await connect({ servers: `127.0.0.1:${nats.port}` });
    const log = memoryLog();
    const stop = new AbortController();
    const source = messageSource(nats.address("feed.ticks"), (async function* () {})()) as MessageSource;
    const recording = record(source, log, { read: eventMessages, signal: stop.signal });
    for (let seq = 0; (await log.head()) < 3; seq += 1) {
      publisher.publish("feed.ticks", line(seq));
      await publisher.flush();
    }
    stop.abort();
    expect((await recording).added).toBeGreaterThanOrEqual(3);
    await publisher.close();
    await nats.stop();
  });
});
