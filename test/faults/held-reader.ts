// Begins to read a store and stays where it is; `pinned` also holds lmdb's snapshot of it, as no reader of ours does.
import { writeSync } from "node:fs";
import { openTape } from "@tapefold/replay";
import { indexOf } from "./index-of.ts";

const [path = "", how] = process.argv.slice(2);
const index = await indexOf(openTape(path));
await index.read()[Symbol.asyncIterator]().next();
if (how === "pinned")
  (index as unknown as { files: { root: { useReadTransaction(): void } } }).files.root.useReadTransaction();
// lmdb gives a look up with a timer of its own, which is due before this one.
setTimeout(() => writeSync(1, "held\n"), 10);
setInterval(() => undefined, 1_000);
