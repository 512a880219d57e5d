/** The board of a tape that plays: a frame is one whole, and holds no more than what changed. */
import { commandLine } from "@tapefold/replay";
import { afterEach, expect, test, vi } from "vitest";
import { tapeFolder } from "../tape-folder.ts";
import { terminalRows } from "./terminal-rows.ts";

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
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
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
    expect(frame.endsWith(`${ESC}?2026l`)).toBe(true);
    expect(frame).not.toContain(CR(12));
    expect(frame.match(/\?2026/g)).toHaveLength(2);
    expect(frame).not.toContain("\n");
    expect(frame).not.toContain(`${ESC}3J`);
  }
  const [first = "", ...others] = frames;
  expect(first).toContain(`${ESC}2J${ESC}?25l${CR(1)}`);
  for (const frame of others) expect(frame).not.toContain(`${ESC}2J`);
  // The region's heading comes with its market and stays as it is; the row of the index changes with its price.
  const rowsOf = (text: string): number => frames.filter((frame) => frame.includes(text)).length;
  expect(rowsOf("Asia")).toBe(1);
  expect(rowsOf(`${ESC}1mI1`)).toBeGreaterThan(2);
  // Together they leave on the screen what the board says at the end.
  const rows = terminalRows(frames.join("")).map((row) => row.replaceAll(/\s+/g, " "));
  expect(rows.slice(0, 4)).toEqual([
    expect.stringMatching(/played.jsonl as of 2026-02-10T00:00:00.6Z$/),
    "",
    "Asia",
    expect.stringMatching(/^ ● I1 One 104 /),
  ]);
});
