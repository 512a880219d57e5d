import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { fork } from "node:child_process";
import { type EventLog, memoryLog, project, type Recorded } from "@tapefold/core";
import { sessionStreak } from "@tapefold/projections";
import { type Behind, type Followed, follow, openLog, openTape } from "@tapefold/replay";
import { config, firstValueFrom, lastValueFrom, mergeAll, take, toArray } from "rxjs";
import { describe, expect, test, vi } from "vitest";
import { isLong } from "../../runs.ts";
import { ticks } from "../made-ticks.ts";
import { goldenLines, goldenPath, readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();

/** The first so many events of what is followed; waits for them. */
async function first(count: number, followed: Followed): Promise<Recorded[]> {
  const seen: Recorded[] = [];
  for await (const batch of followed) {
    seen.push(...batch);
    if (seen.length >= count) break;
  }
  return seen;
}

const positions = (recorded: readonly Recorded[]): number[] => recorded.map(({ position }) => position);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each([
  ["memory", async () => memoryLog()],
  ["a file", () => openLog(folder.path(`f${Math.random()}.jsonl`))],
  ["a store", () => openLog(folder.path(`s${Math.random()}.tape`))],
])("the log of %s", (_, open: () => Promise<EventLog>) => {
  test("gives what stands and what is added, each position once", async () => {
    const log = await open();
    await log.append(ticks(3));
    const followed = follow(log);
    const [early, late] = [first(6, followed), first(6, followed)];
    for (let from = 3; from < 6; from += 1) await log.append(ticks(1, from));
    expect(positions(await early)).toEqual(upTo(6));
    expect(await late).toEqual((await readAll(log)).events);
    await log.close();
  });

  test("begins where it is told", async () => {
    const log = await open();
    await log.append(ticks(5));
    const seen = first(3, follow(log, { from: 4 }));
    await log.append(ticks(1, 5));
    expect(positions(await seen)).toEqual([4, 5, 6]);
    await log.close();
  });
});

test("takes the operator over the fold, on history as on what comes", async () => {
  const log = memoryLog();
  const events = (await readAll(openTape(goldenPath))).events.map(({ event }) => event);
  await log.append(events.slice(0, 150));
  const shown = lastValueFrom(follow(log).pipe(project({ streak: sessionStreak("N225") }), toArray()));
  for (const event of events.slice(150)) await log.append([event]);
  await log.close();
  expect((await shown).at(-1)).toMatchObject({ streak: { confirmed: 3 } });
});

/** The wait ends when the thing comes, on a busy machine too. */
const PATIENCE_MS = 50_000;

describe("a slow subscriber", () => {
  test("reads the log again and is told, while others go on and no more than the window is held", async () => {
    const log = memoryLog();
    const told: Behind[] = [];
    const followed = follow(log, { window: 10, onBehind: (behind) => told.push(behind) });
    const fast: number[] = [];
    followed.subscribe((batch) => fast.push(...positions(batch)));
    const slow = followed[Symbol.asyncIterator]();
    await log.append(ticks(4));
    const seen = positions((await slow.next()).value as Recorded[]);
    // It comes to the end once, and then takes its time.
    const next = slow.next();
    await log.append(ticks(4, 4));
    seen.push(...positions((await next).value as Recorded[]));
    for (let from = 8; from < 104; from += 4) {
      await log.append(ticks(4, from));
      await vi.waitFor(() => expect(fast.length).toBe(from + 4), PATIENCE_MS);
      expect(followed.held).toBeLessThanOrEqual(10);
    }
    while (seen.length < 104) seen.push(...positions((await slow.next()).value as Recorded[]));
    expect(seen).toEqual(upTo(104));
    expect(told[0]).toEqual({ position: 8, head: 104 });
    await log.close();
  });

  test("that never asks again harms nobody", async () => {
    const log = memoryLog();
    const followed = follow(log, { window: 10 });
    await log.append(ticks(1));
    await followed[Symbol.asyncIterator]().next();
    const seen = first(50, followed);
    for (let from = 1; from < 50; from += 1) await log.append(ticks(1, from));
    expect(positions(await seen)).toEqual(upTo(50));
    expect(followed.held).toBeLessThanOrEqual(10);
  });
});

test("what one subscriber does to an event, another does not see", async () => {
  const log = await openLog(folder.path("mutated.jsonl"));
  await log.append(ticks(2));
  const followed = follow(log);
  const subscription = followed.subscribe((batch) => {
    for (const { event } of batch) Reflect.set(event, "price", 1);
  });
  const seen = first(4, followed);
  await log.append(ticks(2, 2));
  expect((await seen).map(({ event }) => event)).toEqual(ticks(4));
  subscription.unsubscribe();
  await log.close();
});

test("a subscriber that throws is told of on its own, and others go on", async () => {
  const told = new Promise((resolve) => {
    config.onUnhandledError = resolve;
  });
  try {
    const followed = follow(goldenPath);
    followed.subscribe(() => {
      throw new Error("mine");
    });
    const events = await firstValueFrom(followed.pipe(mergeAll(), take(279), toArray()));
    expect(events).toHaveLength(279);
    expect(String(await told)).toBe("Error: mine");
  } finally {
    config.onUnhandledError = null;
  }
});

test("unsubscribing frees everything", async () => {
  const held = (): number =>
    process.getActiveResourcesInfo().filter((kind) => /^(FSEvent|Timeout|FSReq|File)/.test(kind)).length;
  const until = async (holds: () => boolean): Promise<void> => {
    // Without a timer, which would count.
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };
  const log = await openLog(folder.path("freed.jsonl"));
  await log.append(ticks(2));
  const before = held();
  const followed = follow(log);
  const subscriptions = [followed.subscribe(), followed.subscribe()];
  await until(() => held() > before);
  subscriptions.forEach((subscription) => subscription.unsubscribe());
  await until(() => held() <= before);
  expect(followed.held).toBe(0);
  await lastValueFrom(follow(log).pipe(take(1)));
  await until(() => held() <= before);
  await log.close();
});

describe("a file under the hands of another", () => {
  const half = goldenLines[2]?.slice(0, 40) ?? "";
  const rest = goldenLines[2]?.slice(40) ?? "";

  test("a line that is being written is waited for", async () => {
    const path = folder.write("torn.jsonl", `${goldenLines[0]}\n${goldenLines[1]}\n${half}`);
    const seen = first(3, follow(path));
    appendFileSync(path, rest);
    expect(positions(await seen)).toEqual([1, 2, 3]);
  });

  test("a whole last line without its end is given once", async () => {
    const path = folder.write("open.jsonl", `${goldenLines[0]}\n${goldenLines[1]}`);
    const followed = follow(path);
    const seen = first(3, followed);
    await vi.waitFor(() => expect(followed.held).toBe(0), PATIENCE_MS);
    appendFileSync(path, `\n${goldenLines[2]}\n`);
    expect(positions(await seen)).toEqual([1, 2, 3]);
  });

  test("an empty file is one whose first line is to come", async () => {
    const path = folder.write("empty.jsonl", "");
    const seen = first(1, follow(path));
    appendFileSync(path, `${goldenLines[0]}\n`);
    expect(positions(await seen)).toEqual([1]);
  });

  const golden = readFileSync(goldenPath, "utf8");
  test.each<[string, (path: string) => void]>([
    ["cut short", (path) => truncateSync(path, 1_000)],
    ["written anew", (path) => writeFileSync(path, golden.replaceAll("2026", "2025"))],
    ["replaced", (path) => renameSync(folder.write("other.jsonl", golden.replaceAll("2026", "2025")), path)],
  ])("%s: a clear error", async (_, change) => {
    const path = folder.write("changed.jsonl", golden);
    const followed = follow(path);
    const fault = lastValueFrom(followed).catch((error: unknown) => error);
    await first(279, followed);
    change(path);
    expect(await fault).toMatchObject({
      code: "LOG_DAMAGED",
      message: expect.stringContaining("read it again"),
    });
  });

  test("removed: a clear error", async () => {
    const path = folder.write("removed.jsonl", golden);
    const followed = follow(path);
    const fault = lastValueFrom(followed).catch((error: unknown) => error);
    await first(279, followed);
    rmSync(path);
    expect(await fault).toMatchObject({ code: "LOG_NOT_FOUND" });
  });

  test("a line that is no event ends it, after the events before", async () => {
    const path = folder.write("bad.jsonl", `${goldenLines[0]}\n`);
    const seen: Recorded[] = [];
    const fault = new Promise((error) => {
      follow(path).subscribe({ next: (batch) => seen.push(...batch), error });
    });
    appendFileSync(path, `${goldenLines[1]}\n{"id":"x"}\n`);
    expect(await fault).toMatchObject({ code: "LOG_LINE_INVALID" });
    expect(positions(seen)).toEqual([1, 2]);
  });
});

test("a store replaced under a follower: a clear error", async () => {
  const [one, other] = ["one.tape", "other.tape"].map((name) => folder.path(name)) as [string, string];
  for (const path of [one, other]) {
    const log = await openLog(path);
    await log.append(ticks(3));
    await log.close();
  }
  const followed = follow(one);
  const fault = lastValueFrom(followed).catch((error: unknown) => error);
  await first(3, followed);
  rmSync(one, { recursive: true });
  renameSync(other, one);
  expect(await fault).toMatchObject({ code: "LOG_DAMAGED" });
});

// Another process takes its time: this is for `npm run test:laws`.
test.skipIf(!isLong)("a store that another process writes", async () => {
  const path = folder.path("foreign.tape");
  await (await openLog(path)).close();
  const seen = first(40, follow(path));
  const writer = fork(new URL("writer.ts", import.meta.url), [path, "40"], {
    execArgv: ["--import", "tsx"],
  });
  expect(positions(await seen)).toEqual(upTo(40));
  await new Promise((resolve) => writer.on("exit", resolve));
});

test("what can't grow can't be followed", async () => {
  const log = { name: "a list", read: async function* () {} };
  await expect(first(1, follow(log))).rejects.toMatchObject({ code: "LOG_UNREADABLE" });
  await expect(first(1, follow("x.jsonl.gz"))).rejects.toMatchObject({ code: "LOG_UNREADABLE" });
  await expect(first(1, follow(folder.path("missing.jsonl")))).rejects.toMatchObject({
    code: "LOG_NOT_FOUND",
  });
});
