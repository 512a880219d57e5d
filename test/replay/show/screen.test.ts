/** The board of a tape that plays: a frame is one whole, and holds no more than what changed. */
import { commandLine } from "@tapefold/replay";
import { afterEach, expect, test, vi } from "vitest";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
afterEach(() => void vi.useRealTimers());
const ESC = "\u001b[";
const CR = (row: number): string => `${ESC}${row};1H`;

test("the first frame draws all, the next ones what changed, and the last row stays empty", async () => {
  const at = (ms: number): string => `2026-02-10T00:00:00.${String(ms).padStart(3, "0")}Z`;
  const tick = (place: number): string =>
    `{"id":"t${place}","type":"PriceTicked","at":"${at(place * 150)}","instrument":"I1","price":${100 + place}}`;
  const lines = [
    `{"id":"m","type":"MarketListed","at":"${at(0)}","mic":"XTKS","name":"T","country":"JP","region":"Asia","zone":"Asia/Tokyo"}`,
    `{"id":"i","type":"InstrumentListed","at":"${at(0)}","instrument":"I1","name":"One","kind":"index","mic":"XTKS","currency":"JPY","scale":0}`,
    `{"id":"o","type":"SessionOpened","at":"${at(0)}","mic":"XTKS","date":"2026-02-10"}`,
    ...[1, 2, 3, 4].map(tick),
  ];
  const path = folder.write("played.jsonl", `${lines.join("\n")}\n`);
  const written: string[] = [];
  // Time goes on only as it is told to.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  let isDone = false;
  const played = commandLine(["replay", path, "--speed", "1"], {
    stdin: (async function* () {})(),
    write: async (text) => void written.push(text),
    writeError: (text) => void written.push(text),
    isTerminal: true,
    isLively: true,
    columns: 100,
    rows: 12,
  }).finally(() => (isDone = true));
  while (!isDone) {
    await vi.advanceTimersByTimeAsync(10);
    await new Promise(setImmediate);
  }
  expect(await played).toBe(0);
  const frames = written.filter((text) => text.startsWith(`${ESC}?2026h`));
  expect(frames.length).toBeGreaterThan(1);
  for (const frame of frames) {
    expect(frame.endsWith(`${CR(12)}${ESC}?2026l`)).toBe(true);
    expect(frame.match(/\?2026/g)).toHaveLength(2);
    expect(frame).not.toContain("\n");
    expect(frame).not.toContain(`${ESC}3J`);
  }
  const [first = "", ...others] = frames;
  expect(first).toContain(`${ESC}2J${CR(1)}`);
  // The region's heading stays; the row of the index and the foot do not.
  for (const frame of others) {
    expect(frame).not.toContain(`${ESC}2J`);
    expect(frame).not.toContain("Asia");
    expect(frame).toContain("I1");
  }
});
