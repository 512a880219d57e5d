/** A tape is read ahead of whoever folds it; neither its end nor a fault comes before its turn. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { MarketError } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "tapefold-ahead-"));
afterAll(() => rmSync(folder, { recursive: true }));

const EVENTS = 20_000;
const lines = Array.from(
  { length: EVENTS },
  (_, index) =>
    `{"id":"tick-${index}","type":"PriceTicked","at":"2026-02-10T00:00:00Z","instrument":"A","price":${index + 1}}\n`,
).join("");

function tape(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Reads slowly, and gives how many events came and the code of the fault after them. */
async function readSlowly(path: string): Promise<{ events: number; code: string | undefined }> {
  let events = 0;
  try {
    for await (const batch of openTape(path).read()) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      events += batch.length;
    }
  } catch (error) {
    return { events, code: error instanceof MarketError ? error.code : String(error) };
  }
  return { events, code: undefined };
}

test("all of it comes, packed or not", async () => {
  expect(await readSlowly(tape("a.jsonl", lines))).toEqual({ events: EVENTS, code: undefined });
  expect(await readSlowly(tape("a.jsonl.gz", gzipSync(lines)))).toEqual({ events: EVENTS, code: undefined });
});

test("a fault comes after every event before it, however slowly they are taken", async () => {
  const torn = `${lines}{"id":"cut`;
  expect(await readSlowly(tape("torn.jsonl", torn))).toEqual({ events: EVENTS, code: "LOG_TORN" });
  const packed = gzipSync(lines);
  const cut = await readSlowly(tape("cut.jsonl.gz", packed.subarray(0, packed.length - 4000)));
  expect(cut.code).toBe("LOG_TORN");
  expect(cut.events).toBeGreaterThan(EVENTS / 2);
  const bad = `${lines}{"id":"x"}\n${lines}`;
  expect(await readSlowly(tape("bad.jsonl", bad))).toEqual({ events: EVENTS, code: "LOG_LINE_INVALID" });
});

test.runIf(process.platform === "linux")("who stops early leaves no file open", async () => {
  const path = tape("long.jsonl", lines.repeat(4));
  const before = readdirSync("/proc/self/fd").length;
  for (let round = 0; round < 20; round += 1)
    for await (const batch of openTape(path).read()) if (batch.length > 0) break;
  expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 10);
});
