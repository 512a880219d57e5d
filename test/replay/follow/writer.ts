/** Appends so many ticks to the tape at a path, one by one: the other process of a test. */
import { openLog } from "@tapefold/replay";
import { ticks } from "../made-ticks.ts";

const [path, count] = process.argv.slice(2) as [string, string];
const log = await openLog(path);
for (const tick of ticks(Number(count))) await log.append([tick]);
await log.close();
