// Reads a store with one bit flipped, for each turn from one to another, and says what came of it.
import { copyFileSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalText, MarketError, type ReadableLog } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import { indexOf } from "./index-of.ts";

const [path = "", from = "0", to = "0"] = process.argv.slice(2);
const data = join(path, "data.mdb");
const { size } = statSync(data);

async function textOf(log: ReadableLog): Promise<string> {
  const events = [];
  for await (const batch of log.read()) events.push(...batch);
  const amendments = (await indexOf(log)).amendments(events.length);
  return canonicalText([events, amendments]);
}

const sound = await textOf(openTape(path));
for (let turn = Number(from); turn < Number(to); turn += 1) {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-flip-"));
  const copy = join(folder, "data.mdb");
  copyFileSync(data, copy);
  // Spread over the file; the first turns go through the roots.
  const place = turn < 40 ? turn * 4 + (turn % 2) * 4_096 : (turn * 2_654_435_761) % size;
  const file = openSync(copy, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, place);
  byte[0] = (byte[0] as number) ^ (1 << (turn % 8));
  writeSync(file, byte, 0, 1, place);
  let outcome: string;
  try {
    outcome = (await textOf(openTape(folder))) === sound ? "same" : "other";
  } catch (error) {
    outcome = error instanceof MarketError ? error.code : `no MarketError: ${String(error)}`;
  }
  writeSync(1, `${outcome}\n`);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
