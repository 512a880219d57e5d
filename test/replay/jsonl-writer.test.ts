import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import type { MarketEvent } from "@tapefold/core";
import { eventLine, openTape, writeTape } from "@tapefold/replay";
import { expect, test } from "vitest";
import { goldenLines, goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();

async function goldenEvents(): Promise<MarketEvent[]> {
  return (await readAll(openTape(goldenPath))).events.map(({ event }) => event);
}

test("what is written is what was read", async () => {
  const path = folder.path("copy.jsonl");
  const events = await goldenEvents();
  expect(await writeTape(path, [events.slice(0, 100), [], events.slice(100)])).toBe(events.length);
  expect((await readAll(openTape(path))).events.map(({ event }) => event)).toEqual(events);
  expect(readFileSync(path, "utf8")).toBe(events.map((event) => `${eventLine(event)}\n`).join(""));
});

test("a name that ends in .gz is packed, into the same bytes on every machine", async () => {
  const [plain, packed] = [folder.path("same.jsonl"), folder.path("same.jsonl.gz")];
  const events = await goldenEvents();
  await writeTape(plain, [events]);
  await writeTape(packed, [events]);
  expect(gunzipSync(readFileSync(packed)).equals(readFileSync(plain))).toBe(true);
  const known: MarketEvent = { id: "o", type: "SessionOpened", at: 0, mic: "XTKS", date: "1970-01-01" };
  await writeTape(packed, [Array.from({ length: 1_000 }, () => known)]);
  expect(createHash("sha256").update(readFileSync(packed)).digest("hex")).toMatchSnapshot();
});

test("names and reasons from a tape stay on their line", async () => {
  const path = folder.path("hostile.jsonl");
  const [market] = await goldenEvents();
  const hostile = { ...market, name: 'a\nb\u0000"\u2028\ud83d\ude00' } as MarketEvent;
  await writeTape(path, [[hostile]]);
  expect((await readAll(openTape(path))).events).toEqual([{ position: 1, event: hostile }]);
});

test("a tape that could not be finished does not stand, and an older one stays", async () => {
  const path = folder.write("old.jsonl", `${goldenLines[0]}\n`);
  const breaking = async function* (): AsyncGenerator<MarketEvent[]> {
    yield await goldenEvents();
    throw new Error("no more");
  };
  await expect(writeTape(path, breaking())).rejects.toThrow("no more");
  expect(readFileSync(path, "utf8")).toBe(`${goldenLines[0]}\n`);
  expect(readdirSync(dirname(path)).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("a folder that isn't there is no place for a tape", async () => {
  const path = folder.path("nowhere/tape.jsonl");
  await expect(writeTape(path, [])).rejects.toMatchObject({
    code: "LOG_UNWRITABLE",
    message: `there is no such folder; make it first (${path})`,
  });
  expect(existsSync(path)).toBe(false);
});
