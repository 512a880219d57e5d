/** Two writers by turns, a file of lines and three subscribers, on one machine that may lose its power. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { canonicalText, MarketError, type Recorded } from "@tapefold/core";
import { foldSpread, openTape, repairTape } from "@tapefold/replay";
import { newDisk } from "./disk.ts";
import type { MarketDay } from "./market-day.ts";
import { type Heads, subscribers } from "./subscribers.ts";
import { type Acknowledged, write } from "./writers.ts";
import { type Process, type World, world } from "./world.ts";

const TAPE = "/tapes/day.jsonl";

/** The processes of a run on a file, and what they have come to. */
export function fileRun(run: World, day: MarketDay) {
  const disk = newDisk();
  const acknowledged: Acknowledged = { head: 0 };
  const heads: Heads = new Map();
  const isWritten = (): boolean => acknowledged.head === day.events.length;
  let mender: Process | undefined;
  const writer = async (): Promise<void> => {
    // One at a time mends a torn tape; whoever comes meanwhile comes again.
    if (mender !== undefined && !mender.isDead) return;
    try {
      await write(TAPE, day, acknowledged);
    } catch (error) {
      if (!(error instanceof MarketError) || error.code !== "LOG_TORN") throw error;
      mender = world().process;
      await mend();
    }
  };
  run.supervise("writer", writer, isWritten);
  run.supervise("rival", writer, isWritten);
  run.supervise("reader", () => subscribers(TAPE, day.events, heads));
  return {
    isOver: () =>
      isWritten() && heads.size === 3 && [...heads.values()].every((head) => head === day.events.length),
    progress: () => ({ of: day.events.length, acknowledged, heads: [...heads] }),
    trouble: () => {
      if (!run.chance.comes(run.weather.crash / 4)) return;
      run.killAll();
      disk.losePower();
    },
    check: () => checkFile(day),
  };
}

async function mend(): Promise<void> {
  const mended = `${TAPE}.mended`;
  for (const path of [mended, `${mended}.cut`]) rmSync(path, { force: true });
  try {
    await repairTape(TAPE, mended, (async function* () {})());
    renameSync(mended, TAPE);
    const folder = openSync(dirname(TAPE), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error;
  }
}

async function checkFile(day: MarketDay): Promise<void> {
  const found: Recorded[] = [];
  for await (const batch of openTape(TAPE).read()) found.push(...batch);
  if (canonicalText(found.map(({ event }) => event)) !== canonicalText(day.events))
    throw new Error("the tape holds other events than were appended");
  const { state, alone } = await foldSpread(TAPE, { workers: 2, isLocal: true });
  if (alone !== undefined && !day.hasBusts) throw new Error(`the tape was folded alone: ${alone}`);
  if (state.digest !== day.digestAt(day.events.length))
    throw new Error("two workers come to another digest than one fold");
}
