import { commandLine, openLog, openTape, stateAt } from "@tapefold/replay";
import { expect, test, vi } from "vitest";
import { goldenLines, goldenPath, readAll, tapeFolder } from "../tape-folder.ts";
import { terminalRows } from "../show/terminal-rows.ts";
import { run } from "./run-command.ts";

type Io = Parameters<typeof commandLine>[1];

const folder = tapeFolder();

/** A terminal with keys, and what is drawn on it. */
function terminal() {
  let out = "";
  let type: (text: string) => void = () => undefined;
  let stop: () => void = () => undefined;
  const io: Io = {
    stdin: (async function* () {})(),
    write: async (text) => void (out += text),
    writeError: (text) => void (out += text),
    isTerminal: true,
    isLively: true,
    columns: 120,
    rows: 50,
    keyboard: (typed) => {
      type = typed;
      return () => (type = () => undefined);
    },
    onStop: (asked) => {
      stop = asked;
      return () => undefined;
    },
  };
  const plain = (): string => terminalRows(out).join("\n");
  const shown = (text: string): Promise<void> => vi.waitFor(() => expect(plain()).toContain(text), 50_000);
  return { io, shown, plain, type: (text: string) => type(text), stop: () => stop() };
}

test("a tape played on a terminal is paused, sought in, stepped through and left", async () => {
  const { io, shown, type, plain } = terminal();
  const code = commandLine(["replay", goldenPath, "--speed", "1"], io);
  await shown("playing 1x");
  type(" ");
  await shown("paused 1x");
  type("g2026-02-10T04:30:00Z\r");
  await shown("paused 1x   242 of 279   2026-02-10T04:30:00Z");
  type("\u001b[D");
  await shown("241 of 279");
  type(".");
  await shown("248 of 279");
  type(",,");
  await shown("paused");
  type("[");
  await shown("paused 0.5x");
  type("?");
  await shown("left right");
  type("gnonsense\r");
  await shown("neither a position nor an instant");
  type("g150\rq");
  expect(await code).toBe(0);
  expect(plain()).toContain("150 of 279 events");
});

test("a tape that is followed is shown as it grows, until it is asked to end", async () => {
  const path = folder.path("followed.jsonl");
  const log = await openLog(path);
  const events = (await readAll(openTape(goldenPath))).events.map(({ event }) => event);
  await log.append(events.slice(0, 100));
  const { io, shown, stop, plain } = terminal();
  const code = commandLine(["replay", path, "--follow"], io);
  await shown("100 events");
  for (const event of events.slice(100)) await log.append([event]);
  await shown("279 events");
  stop();
  expect(await code).toBe(0);
  expect(plain()).toContain((await stateAt(openTape(goldenPath))).state.digest.slice(0, 8));
  await log.close();
});

test("standard input that is followed ends by itself", async () => {
  const stdin = `${goldenLines.join("\n")}\n`;
  const followed = await run(["replay", "-", "--follow", "--json"], { stdin });
  const read = await run(["replay", "-", "--json"], { stdin });
  expect(followed).toEqual(read);
  const torn = await run(["replay", "-", "--follow"], { stdin: stdin.slice(0, -10) });
  expect(torn).toMatchObject({ code: 2, err: expect.stringContaining("LOG_TORN") });
  const archive = await run(["replay", "-", "--follow"], { stdin: Uint8Array.of(0x1f, 0x8b, 8) });
  expect(archive).toMatchObject({ code: 2, err: expect.stringContaining("gunzip") });
});

test("what goes on has no other end, pace or gap", async () => {
  for (const other of [
    ["--at", "5"],
    ["--speed", "2"],
    ["--without", "x"],
  ]) {
    const { code, err } = await run(["replay", goldenPath, "--follow", ...other]);
    expect(code).toBe(2);
    expect(err).toContain(`USAGE: --follow goes with the tape as it comes; leave ${other[0]} out`);
  }
});
