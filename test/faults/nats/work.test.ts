/** Workers that fold market groups of one tape, each a process of its own, and publish their states. */
import { readFileSync } from "node:fs";
import { parseEvent } from "@tapefold/core";
import { openLog, openTape, stateAt, watchStates } from "@tapefold/replay";
import { connect } from "@nats-io/transport-node";
import { jetstreamManager } from "@nats-io/jetstream";
import { filter, firstValueFrom } from "rxjs";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../../replay/cli/run-command.ts";
import { goldenPath } from "../../replay/tape-folder.ts";
import { childCommand } from "../child-command.ts";
import { NatsServer, whyNoServer } from "./nats-server.ts";

const golden = readFileSync(goldenPath, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => parseEvent(JSON.parse(line)));
const goldenDigest = async (): Promise<string> => (await stateAt(openTape(goldenPath))).state.digest;
const tokyo = ["XTKS"];
const others = ["XKRX", "XKOS", "XHKG", "XSHG", "XSHE", "XASX", "XNSE", "XNYS", "XNAS"];

/** A worker in this process, until the signal is given. */
async function work(address: string, markets: readonly string[], signal: AbortSignal): Promise<void> {
  const argv = ["work", address, ...(markets.length === 0 ? ["--base"] : ["--group", ...markets])];
  const onStop = (stop: () => void): (() => void) => {
    signal.addEventListener("abort", stop, { once: true });
    return () => signal.removeEventListener("abort", stop);
  };
  expect(await run(argv, { onStop })).toMatchObject({ code: 0, err: "" });
}

/** The state of the whole tape once it is published as of a position. */
const wholeAt = (address: string, end: number) =>
  firstValueFrom(
    watchStates(address).pipe(
      filter(({ parts, whole }) => whole !== undefined && parts.get("base")?.end === end),
    ),
  );

describe.skipIf(whyNoServer !== "")(`workers of a tape on a server${whyNoServer}`, async () => {
  const server = whyNoServer === "" ? await NatsServer.start("-js") : (undefined as never);
  afterAll(() => server?.stop());

  test("their states together are that of the golden tape, as it grows", async () => {
    const address = server.address("GOLDEN");
    const log = await openLog(address);
    await log.append(golden.slice(0, 60));
    const stop = new AbortController();
    const working = [[], tokyo, others].map((markets) => work(address, markets, stop.signal));
    await wholeAt(address, 60);
    await log.append(golden.slice(60, 200));
    await log.append(golden.slice(200));
    const { whole, parts } = await wholeAt(address, 279);
    expect([...parts.keys()].sort()).toEqual(["XTKS", "base", [...others].sort().join(" ")].sort());
    expect(whole?.digest).toBe(await goldenDigest());
    stop.abort();
    await Promise.all(working);
    await log.close();
  });

  test("a worker that is killed is begun again and goes on, to the golden digest", async () => {
    const address = server.address("KILLED");
    const log = await openLog(address);
    await log.append(golden.slice(0, 150));
    const stop = new AbortController();
    const working = [[], others].map((markets) => work(address, markets, stop.signal));
    const first = childCommand("work", address, "--group", ...tokyo);
    await wholeAt(address, 150);
    await log.append(golden.slice(150, 200));
    first.process.kill("SIGKILL");
    expect((await first.ended).signal).toBe("SIGKILL");
    await log.append(golden.slice(200));
    const again = childCommand("work", address, "--group", ...tokyo);
    expect((await wholeAt(address, 279)).whole?.digest).toBe(await goldenDigest());
    again.process.kill("SIGTERM");
    const { code, out, err } = await again.ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("XTKS: state at 279 published\n");
    stop.abort();
    await Promise.all(working);
    await log.close();
  });

  test("a worker begun again folds a tape with amendments from its beginning: a bust may come before its tick", async () => {
    const address = server.address("AMENDED");
    const log = await openLog(address);
    const place = golden.findLastIndex(
      (event) => event.type === "PriceTicked" && event.instrument === "9984",
    );
    const { id: tick, at } = golden[place] as (typeof golden)[number];
    await log.append([...golden.slice(0, place), { id: "early", at, type: "TickBusted", tick }]);
    for (const [rest, end] of [
      [[], place + 1],
      [golden.slice(place), golden.length + 1],
    ] as const) {
      await log.append(rest);
      const stop = new AbortController();
      const working = [[], tokyo, others].map((markets) => work(address, markets, stop.signal));
      const { whole } = await wholeAt(address, end);
      expect(whole?.digest).toBe((await stateAt(openTape(address))).state.digest);
      stop.abort();
      await Promise.all(working);
    }
    await log.close();
  });

  test("a state larger than a message is cut, and is whole for whoever watches", async () => {
    const address = server.address("LARGE");
    const log = await openLog(address);
    const at = 1_770_000_000_000_000;
    await log.append([
      {
        id: "m",
        at,
        type: "MarketListed",
        mic: "X.A_1",
        name: "x",
        country: "JP",
        region: "Asia",
        zone: "Asia/Tokyo",
      },
      ...Array.from({ length: 2_000 }, (_, index) => ({
        id: `i${index}`,
        at,
        type: "InstrumentListed" as const,
        instrument: `I${index}`,
        name: "n".repeat(700),
        kind: "equity" as const,
        mic: "X.A_1",
        currency: "JPY",
        scale: 0,
      })),
    ]);
    const stop = new AbortController();
    const working = [[], ["X.A_1"]].map((markets) => work(address, markets, stop.signal));
    const { whole } = await wholeAt(address, 2_001);
    expect(whole?.digest).toBe((await stateAt(openTape(address))).state.digest);
    stop.abort();
    await Promise.all(working);
    const connection = await connect({ servers: `127.0.0.1:${server.port}` });
    const { state } = await (
      await jetstreamManager(connection)
    ).streams.info("KV_LARGE-states", {
      subjects_filter: ">",
    });
    const keys = Object.keys(state.subjects ?? {}).map((subject) => subject.replace("$KV.LARGE-states.", ""));
    expect(keys).toEqual(expect.arrayContaining(["X=2eA_1", "X=2eA_1.0.0", "X=2eA_1.0.1", "base"]));
    await connection.close();
    await log.close();
  });

  test("markets of one group that two workers fold are told of, not put together wrongly", async () => {
    const address = server.address("APART");
    const log = await openLog(address);
    await log.append(golden);
    const stop = new AbortController();
    const apart = [[], ["XASX"], others.filter((mic) => mic !== "XASX"), tokyo];
    const working = apart.map((markets) => work(address, markets, stop.signal));
    const fault = await wholeAt(address, 279).catch((error: unknown) => error);
    expect(String(fault)).toContain("seen-ids of all is changed by two groups");
    stop.abort();
    await Promise.all(working);
    await log.close();
  });

  test("the commands: two threads over the server's tape, and a worker needs markets", async () => {
    const address = server.address("GOLDEN");
    const alone = await run(["replay", address, "--json"]);
    expect(await run(["replay", address, "--json", "--workers", "2"])).toEqual(alone);
    expect((await run(["work", address])).err).toContain("USAGE: give the worker its markets");
    expect((await run(["work", goldenPath, "--base"])).err).toContain("is no tape on a server");
  });
});
