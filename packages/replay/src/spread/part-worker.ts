/** A worker's thread: folds the part that it is given. */
import { parentPort, workerData } from "node:worker_threads";
import type { Lines } from "../tape/split-log.ts";
import { LocalPart } from "./part.ts";
import { fromWire, type PartAnswer, type PartTask, toWire, type WirePart } from "./part-wire.ts";

const { log, from } = workerData as { readonly log: string; readonly from?: WirePart };
const part = new LocalPart(log, from && fromWire(from));
let sinceKept = 0;

parentPort?.on("message", (task: PartTask) => {
  void answerTo(task)
    .catch((error: unknown): PartAnswer => ({ fault: String(error) }))
    .then((answer) => parentPort?.postMessage(answer));
});

async function answerTo(task: PartTask): Promise<PartAnswer> {
  if (task === "end") {
    const { packed } = part;
    await part.folded();
    return packed === undefined ? {} : { folded: toWire(packed) };
  }
  const lines: Lines[] = task.map(({ bytes, positions, areTicks }) => ({
    areTicks,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    positions: Array.from(positions),
  }));
  const sources = await part.add(lines);
  sinceKept += lines.reduce((sum, { positions }) => sum + positions.length, 0);
  if (sinceKept < KEPT_EVERY) return { sources };
  sinceKept = 0;
  const { packed } = part;
  return packed === undefined ? { sources } : { sources, folded: toWire(packed) };
}

/** Events between two states that are kept, in case the worker is lost. */
const KEPT_EVERY = 200_000;
