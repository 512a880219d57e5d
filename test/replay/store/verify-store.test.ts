/** Each part of a store is changed on its own, mostly to what is sound in another store; `verify` must tell. */
import { cpSync } from "node:fs";
import type { MarketEvent } from "@tapefold/core";
import { openStoreLog, type StoreLog } from "../../faults/store-log.ts";
import { keepSnapshots, verifyTape } from "@tapefold/replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeTicks } from "../../faults/made-ticks.ts";
import { run } from "../cli/run-command.ts";
import { goldenPath, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const busts = [3, 7, 700].map((tick): MarketEvent => ({
  id: `bust-${tick}`,
  at: 0,
  type: "TickBusted",
  tick: `f-${tick}`,
}));
const listed = (name: string): MarketEvent => ({
  id: "listed",
  at: 0,
  type: "MarketListed",
  mic: "XTKS",
  name,
  country: "JP",
  region: "Asia",
  zone: "Asia/Tokyo",
});
/** Its chunks begin at 1, 513 and 1025. */
const events = [listed("one"), ...madeTicks(600), ...busts, ...madeTicks(600, 600)];

let made = 0;
const newPath = (): string => folder.path(`store-${(made += 1)}.tape`);

async function storeOf(all: readonly MarketEvent[]): Promise<StoreLog> {
  const log = await openStoreLog(newPath());
  await log.append(all);
  await keepSnapshots(log, { every: 400 });
  return log;
}

/** A store of the events to be spoilt: a copy, which is made sooner than another store. */
async function soundStore(): Promise<StoreLog> {
  const path = newPath();
  cpSync(sound, path, { recursive: true });
  return openStoreLog(path);
}

let sound: string;

/** The same but for a name at its beginning and the numbers from position 605 on. */
let other: StoreLog;
/** The same five seconds later. */
let shifted: StoreLog;
let longer: StoreLog;
beforeAll(async () => {
  other = await storeOf([listed("other"), ...events.slice(1, 604), ...madeTicks(600, 10_000)]);
  shifted = await storeOf(events.map((event) => ({ ...event, at: event.at + 5_000_000 })));
  longer = await storeOf([...events, ...madeTicks(9, 1_300)]);
  const log = await storeOf(events);
  sound = log.name;
  await log.close();
});
afterAll(() => Promise.all([other.close(), shifted.close(), longer.close()]));

type Part = "chunks" | "sources" | "amendments" | "snapshots" | "meta";

/** The bytes of a part of a store, whatever its keys. */
function bytesIn(
  { files }: StoreLog,
  part: Part,
): { get(key: unknown): Buffer; putSync(key: unknown, bytes: Buffer): void } {
  return files[part] as never;
}

/** Puts a part of another store in place of this one's. */
function swap(part: Part, from: () => StoreLog, key: unknown) {
  return (log: StoreLog) => bytesIn(log, part).putSync(key, Buffer.from(bytesIn(from(), part).get(key)));
}

function flip(part: Part, key: unknown) {
  return (log: StoreLog) => {
    const bytes = Buffer.from(bytesIn(log, part).get(key));
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    bytesIn(log, part).putSync(key, bytes);
  };
}

test("a sound store passes", async () => {
  expect((await verifyTape(other)).difference).toBeNull();
});

describe("verify tells of", () => {
  test.each<[string, (log: StoreLog) => void, RegExp]>([
    ["a flipped bit in a chunk", flip("chunks", 513), /chunk 513 fails its checksum/],
    ["a flipped bit in the head", flip("meta", "head"), /head fails its checksum/],
    ["a flipped bit in an amendment", flip("amendments", 602), /amendment 602 fails its checksum/],
    ["a flipped bit in a source's number", flip("sources", "feed"), /source feed fails its checksum/],
    [
      "a chunk in another's place",
      ({ files }) => files.chunks.putSync(513, files.chunks.get(1) as Buffer),
      /chunk 513 fails/,
    ],
    [
      "a chunk of another tape",
      swap("chunks", () => shifted, 513),
      /chunk 1025 says another thing than it holds/,
    ],
    ["a missing chunk", ({ files }) => files.chunks.removeSync(513), /position 513 is missing/],
    ["a missing first chunk", ({ files }) => files.chunks.removeSync(1), /position 1 is missing/],
    [
      "a missing last chunk",
      ({ files }) => files.chunks.removeSync(1_025),
      /position 1204 is missing|ends at position 1024/,
    ],
    [
      "a head of a longer tape",
      swap("meta", () => longer, "head"),
      /ends at position 1204, and 1213 were acknowledged/,
    ],
    [
      "numbers out of order",
      swap("chunks", () => longer, 1_025),
      /ends at position 1213, and 1204 were acknowledged/,
    ],
    [
      "a missing id",
      ({ files }) => files.ids.removeSync("listed"),
      /the id of position 1 is not where it says/,
    ],
    [
      "an id in another place",
      ({ files }) => files.ids.putSync("bust-3", 7),
      /the id of position 602 is not/,
    ],
    ["an id of nothing", ({ files }) => files.ids.putSync("stranger", 3), /its list of ids is not whole/],
    [
      "a missing amendment",
      ({ files }) => files.amendments.removeSync(603),
      /its list of amendments is not whole/,
    ],
    ["a missing source", ({ files }) => files.sources.removeSync("feed"), /its list of sources is not whole/],
    [
      "another last number of a source",
      swap("sources", () => longer, "feed"),
      /the last number of feed is another/,
    ],
  ])("%s", async (_, spoil, message) => {
    const log = await soundStore();
    spoil(log);
    await expect(verifyTape(log)).rejects.toMatchObject({
      code: "LOG_DAMAGED",
      message: expect.stringMatching(message) as string,
    });
    await log.close();
  });

  test("a snapshot of another state", async () => {
    const log = await soundStore();
    for (const key of other.files.snapshots.getKeys()) swap("snapshots", () => other, key)(log);
    expect((await verifyTape(log)).difference).toMatchObject({ way: "to a snapshot", position: 400 });
    await log.close();
  });

  test.each(["number", "string"])("a flipped bit in a snapshot, where it lies by %s", async (kind) => {
    const log = await soundStore();
    const key = [...log.files.snapshots.getKeys()].find(([, at]) => typeof at === kind);
    flip("snapshots", key)(log);
    await expect(verifyTape(log)).rejects.toMatchObject({
      code: "LOG_DAMAGED",
      message: expect.stringMatching(/snapshot \d+ fails/) as string,
    });
    await log.close();
  });
});

describe("the history of a store", () => {
  /** The same tape with one other price early on it. */
  const changed = events.map((event) =>
    event === events[100] ? ({ ...event, price: 1 } as MarketEvent) : event,
  );
  const historyAt = async (path: string): Promise<string> =>
    /history (\S+) up to position 1024\n/.exec((await run(["verify", path])).out)?.[1] ?? "";

  test("tells a changed past though every checksum is right", async () => {
    const [mine, theirs] = [await soundStore(), await storeOf(changed)];
    swap("chunks", () => theirs, 1)(mine);
    await expect(verifyTape(mine)).rejects.toMatchObject({
      code: "LOG_DAMAGED",
      message: expect.stringMatching(/its past up to position 512 is another/) as string,
    });
    await mine.close();
    await theirs.close();
  });

  test("is the same however the events came, and goes on from where it stood", async () => {
    const log = await openStoreLog(folder.path("piecemeal.tape"));
    for (let from = 0; from < events.length; from += 512) await log.append(events.slice(from, from + 512));
    await log.close();
    const whole = await soundStore();
    await whole.close();
    expect(await historyAt(log.name)).toBe(await historyAt(whole.name));
    const again = await openStoreLog(log.name);
    await again.append(madeTicks(700, 1_200));
    await again.close();
    const { code, out } = await run([
      "verify",
      log.name,
      "--allow-refused",
      "--against",
      await historyAt(whole.name),
    ]);
    expect([code, out]).toEqual([0, expect.stringContaining("same past up to position 1024\n")]);
  });

  test("proves a past against a digest noted elsewhere, though its own was worked out anew", async () => {
    const [mine, theirs] = [await soundStore(), await storeOf(changed)];
    await mine.close();
    await theirs.close();
    const noted = await historyAt(mine.name);
    expect(await run(["verify", mine.name, "--allow-refused", "--against", noted.slice(0, 8)])).toMatchObject(
      { code: 0 },
    );
    const { code, out } = await run(["verify", theirs.name, "--allow-refused", "--against", noted]);
    expect([code, out]).toEqual([1, expect.stringContaining("another past: nothing in it comes to ")]);
  });

  test("is asked of a store alone", async () => {
    const { code, err } = await run(["verify", goldenPath, "--against", "12345678"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^tapefold: USAGE: .* keeps no history/)]);
  });
});
